/**
 * Definitions and scenarios on disk: text in UTF-8, no longer than a definition may be. They
 * are read to the byte, so that the hash is the file's; anything else is refused in plain words.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { DEFINITION_BYTES_MAX } from '#pathway-language';
import { Refused } from '../terminal/errors.js';

/**
 * The text of a file.
 * @throws Refused if there is no such file, or it is empty, too long or not text in UTF-8
 */
export async function readText(file: string): Promise<string> {
  const bytes = await startOf(file);
  if (bytes.length > DEFINITION_BYTES_MAX) {
    const advice = 'Definitions and scenarios are far shorter. Is this the right file?';
    const most = `${DEFINITION_BYTES_MAX / 1024} KiB`;
    throw new Refused('too-long', `${file} is longer than ${most}.`, { advice });
  }
  if (bytes.length === 0) throw new Refused('empty-file', `${file} is empty.`);
  if (isUtf16(bytes)) throw notUtf8(`${file} is in UTF-16, not in UTF-8.`);
  const text = decoded(bytes);
  if (text === undefined) {
    throw notUtf8(`${file} is not in UTF-8: ${lineOf(bytes)} contains other bytes.`);
  }
  if (!text.includes('\0')) return text;
  const line = text.slice(0, text.indexOf('\0')).split('\n').length;
  throw new Refused(
    'not-text',
    `${file} is not a text file: line ${line} contains a NUL character.`,
    {
      advice: 'Remove the character. Is this the right file?',
    },
  );
}

/** The text of a file, as `readText` reads it; undefined if there is no such file. */
export async function textIfThere(file: string): Promise<string | undefined> {
  try {
    return await readText(file);
  } catch (error) {
    if (error instanceof Refused && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no file or folder',
  ENOTDIR: 'There is no file or folder',
  EACCES: 'You are not allowed to read',
  EPERM: 'You are not allowed to read',
  EISDIR: 'This is a folder, not a file:',
};

/** The system's error about a file in plain words; any other error unchanged. */
export function unreadable(file: string, error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error)) return error;
  const { code } = error;
  const reason = typeof code === 'string' ? REASONS[code] : undefined;
  return reason === undefined ? error : new Refused(code as string, `${reason} ${file}.`);
}

/** No more of the file than shows that it is too long: some files never end. */
async function startOf(file: string): Promise<Buffer> {
  const bytes = Buffer.alloc(DEFINITION_BYTES_MAX + 1);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    await handle?.close();
  }
}

/** By its byte order mark, or because every other byte at its start is zero. */
function isUtf16(bytes: Buffer): boolean {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return true;
  if (first === 0xfe && second === 0xff) return true;
  return (first === 0) !== (second === 0) && (third === 0) !== (fourth === 0);
}

/** Undefined if it is not UTF-8. A byte order mark stays: it is part of the file. */
function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** `line 3`: the first line that is not UTF-8. In UTF-8 no other character contains a line feed's byte. */
function lineOf(bytes: Buffer): string {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    if (decoded(bytes.subarray(from, to)) === undefined) break;
    from = to + 1;
  }
  return `line ${line}`;
}

function notUtf8(message: string): Refused {
  return new Refused('not-utf-8', message, { advice: 'Save it as UTF-8 in your editor.' });
}
