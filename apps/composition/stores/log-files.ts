/**
 * What a log shows before it is opened, and beside how it is opened: of the store that keeps it, and
 * of nothing that any event says.
 */
import { statSync } from 'node:fs';
import { StoreLocked } from '#event-store';
import {
  backUpLog,
  checkLogFile,
  countUnchecked,
  cutWal,
  discardOutdatedWal,
  requireUsable,
  restoreLog,
  sqliteVersion,
} from '#event-store/sqlite';
import { logFile, formatPlace, type Places, type SqlitePlace } from './places.js';

type Log = Pick<Places, 'log'>;

/** What is wrong with the files of the log: seen before it is opened, since that makes them anew. */
export type FileLoss = 'log-missing' | 'log-empty' | 'wal-cut';

/** How the log is named to people. */
export function nameOfLog({ log }: Log): string {
  return log.kind === 'sqlite' ? logFile(log) : formatPlace(log);
}

/**
 * A server keeps its files whole by itself. Without the log, a write-ahead log beside it is nothing that could be opened.
 *
 * @param isKnown whether anything outside of the log tells of one
 * @throws LogFileDamaged, UnsafeStorage
 */
export function fileLoss({ log }: Log, isKnown: boolean): FileLoss | undefined {
  if (log.kind !== 'sqlite') return undefined;
  const file = logFile(log);
  const bytes = sizeOf(file);
  if (bytes !== undefined && bytes > 0) {
    requireUsable(file);
    return cutWal(file)?.lost === true ? 'wal-cut' : undefined;
  }
  if (!isKnown && (sizeOf(`${file}-wal`) ?? 0) === 0) return undefined;
  return bytes === undefined ? 'log-missing' : 'log-empty';
}

/**
 * What is left of a write-ahead log that was cut, and is older than the log, would be laid over it.
 * To be called before this process opens the log, once nothing is lost or the loss is accepted.
 */
export function discardRemains({ log }: Log): void {
  if (log.kind !== 'sqlite') return;
  try {
    discardOutdatedWal(logFile(log));
  } catch (error) {
    // Whoever writes there has done so.
    if (!(error instanceof StoreLocked)) throw error;
  }
}

/** What is wrong with the store's own structures, in its words. */
export function checkStructures({ log }: Log): readonly string[] {
  return log.kind === 'sqlite' ? checkLogFile(logFile(log)) : [];
}

/** How many events have no checksum of ours; a server has its own. */
export function countWithoutChecksum({ log }: Log): number {
  return log.kind === 'sqlite' ? countUnchecked(logFile(log)) : 0;
}

export { sqliteVersion };

/** A copy of a log in a file, beside whoever writes it. @throws StoreMissing */
export function backUp({ log }: Log, to: string): Promise<void> {
  return backUpLog(logFile(inFiles(log)), to);
}

/** @param aside where the log goes that is there @throws StoreLocked */
export function restore({ log }: Log, backup: string, aside: string | undefined): void {
  restoreLog(backup, logFile(inFiles(log)), aside);
}

function inFiles(log: Places['log']): SqlitePlace {
  if (log.kind === 'sqlite') return log;
  throw new Error('Only a log in a file is backed up so.');
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}
