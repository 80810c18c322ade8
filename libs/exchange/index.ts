/** Care events in: CloudEvents, files of events, pseudonyms, and the limits of every door. */
export { pseudonymOf, readPatient, UnreadablePatient } from './identity/pseudonym.js';
export { checkValueOf } from './identity/check-value.js';
export { loadOrCreateSecret } from './identity/secret.js';
export { JSON_LIMITS } from './json/json-limits.js';
export type { JsonLimits, JsonRefusal } from './json/json-limits.js';
export { parseJsonStrictly } from './json/parse-json.js';
export {
  handoverCloudEvent,
  type HandoverCloudEvent,
} from './cloud-events/handover-cloud-event.js';
export { inCloudEventTerms, readCloudEvent, writeCloudEvent } from './cloud-events/cloud-event.js';
export type { ReadCloudEvent } from './cloud-events/cloud-event.js';
export { isBinaryMode, readBinaryMode } from './cloud-events/http-binary.js';
export type { BadRow, PatientFacts } from './files/facts/imported-batch.js';
export { checkImport, importFile } from './files/importing/import-file.js';
export type {
  ImportFormat,
  ImportOptions,
  ImportReport,
} from './files/importing/import-options.js';
export { readNdjson } from './files/ndjson/ndjson.js';
export { previewImport, type ImportPreview } from './files/importing/preview.js';
export { mappingFor } from './files/importing/mapping-template.js';
export type { Lifecycle } from './files/mapping/mapping.js';
export {
  StoredImportedLogs,
  type FactReference,
  type ImportedLog,
  type ImportedLogs,
} from './files/logs/imported-logs.js';
export { dictionaryText, exportLog, type PatientHistory } from './files/exporting/export-log.js';
export type { ExportFormat } from './files/exporting/formats.js';
export type { ImportNote } from './files/facts/import-notes.js';
export { ImportFailed } from './files/importing/import-failed.js';
export { readOrganisationFile } from './organisations/read-organisation-file.js';
export type { OrganisationFile, RowProblem } from './organisations/organisation-file.js';
