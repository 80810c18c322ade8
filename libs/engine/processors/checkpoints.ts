/**
 * How far a processor has worked the log off: the port, and what tells one log from
 * another. A checkpoint only saves work. Without it, or with an older one, a processor
 * begins earlier and repeats what its handler already did, which changes nothing.
 *
 * Guarantees of every adapter
 * - `load` gives what was saved last under that name, or something that was saved before
 *   it; after a crash it may be older, never newer.
 * - Names do not touch one another.
 */
import type { EventStore, Position, RecordedEvent } from '#event-store';

export interface ProcessorCheckpoint {
  /** The last event up to which everything was handled, or parked. */
  readonly position: Position;
  /** Which event that is, as `identityOf` tells. */
  readonly event: string;
}

export interface Checkpoints {
  /** Undefined where nothing was saved. */
  load(name: string): Promise<ProcessorCheckpoint | undefined>;
  save(name: string, checkpoint: ProcessorCheckpoint): Promise<void>;
  close(): Promise<void>;
}

/**
 * Tells an event from any other. When it was recorded belongs to it: what is imported
 * again into a log that was restored gets the same id at another time.
 */
export function identityOf({ id, recordedAt }: Pick<RecordedEvent, 'id' | 'recordedAt'>): string {
  return `${id} ${recordedAt}`;
}

/** Whether the log still holds, at the checkpoint, the event that was there when it was saved. */
export async function isOfThisLog(
  store: Pick<EventStore, 'readLog'>,
  { position, event }: ProcessorCheckpoint,
): Promise<boolean> {
  const [before] = await store.readLog({ direction: 'backwards', from: position, limit: 1 });
  const from = before === undefined ? {} : { from: before.position };
  const [found] = await store.readLog({ limit: 1, ...from });
  return found?.position === position && identityOf(found) === event;
}

/** Checkpoints that end with the process: for tests, and where beginning anew is cheap. */
export class MemoryCheckpoints implements Checkpoints {
  readonly #saved = new Map<string, ProcessorCheckpoint>();

  load(name: string): Promise<ProcessorCheckpoint | undefined> {
    return Promise.resolve(this.#saved.get(name));
  }

  save(name: string, checkpoint: ProcessorCheckpoint): Promise<void> {
    this.#saved.set(name, checkpoint);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
