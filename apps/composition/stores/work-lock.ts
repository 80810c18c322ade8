/**
 * Who may write: one process at a time, by the lock of the work database. Where both are in files,
 * the lock of the log is enough, and nothing more is taken.
 */
import { join } from 'node:path';
import { acquireFileLock } from '#event-store/sqlite';
import type { Fence, KeptLock, PostgresAddress } from '#postgres';
import type { Places } from './places.js';

export interface WorkLock {
  /** What the work is written under, where another server could have taken over meanwhile. */
  readonly holder?: number;
  /** Why nothing may be written for now; undefined where it may. */
  readonly pausedBy?: () => string | undefined;
  /** Where the log is on the server of the work: its lock, had and lost together with this one. */
  readonly ofLog?: { readonly lock: KeptLock; readonly fence: Fence };
  release(): Promise<void>;
}

export interface WorkLockOptions {
  /** How this process is named to another that wants to write. */
  readonly holder: string;
  /** Called once when it was lost for good: the process has to end. */
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
  const { logFence } = await import('#event-store/postgres');
  const { addressOf } = await import('./postgres.js');
  const address = addressOf(work);
  const ofLog = log.kind === 'postgres' ? addressOf(log) : undefined;
  const fence = ofLog !== undefined && isSameServer(ofLog, address) ? logFence(ofLog) : undefined;
  const { number, lock } = await acquireWorkLock(address, {
    ...{ holder, onLost },
    ...(fence && { beside: fence }),
  });
  return {
    ...{ holder: number, pausedBy: lock.pausedBy, release: () => lock.release() },
    ...(fence && { ofLog: { lock, fence } }),
  };
}

/** As far as one connection can hold the locks of both. */
function isSameServer(one: PostgresAddress, other: PostgresAddress): boolean {
  return (['host', 'port', 'database', 'user'] as const).every((key) => one[key] === other[key]);
}
