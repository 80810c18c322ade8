/** Care events in: CloudEvents, files of events, pseudonyms, and the limits of every door. */
export { pseudonymOf, readPatient, UnreadablePatient } from './pseudonym.js';
export { loadOrCreateSecret, SecretRefused } from './secret.js';
export { JSON_LIMITS } from './json-limits.js';
export type { JsonRefusal } from './json-limits.js';
export { parseJsonStrictly } from './parse-json.js';
export {
  handoverCloudEvent,
  type HandoverCloudEvent,
} from './cloud-events/handover-cloud-event.js';
export { inCloudEventTerms, readCloudEvent, writeCloudEvent } from './cloud-event.js';
export { checkImport, importFile } from './import-file.js';
export type { ImportFormat, ImportOptions, ImportReport } from './import-options.js';
export { ImportFailed, ImportRefused } from './malformed-file.js';
export { adviseName } from './advise-name.js';
export { formOf, readCheckedYaml, type YamlProblem } from './checked-yaml.js';
