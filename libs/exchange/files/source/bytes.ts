/**
 * The bytes of a file, in chunks, unpacked when it begins as gzip does. What could be
 * read before a break is delivered before the error.
 */
import * as fs from 'node:fs/promises';
import { beginsAsGzip, gunzipped } from './gzip.js';
import { Interrupted } from './malformed-file.js';
import { ImportRefused } from './import-refused.js';

/** Small enough that a chunk of gzip, unpacked 1,000-fold, stays within 16 MiB. */
const CHUNK_BYTES = 16 * 1024;
/** Read from the file at a time: each time another thread is woken. */
const READ_BYTES = 16 * CHUNK_BYTES;

export interface ByteSource {
  /** Size of the file, or 0 where it has none (a pipe). */
  readonly total: number;
  /** Bytes of the file read so far, packed as they are. */
  readonly read: () => number;
  readonly chunks: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** @throws ImportRefused (`file-unreadable`) when the file is missing or may not be read */
export async function openBytes(file: string, signal?: AbortSignal): Promise<ByteSource> {
  let handle: fs.FileHandle;
  try {
    handle = await fs.open(file, 'r');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    const why = reason === 'ENOENT' ? 'is not there' : `cannot be read (${reason})`;
    throw new ImportRefused('file-unreadable', `${file} ${why}.`);
  }
  const stat = await handle.stat();
  if (stat.isDirectory()) {
    await handle.close();
    throw new ImportRefused('file-unreadable', `${file} is a folder: name a file in it.`);
  }
  let read = 0;
  const raw = readRaw(handle, (bytes) => (read += bytes), signal);
  return {
    total: stat.isFile() ? stat.size : 0,
    read: () => read,
    chunks: unpacked(raw),
    close: () => handle.close(),
  };
}

async function* readRaw(
  handle: fs.FileHandle,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    if (signal?.aborted === true) throw new Interrupted();
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES);
    if (bytesRead === 0) return;
    for (let at = 0; at < bytesRead; at += CHUNK_BYTES) {
      const chunk = buffer.subarray(at, Math.min(at + CHUNK_BYTES, bytesRead));
      onBytes(chunk.length);
      yield chunk;
    }
  }
}

async function* unpacked(raw: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array = new Uint8Array();
  // A pipe may hand over a single byte.
  while (first.length < 2) {
    const next = await raw.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  if (first.length === 0) return;
  const rest = startingWith(first, raw);
  if (beginsAsGzip(first)) yield* gunzipped(rest);
  else yield* rest;
}

export async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
