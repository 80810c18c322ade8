/** What a reader of a foreign log is given. */
import type { Lifecycle, Mapping } from '../mapping/mapping.js';
import type { ImportNotes } from './import-notes.js';
import type { LogContext } from './imported-batch.js';

export interface MappedOptions extends LogContext {
  readonly mapping: Mapping | undefined;
  readonly notes: ImportNotes;
  /** Instead of what the mapping says of it. */
  readonly lifecycle?: Lifecycle;
  /** Filled with the first events, by which a log is recognised under another name. */
  readonly sample?: EventSample[];
}

/** An event by what does not depend on the name of its log. */
export interface EventSample {
  readonly caseName: string;
  readonly patient: string;
  /** Who issued the patient's identifier; undefined where that goes by the log. */
  readonly patientSystem: string | undefined;
  /** What follows the case in its id. */
  readonly contentId: string;
}

export const SAMPLE_EVENTS = 20;
