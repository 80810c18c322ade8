/** Settings by themselves, for whoever needs them before anything else is loaded. */
export { ConfigurationInvalid } from './configuration-invalid.js';
export {
  builtInConfiguration,
  loadConfiguration,
  type LoadedConfiguration,
  type Origin,
} from './load-configuration.js';
export { SETTING_NAMES, type Setting, type SettingValue } from './schema.js';
