/** A stretch of the log in parts, which readers take turns at, and their batches in the order of the log. */
import type { EventStore, Position } from '#event-store';
import { logBatches, type LogStretch, type ReadingOptions } from './log-batches.js';
import type { LogBatch } from './log-batch.js';
import { OneNumbering } from './one-numbering.js';

/** Every reader reads the first part, so that most texts have the same number with all. */
const FIRST_EVENTS = 2 ** 12;
/** Of every other part: the more, the fewer rows a patient's journey is spread over. */
const PART_EVENTS = 2 ** 17;
/** There is a batch with each reader, and one that is being written. */
const BATCH_BYTES = 64 * 1024 * 1024;

export interface Division {
  readonly readers: number;
  /** Events of the first part. Default 4,096. */
  readonly first?: number;
  /** Events of every other part but the last. Default 131,072. */
  readonly each?: number;
}

export interface Turn extends Division {
  /** From 0 on. */
  readonly reader: number;
}

export interface PartBatch {
  /** Undefined where the part ended with the batch before. */
  readonly batch: LogBatch | undefined;
  readonly isLast: boolean;
}

/** What one reader does: makes the batches of its parts, one part after another. */
export async function* batchesOfParts(
  store: EventStore,
  stretch: LogStretch,
  { reader, ...division }: Turn,
  options: ReadingOptions,
): AsyncGenerator<PartBatch, void> {
  const names = [...stretch.names];
  for (const [n, part] of partsOf(stretch, division).entries()) {
    const isFirst = n === 0;
    const isMine = n % division.readers === reader;
    if (!isFirst && !isMine) continue;
    const onRead = isMine ? options.onRead : () => undefined;
    let batch: LogBatch | undefined;
    for await (const next of logBatches(store, { ...part, names }, { ...options, onRead })) {
      if (batch !== undefined && isMine) yield { batch, isLast: false };
      names.push(...next.newNames);
      batch = next;
    }
    if (isMine) yield { batch, isLast: true };
  }
}

/** Brings together what the readers make. @param next the next batch of a reader */
export async function* inOrderOfLog(
  stretch: LogStretch,
  division: Division,
  next: (reader: number) => Promise<PartBatch>,
): AsyncGenerator<LogBatch, void> {
  const { readers } = division;
  const numbering = new OneNumbering(stretch.names);
  const numbers = Array.from({ length: readers }, () => numbering.reader());
  for (const part of partsOf(stretch, division).keys()) {
    const reader = part % readers;
    for (let isOver = false; !isOver;) {
      const { batch, isLast } = await next(reader);
      isOver = isLast;
      if (batch === undefined) continue;
      const settled = numbering.settle(batch, numbers[reader]!);
      if (part === 0) for (const other of numbers.slice(1)) numbering.learn(other, batch.newNames);
      yield settled;
    }
  }
}

/** Whether there is more than one part for a reader. */
export function isLong(stretch: LogStretch): boolean {
  return lengthOf(stretch) > FIRST_EVENTS + PART_EVENTS;
}

/** How many events lie between, by positions that count them. */
function lengthOf({ after, upTo, head }: LogStretch): number {
  return Number(BigInt(upTo ?? head ?? 0) - BigInt(after ?? 0));
}

/** What comes after `head` belongs to the last one. */
function partsOf(
  stretch: LogStretch,
  { readers, first = FIRST_EVENTS, each = PART_EVENTS }: Division,
): Omit<LogStretch, 'names'>[] {
  const { after, upTo, batchEvents } = stretch;
  if (readers === 1) return [{ after, upTo, batchEvents }];
  const ends: Position[] = [];
  for (let end = first; end < lengthOf(stretch); end += each)
    ends.push(String(BigInt(after ?? 0) + BigInt(end)) as Position);
  // A part is one batch, unless it takes too much memory.
  const limits = { batchEvents: 2 * each, batchBytes: BATCH_BYTES };
  return [after, ...ends].map((from, n) => ({ after: from, upTo: ends[n] ?? upTo, ...limits }));
}
