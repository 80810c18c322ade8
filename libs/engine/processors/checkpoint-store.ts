/**
 * How far a processor has worked the log off: the port. A checkpoint only saves work.
 * Without it, or with an older one, a processor begins earlier and repeats what its handler
 * already did, which changes nothing.
 *
 * Guarantees of every adapter
 * - `load` gives what was saved last under that name, or something that was saved before
 *   it; after a crash it may be older, never newer.
 * - Names do not touch one another.
 */
import type { Position } from '#event-store';

export interface ProcessorCheckpoint {
  /** The last event up to which everything was handled, or parked. */
  readonly position: Position;
  /** Which event that is, as `identityOf` tells. */
  readonly event: string;
}

export interface CheckpointStore {
  /** Undefined where nothing was saved. */
  load(name: string): Promise<ProcessorCheckpoint | undefined>;
  save(name: string, checkpoint: ProcessorCheckpoint): Promise<void>;
  close(): Promise<void>;
}

/** CheckpointStore that end with the process: for tests, and where beginning anew is cheap. */
export class InMemoryCheckpointStore implements CheckpointStore {
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
