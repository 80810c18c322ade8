/**
 * The port of the generations of the read models. A generation is one set of all of them; the next
 * one is built beside the one that serves, and takes over once it is complete. The first has number 0.
 *
 * A crash leaves the old generation serving or the new one. Whatever else lies there is left over,
 * and removed by whoever next keeps the read models.
 */
import type { RebuildProgress } from './errors.js';
import type { ReadModels } from './read-models.js';

/** Whoever keeps the read models has it; the next one gets it when it is released, or its holder dies. */
export interface ReadModelsLock {
  release(): Promise<void>;
}

export interface ReadModelGenerations {
  /** The one that serves. */
  serving(): Promise<number>;
  /** Whether that one was ever made. */
  isThere(): Promise<boolean>;
  /** `build`: what nobody reads before it is complete, and what is thrown away if that is cut short. */
  open(generation: number, access: 'read' | 'write' | 'build'): Promise<ReadModels>;
  /** Beside whoever keeps them: each read goes to the generation that serves by then. @throws ReadModelsOutdated */
  openServing(): Promise<ReadModels>;
  /** Empty, and gone when it is closed. */
  openTemporary(): Promise<ReadModels>;
  /** From here on it serves, also after a power cut. */
  takeOver(generation: number): Promise<void>;
  remove(generation: number): Promise<void>;
  /** All but the one that serves, and what those left that are gone. What is still being read goes later. */
  removeOthers(): Promise<void>;
  removeAll(): Promise<void>;
  /** Says how far the build of the next generation has come. @param nowMs time that only goes on */
  note(progress: RebuildProgress, nowMs: number): void;
  forgetProgress(): Promise<void>;
  /** How far the build under way has come; undefined where there is none. */
  progress(): Promise<RebuildProgress | undefined>;
  /** @throws StoreLocked another process keeps the read models */
  lock(holder: string): Promise<ReadModelsLock>;
  /** Whether this process may write there. */
  isWritable(): boolean;
  close(): Promise<void>;
}
