/** A folder with files of ours: whether it can be written, how much room it has, how long a sync takes. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { failed, milliseconds, ok, warning, type Finding } from './findings.js';

/** Below it, a day of a busy region may not fit. */
const ROOM_MIN = 1024 ** 3;
const SYNCS = 5;
/** A disk that takes longer for each commit holds up everybody who reports. */
const SYNC_SLOW_MS = 50;

export function checkFolder(folder: string): readonly Finding[] {
  if (!existsSync(folder)) return [aboutMissing(folder)];
  if (!statSync(folder).isDirectory())
    return [failed('There is a file where the folder should be.')];
  const room = statfsSync(folder);
  const bytes = room.bavail * room.bsize;
  const free = `${(bytes / 1024 ** 3).toFixed(1)} GiB are free on its disk.`;
  try {
    const ms = syncMs(join(folder, `.check-${process.pid}`));
    const synced = `A write is on the disk after ${milliseconds(ms)}.`;
    return [
      ok('The folder can be written to.'),
      bytes < ROOM_MIN ? warning(free) : ok(free),
      ms > SYNC_SLOW_MS
        ? warning(`${synced} That is slow: every append waits for it.`)
        : ok(synced),
    ];
  } catch (error) {
    return [failed(`The folder cannot be written to: ${(error as Error).message}.`)];
  }
}

/** It is made in the nearest folder above it that there is. */
function aboutMissing(folder: string): Finding {
  let above = dirname(folder);
  while (!existsSync(above)) above = dirname(above);
  try {
    if (!statSync(above).isDirectory())
      return failed(`There is no such folder, and none can be made in ${above}, which is a file.`);
    accessSync(above, constants.W_OK);
    return ok('There is no such folder yet: it is made when it is needed.');
  } catch (error) {
    return failed(`There is no such folder, and none can be made: ${(error as Error).message}.`);
  }
}

/** The median of some, since the first may wait for what others have written. */
function syncMs(file: string): number {
  const open = openSync(file, 'w', 0o600);
  try {
    const took = Array.from({ length: SYNCS }, (_, n) => {
      writeSync(open, Buffer.alloc(512), 0, 512, n * 512);
      const began = performance.now();
      fsyncSync(open);
      return performance.now() - began;
    }).sort((a, b) => a - b);
    return took[Math.floor(SYNCS / 2)] ?? 0;
  } finally {
    closeSync(open);
    rmSync(file, { force: true });
  }
}
