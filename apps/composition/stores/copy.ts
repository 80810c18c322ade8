/** The log as it is copied from one place to another. */
import type { CopyTarget } from '#event-store';
import { openSqliteCopyTarget } from '#event-store/sqlite';
import { mkdirSync } from 'node:fs';
import { inFiles, logFile, type Place } from './places.js';

/** Where the log is to go: nobody else writes there meanwhile. @throws StoreLocked; typed errors of the store */
export function openCopyTarget(place: Place, holder: string): Promise<CopyTarget> {
  const files = inFiles(place);
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  return openSqliteCopyTarget({ file: logFile(files), holder });
}
