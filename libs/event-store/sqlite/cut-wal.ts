/**
 * Whether the write-ahead log lost its end, or all of itself, while nobody had it open. SQLite
 * cannot tell: a shorter one looks like a commit that never ended. But the index that a killed
 * process leaves beside it says how many frames were committed, and how many of them were
 * already copied into the log itself. The layout: https://sqlite.org/walformat.html
 *
 * What is left of a write-ahead log may be older than what was copied. SQLite would lay those old
 * pages over the new ones, and find the log broken, or answer from both.
 */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { endianness } from 'node:os';
import { LogFileDamaged } from '../errors.js';
import { checkLogFile } from './check-file.js';
import { acquireFileLock, describeProcess } from './file-lock.js';

const INDEX_BYTES = 136;
/** The header stands there twice: while somebody writes it, the two differ. */
const HEADER_BYTES = 48;
const IS_INITIALISED = 12;
const PAGE_SIZE = 14;
const FRAMES = 16;
const FRAMES_COPIED = 96;
/** Copying goes on up to this one: more than were copied where it was cut off, or never known. */
const FRAMES_BEING_COPIED = 128;

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

export interface CutWal {
  /** Frames are missing that the log itself does not have either. */
  readonly lost: boolean;
  /**
   * `usable`: it goes on where the log ends. `outdated`: the log is newer. `unclear`: a part of what
   * is missing may have been copied, and the rest of it not.
   */
  readonly remains: 'usable' | 'outdated' | 'unclear';
}

/**
 * Looks before anybody in this process opens the log: closing the index afterwards lets go of
 * every lock that the process holds on it. Opening the log makes the index anew. Undefined where
 * nothing was cut that anybody needs.
 */
export function cutWal(file: string): CutWal | undefined {
  const index = readIndex(`${file}-shm`);
  if (index === undefined || index[IS_INITIALISED] !== 1) return undefined;
  const header = index.subarray(0, HEADER_BYTES);
  if (!header.equals(index.subarray(HEADER_BYTES, 2 * HEADER_BYTES))) return undefined;
  const little = endianness() === 'LE';
  const number = (at: number): number => (little ? index.readUInt32LE(at) : index.readUInt32BE(at));
  const size = little ? index.readUInt16LE(PAGE_SIZE) : index.readUInt16BE(PAGE_SIZE);
  // 65,536 does not fit into the field.
  const frameBytes = FRAME_HEADER_BYTES + (size === 1 ? 65_536 : size);
  const bytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const left = Math.max(0, Math.floor((bytes - WAL_HEADER_BYTES) / frameBytes));
  const committed = number(FRAMES);
  if (left >= committed) return undefined;
  const copied = number(FRAMES_COPIED);
  const lost = committed > copied;
  if (!lost) return bytes === 0 ? undefined : { lost, remains: 'outdated' };
  // Of what was copied in part, pages that were written again later are left out.
  const isNewer = left >= Math.max(copied, number(FRAMES_BEING_COPIED));
  return { lost, remains: isNewer ? 'usable' : 'unclear' };
}

/**
 * Empties what is left of a write-ahead log that is older than the log.
 * @throws StoreLocked somebody writes there
 */
export function discardOutdatedWal(file: string): void {
  if (cutWal(file)?.remains !== 'outdated') return;
  const lock = acquireFileLock(`${file}.lock`, describeProcess());
  try {
    if (cutWal(file)?.remains === 'outdated') emptyFile(`${file}-wal`);
  } finally {
    lock.release();
  }
}

/**
 * Where it is unclear whether the log and what is left belong together, SQLite looks at every page.
 * The index is put back, since it shows that something is missing.
 *
 * @throws LogFileDamaged they do not
 */
export function requireUsable(file: string): void {
  if (cutWal(file)?.remains !== 'unclear') return;
  const index = readFileSync(`${file}-shm`);
  const faults = findFaults(file);
  writeFileSync(`${file}-shm`, index);
  if (faults.length === 0) return;
  throw new LogFileDamaged(
    file,
    'its write-ahead log was removed or cut when only a part of it had been copied into the file',
  );
}

function findFaults(file: string): readonly string[] {
  try {
    return checkLogFile(file);
  } catch (error) {
    if (error instanceof LogFileDamaged) return [error.reason];
    throw error;
  }
}

/** For good: it must not come back after a power cut, when the index no longer tells. */
function emptyFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    ftruncateSync(handle);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
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
