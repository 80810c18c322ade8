/**
 * The port for processors' checkpoints: how far each has processed the log. A checkpoint
 * only saves work. Without it, or with an older one, a processor starts earlier and repeats
 * what its handler has already done, which changes nothing.
 *
 * Guarantees of every adapter
 * - `load` returns the checkpoint saved last under that name. After a crash it may be one
 *   saved before that, or none; never one that was not saved under that name.
 * - Names do not affect one another.
 */
import type { LogToken } from '#event-store';

export interface CheckpointStore {
  /** The last event up to which every event was handled or parked; undefined where nothing was saved. */
  load(name: string): Promise<LogToken | undefined>;
  save(name: string, checkpoint: LogToken): Promise<void>;
  close(): Promise<void>;
}

/** Checkpoints that end with the process: for tests, and where starting over is cheap. */
export class InMemoryCheckpointStore implements CheckpointStore {
  private readonly saved = new Map<string, LogToken>();

  load(name: string): Promise<LogToken | undefined> {
    return Promise.resolve(this.saved.get(name));
  }

  save(name: string, checkpoint: LogToken): Promise<void> {
    this.saved.set(name, checkpoint);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
