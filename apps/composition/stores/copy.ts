/** The log as it is copied from one place to another. */
import { mkdirSync } from 'node:fs';
import type { CopyTarget } from '#event-store';
import { openSqliteCopyTarget } from '#event-store/sqlite';
import { logFile, type Place } from './places.js';

/** Where the log is to go: nobody else writes there meanwhile. @throws StoreLocked; typed errors of the store */
export async function openCopyTarget(place: Place, holder: string): Promise<CopyTarget> {
  if (place.kind === 'postgres') {
    const { openPostgresCopyTarget } = await import('#event-store/postgres');
    const { addressOf } = await import('./postgres.js');
    return openPostgresCopyTarget({ address: addressOf(place), holder });
  }
  if (place.kind === 'eventstoredb') {
    const { copyTargetOn } = await import('./eventstoredb.js');
    return copyTargetOn(place);
  }
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  return openSqliteCopyTarget({ file: logFile(place), holder });
}
