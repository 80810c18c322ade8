/** What an import is asked, and what it answers. */
import type { FactSink, FactWarning } from '#care-event';
import type { ImportNote } from '../facts/import-notes.js';
import type { ImportedLogs } from '../logs/imported-logs.js';
import type { Lifecycle } from '../mapping/mapping.js';

export type ImportFormat = 'xes' | 'csv' | 'ocel' | 'ndjson';

export interface ImportOptions {
  readonly file: string;
  /** By name and content when not given. */
  readonly format?: ImportFormat;
  /** Id of the pathway the facts are for; a CloudEvent that names one keeps its own. */
  readonly pathway?: string;
  /**
   * Name of the log, from which ids derive: import the same log under the same name.
   * The pathway's id when not given, without that the file's name without its endings.
   */
  readonly log?: string;
  /** Who issued the identifiers of its patients; the log's name when not given. */
  readonly system?: string;
  /** YAML of a mapping: what columns and attributes mean, which activities are care events. */
  readonly mapping?: string;
  /** These three instead of what a mapping says of them. */
  readonly lifecycle?: Lifecycle;
  readonly classifier?: string;
  readonly objectType?: string;
  /** IANA zone of times that carry no offset. */
  readonly zone?: string;
  /** The tenant's, for pseudonyms. */
  readonly secret: Uint8Array;
  readonly sink: FactSink;
  /** What was imported before; without it nothing is compared with that. */
  readonly logs?: ImportedLogs;
  /** Goes on although the log's name, its pathway or its system is another than before. */
  readonly acceptChange?: boolean;
  /**
   * Where rows that could not be taken go; `<file>.rejects.ndjson` in the current folder
   * when not given. It must not be there yet.
   */
  readonly rejects?: string;
  /**
   * Takes an earlier import's rejects file away once this one has begun: only for a path
   * that the program chose itself.
   */
  readonly replaceRejects?: boolean;
  /** Commands on their way at once; 256 when not given. */
  readonly concurrency?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops reading; what is on its way is awaited. */
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  /** Bytes of the file read so far, packed as they are. */
  readonly bytes: number;
  /** Size of the file; 0 where it has none (a pipe). */
  readonly bytesTotal: number;
  readonly cases: number;
  /** Events met so far: accepted, repeated and refused together. */
  readonly events: number;
  readonly accepted: number;
  /** Already in the log from before. */
  readonly repeated: number;
  /** Numbers that stay texts, since no double is exactly what was written (XES and CSV). */
  readonly keptAsText: number;
  /** Bad rows, and events that the sink refused. */
  readonly refused: number;
  /** Decisions appended with them. */
  readonly decisions: number;
}

export interface ImportReport extends ImportProgress {
  readonly file: string;
  readonly format: ImportFormat;
  readonly log: string;
  readonly system: string;
  /** The rejects file; absent when nothing was refused. */
  readonly rejects?: string;
  /** The first few refusals, for people; all are in the rejects file. */
  readonly examples: readonly { readonly line: number; readonly reason: string }[];
  /** What else people should know of it; absent where there is nothing. */
  readonly notes?: readonly ImportNote[];
  /** What events led to that was perhaps not meant; absent where there is nothing. */
  readonly warnings?: readonly ImportWarning[];
  /** Why the end of the file was not reached; what stood before was imported. */
  readonly stopped?: ImportStop;
}

export interface ImportWarning extends FactWarning {
  /** How many events it is about. */
  readonly events: number;
}

export type ImportStop =
  | {
      readonly code: 'malformed';
      readonly line: number;
      readonly column?: number;
      readonly message: string;
    }
  | { readonly code: 'interrupted' | 'failed'; readonly message: string };
