/**
 * Reads the whole log and names every place that cannot be what was written: an event that cannot
 * be read, a revision that is missing, a position out of order, an event that says nothing that
 * belongs into its stream. Whether a readable event is what was recorded, the store knows, where it keeps checksums.
 */
import {
  comparePositions,
  readWholeLog,
  type Damage,
  type EventStore,
  type LogEvent,
  type Position,
} from '#event-store';
import { isWellFormed } from './well-formed.js';

export interface FaultyPlace {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  /**
   * `damaged`: a part of it cannot be read. `missing-revision`: the one before it is not there.
   * `order`: its position does not come after the one before. `unknown`: it can be read and is
   * nothing that belongs into its stream.
   */
  readonly fault: 'damaged' | 'missing-revision' | 'order' | 'unknown';
  /** Of a damaged one: what of it cannot be read. */
  readonly damage?: Damage;
}

export interface VerifiedLog {
  readonly events: number;
  readonly streams: number;
  /** How many places are faulty. */
  readonly faulty: number;
  /** The first of them, at most `PLACES_MAX`. */
  readonly places: readonly FaultyPlace[];
}

export const PLACES_MAX = 10_000;

/** @throws what a read throws */
export async function verifyLog(
  store: Pick<EventStore, 'readLog'>,
  onProgress: (events: number, last: Position) => void = () => undefined,
): Promise<VerifiedLog> {
  const places: FaultyPlace[] = [];
  /** Last revision by stream. */
  const revisions = new Map<string, number>();
  let events = 0;
  let faulty = 0;
  let before: Position | undefined;
  for await (const page of readWholeLog(store)) {
    for (const event of page) {
      for (const fault of faultsOf(event, revisions.get(event.stream) ?? -1, before)) {
        faulty += 1;
        if (places.length < PLACES_MAX) places.push(placeOf(event, fault));
      }
      if (event.damage !== 'stream') revisions.set(event.stream, event.revision);
      before = event.position;
    }
    events += page.length;
    onProgress(events, page.at(-1)!.position);
  }
  return { events, streams: revisions.size, faulty, places };
}

function* faultsOf(
  event: LogEvent,
  revisionBefore: number,
  before: Position | undefined,
): Generator<FaultyPlace['fault']> {
  if (before !== undefined && comparePositions(event.position, before) <= 0) yield 'order';
  if (event.damage !== undefined) yield 'damaged';
  else if (!isWellFormed(event)) yield 'unknown';
  // Where its stream's name is damaged, nobody can say which revision comes before it.
  if (event.damage !== 'stream' && event.revision !== revisionBefore + 1) yield 'missing-revision';
}

function placeOf(
  { position, stream, revision, damage }: LogEvent,
  fault: FaultyPlace['fault'],
): FaultyPlace {
  const place = { position, stream, revision, fault };
  return fault === 'damaged' && damage !== undefined ? { ...place, damage } : place;
}
