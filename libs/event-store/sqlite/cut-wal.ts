/**
 * Whether the write-ahead log lost its end, or all of itself, while nobody had it open. SQLite
 * cannot tell: a shorter one looks like a commit that never ended. But the index that a killed
 * process leaves beside it says how many frames were committed, and how many of them were
 * already copied into the log itself. The layout: https://sqlite.org/walformat.html
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { endianness } from 'node:os';

const INDEX_BYTES = 136;
/** The header stands there twice: while somebody writes it, the two differ. */
const HEADER_BYTES = 48;
const IS_INITIALISED = 12;
const PAGE_SIZE = 14;
const FRAMES = 16;
const FRAMES_COPIED = 96;

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * Looks before anybody in this process opens the log: closing the index afterwards lets go of
 * every lock that the process holds on it. Opening the log makes the index anew.
 */
export function isWalCut(file: string): boolean {
  const index = readIndex(`${file}-shm`);
  if (index === undefined || index[IS_INITIALISED] !== 1) return false;
  const header = index.subarray(0, HEADER_BYTES);
  if (!header.equals(index.subarray(HEADER_BYTES, 2 * HEADER_BYTES))) return false;
  const little = endianness() === 'LE';
  const number = (at: number): number => (little ? index.readUInt32LE(at) : index.readUInt32BE(at));
  const frames = number(FRAMES);
  if (frames <= number(FRAMES_COPIED)) return false;
  const size = little ? index.readUInt16LE(PAGE_SIZE) : index.readUInt16BE(PAGE_SIZE);
  // 65,536 does not fit into the field.
  const pageBytes = size === 1 ? 65_536 : size;
  const needed = WAL_HEADER_BYTES + frames * (FRAME_HEADER_BYTES + pageBytes);
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) < needed;
}

/** Undefined where there is none, or only part of one. */
function readIndex(file: string): Buffer | undefined {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
  const handle = openSync(file, 'r');
  try {
    const index = Buffer.alloc(INDEX_BYTES);
    return readSync(handle, index, 0, INDEX_BYTES, 0) === INDEX_BYTES ? index : undefined;
  } finally {
    closeSync(handle);
  }
}
