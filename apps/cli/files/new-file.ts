/** Files that a command writes for its user, as opposed to those of the data folder. */
import { closeSync, createWriteStream, openSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { types } from 'node:util';
import { createGzip } from 'node:zlib';
import { Refused } from '../terminal/errors.js';

/**
 * Others may read it as the user's umask says: it is not only for its owner, as the files of
 * the data folder are.
 * @throws Refused if there is such a file already
 */
export function writeNewFile(
  file: string,
  content: string,
  { force, umask }: { readonly force: boolean; readonly umask?: number },
): void {
  const handle = opened(file, force, umask);
  try {
    writeFileSync(handle, content);
  } finally {
    closeSync(handle);
  }
}

/**
 * The same for a file that is written piece by piece; packed where its name ends with `.gz`.
 * @throws Refused if there is such a file already
 */
export async function streamNewFile(
  file: string,
  pieces: AsyncIterable<string>,
  { force, umask }: { readonly force: boolean; readonly umask?: number },
): Promise<void> {
  const out = createWriteStream(file, { fd: opened(file, force, umask) });
  if (file.endsWith('.gz')) await pipeline(Readable.from(pieces), createGzip(), out);
  else await pipeline(Readable.from(pieces), out);
}

function opened(file: string, force: boolean, umask: number | undefined): number {
  const strict = umask === undefined ? undefined : process.umask(umask);
  try {
    return openSync(file, force ? 'w' : 'wx');
  } catch (error) {
    if (!(types.isNativeError(error) && 'code' in error && error.code === 'EEXIST')) throw error;
    const advice = 'Choose another name, or overwrite it with --force.';
    throw new Refused('file-exists', `The file ${file} already exists.`, { advice });
  } finally {
    if (strict !== undefined) process.umask(strict);
  }
}
