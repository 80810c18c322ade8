/** The calls that the background thread takes, and the events that it sends by itself. */
import type { ParkedSequence } from '#engine';
import type { Position } from '#event-store';
import type { LintedDefinition } from '#pathway-language';
import type { Installation, LogProcessorName, SharedWriter } from '../../composition/index.js';

// Interfaces would not do: the names have to be known to be all of them.
export type BackgroundCalls = {
  /** The text of a definition that somebody wants to publish, read and linted. */
  readonly readAndLint: { readonly input: string; readonly output: LintedDefinition };
  /** One bounded batch of those due at `now` (ms since the epoch). */
  readonly wakeDue: {
    readonly input: { readonly now: number };
    readonly output: { readonly more: boolean };
  };
  /** All that the log holds by now; aborted, it ends with the events under way. */
  readonly process: {
    readonly input: { readonly processor: LogProcessorName; readonly now: number };
    /** Up to there every event is handled or parked. */
    readonly output: { readonly position: Position | undefined };
  };
};

export type BackgroundEvents = {
  /** A sequence that was parked just now. */
  readonly parked: ParkedSequence;
  /** One source and id for events of two patients. */
  readonly collision: undefined;
  /** A patient who could not be woken: the fault with its stack. */
  readonly fault: string;
  /** How far a processor has come, while it runs. */
  readonly checkpoint: { readonly processor: LogProcessorName; readonly position: Position };
};

export interface BackgroundWorkerData {
  readonly folder: Installation;
  /** What it writes with. */
  readonly shared: SharedWriter;
}
