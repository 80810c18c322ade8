/** Care events in: CloudEvents, files of events, pseudonyms, and the limits of every door. */
export { isPseudonym, pseudonymOf, readPatient, UnreadablePatient } from './pseudonym.js';
export { loadOrCreateSecret, SecretRefused } from './secret.js';
export { JSON_LIMITS } from './json-limits.js';
export type { JsonLimits, JsonRefusal, JsonRefusalCode } from './json-limits.js';
export { checkJsonLimits, parseJsonStrictly } from './parse-json.js';
export type { JsonReading } from './parse-json.js';
export { inCloudEventTerms, readCloudEvent, writeCloudEvent } from './cloud-event.js';
export type { CloudEventReading, ReadCloudEvent } from './cloud-event.js';
export { mappingSchema, readMapping } from './mapping.js';
export type { Mapping } from './mapping.js';
export { importFile } from './import-file.js';
export type {
  ImportFormat,
  ImportOptions,
  ImportProgress,
  ImportReport,
  ImportStop,
} from './import-options.js';
export { ImportRefused } from './malformed-file.js';
export type { ImportRefusalCode, MappingProblem } from './malformed-file.js';
