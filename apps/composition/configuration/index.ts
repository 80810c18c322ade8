/** Settings by themselves, for whoever needs them before anything else is loaded. */
export { ConfigurationInvalid, type ConfigurationProblem } from './configuration-invalid.js';
export {
  builtInConfiguration,
  loadConfiguration,
  type ConfigurationSources,
  type LoadedConfiguration,
  type Origin,
} from './load-configuration.js';
export { SETTING_NAMES, type Configuration, type Setting, type SettingValue } from './schema.js';
