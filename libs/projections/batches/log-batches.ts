/** The log in batches: what the runner folds and writes at a time. */
import { setImmediate as turn } from 'node:timers/promises';
import type { EventStore, Position } from '#event-store';
import { BatchMaker } from './batch-maker.js';
import type { LogBatch } from './log-batch.js';
import { readPage } from './log-pages.js';

/**
 * Events folded before a write when far behind: the more, the fewer rows a patient's
 * journey is spread over. Columns grow to a power of two.
 */
const BATCH_EVENTS = 2 ** 18;

/** The same by the memory that they take. */
const BATCH_BYTES = 128 * 1024 * 1024;

/** Pages are small, so that they are garbage before the next collection: that takes a quarter of the time. */
const PAGE_EVENTS = 500;

export interface BatchLimits {
  /** Most in a batch. Default 262,144. */
  readonly batchEvents?: number | undefined;
  /** About how much memory it takes. Default 128 MiB. */
  readonly batchBytes?: number | undefined;
}

export interface LogStretch extends BatchLimits {
  /** Exclusive. Default: from the beginning. */
  readonly after?: Position | undefined;
  /** Inclusive. Default: as far as the log goes. */
  readonly upTo?: Position | undefined;
  /** Where the log ended lately; undefined where it is empty. */
  readonly head?: Position | undefined;
  /** Texts that have a number already. */
  readonly names: readonly string[];
}

/** How far a batch that is being made has come. */
export interface ReadSoFar {
  readonly position: Position;
  /** Since the last time this was said. */
  readonly events: number;
}

export interface ReadingOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onRead: (read: ReadSoFar) => void;
}

/** Whoever has it reads the log: this thread or another. */
export type LogBatches = (
  stretch: LogStretch,
  options: ReadingOptions,
) => AsyncGenerator<LogBatch, void>;

export function isFull(
  { events, bytes }: BatchMaker,
  { batchEvents = BATCH_EVENTS, batchBytes = BATCH_BYTES }: BatchLimits,
): boolean {
  return events >= batchEvents || bytes >= batchBytes;
}

/** @throws what a read throws, whatever `signal` was aborted with */
export async function* logBatches(
  store: EventStore,
  { after, upTo, names, ...limits }: LogStretch,
  { signal, onRead }: ReadingOptions,
): AsyncGenerator<LogBatch, void> {
  const maker = new BatchMaker(names);
  const limit = Math.min(PAGE_EVENTS, limits.batchEvents ?? PAGE_EVENTS);
  let page = readPage(store, { after, upTo, limit });
  for (;;) {
    // A log in a file is read at once: whoever wants to end this must get a word in.
    await turn();
    signal?.throwIfAborted();
    const { events, end } = await page;
    const last = events.at(-1);
    // The next page is read while this one is folded.
    if (!end && last !== undefined) page = readPage(store, { after: last.position, upTo, limit });
    maker.add(events);
    const batch = end || isFull(maker, limits) ? maker.take() : undefined;
    if (batch !== undefined) yield batch;
    if (last !== undefined) onRead({ position: last.position, events: events.length });
    if (end) return;
  }
}
