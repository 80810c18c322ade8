/** The calls that the thread of the wake-ups takes, and the events that it sends by itself. */
import type { MessagePort } from 'node:worker_threads';
import type { ParkedSequence } from '#engine';

// Interfaces would not do: the names have to be known to be all of them.
export type WakeUpCalls = {
  /** One bounded batch of those due at `now` (ms since the epoch). */
  readonly wakeDue: {
    readonly input: { readonly now: number };
    readonly output: { readonly more: boolean };
  };
};

export type WakeUpEvents = {
  /** A patient whose wake-up was parked just now. */
  readonly parked: ParkedSequence;
  /** A patient who could not be woken: the fault with its stack. */
  readonly fault: string;
};

export interface WakeUpWorkerData {
  readonly folder: string;
  /** A way to the store's writing thread. */
  readonly port: MessagePort;
}
