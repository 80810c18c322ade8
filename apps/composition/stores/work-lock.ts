/**
 * Who may write: one process at a time, by the lock of the work database. Where both are in files,
 * the lock of the log is enough, and nothing more is taken.
 */
import { join } from 'node:path';
import { acquireFileLock } from '#event-store/sqlite';
import type { Places } from './places.js';

export interface WorkLock {
  /** What the work is written under, where another server could have taken over meanwhile. */
  readonly holder?: number;
  release(): Promise<void>;
}

export interface WorkLockOptions {
  /** How this process is named to another that wants to write. */
  readonly holder: string;
  /** Called once when it was lost: the process has to end. */
  readonly onLost: (fault: Error) => void;
}

/** @throws StoreLocked another process writes */
export async function takeWorkLock(
  { log, work }: Pick<Places, 'log' | 'work'>,
  { holder, onLost }: WorkLockOptions,
): Promise<WorkLock> {
  if (work.kind === 'sqlite') {
    if (log.kind === 'sqlite') return { release: () => Promise.resolve() };
    const lock = acquireFileLock(join(work.folder, 'work.lock'), holder);
    return { release: () => Promise.resolve(lock.release()) };
  }
  const { acquireWorkLock } = await import('#engine/postgres');
  const { addressOf } = await import('./postgres.js');
  const lock = await acquireWorkLock(addressOf(work), { holder, onLost });
  return { holder: lock.number, release: () => lock.release() };
}
