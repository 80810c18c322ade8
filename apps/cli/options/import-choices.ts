/** What an import can be asked for; written out, so that the command's help loads no importer. */
import type { ImportFormat, Lifecycle } from '#exchange';

export const IMPORT_FORMATS: readonly ImportFormat[] = ['xes', 'csv', 'ocel', 'ndjson'];
export const LIFECYCLES: readonly Lifecycle[] = ['complete', 'all', 'durations'];
