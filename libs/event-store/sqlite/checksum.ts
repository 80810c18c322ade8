/**
 * The checksum of an event, which is committed with it: a CRC-32 over all that its row holds, so
 * that a byte which turns one readable value into another is noticed. It guards against disks and
 * memory, not against people. How it is made is storage: rows of years ago are compared with it.
 */
import { crc32 } from 'node:zlib';
import type { Payload } from '../validation.js';

export interface ChecksummedRow {
  readonly position: number;
  readonly stream: number;
  readonly revision: number;
  /** As a UUID in lower case. */
  readonly id: string;
  readonly type: number;
  readonly recordedAtMs: number;
  readonly data: Payload;
  readonly metadata: Payload;
}

export function checksumOf(row: ChecksummedRow): number {
  const { id, data, metadata } = row;
  const seed = seedOf(row);
  // One call takes half the time of three, which come to the same.
  if (typeof data === 'string' && typeof metadata === 'string')
    return crc32(`${id}${data}\n${metadata}`, seed);
  return crc32(metadata, crc32('\n', crc32(data, crc32(id, seed))));
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a, word by word: whichever of the numbers changes, the seed does, and so does the checksum. */
function seedOf({ position, stream, revision, type, recordedAtMs }: ChecksummedRow): number {
  const place = mixed(mixed(mixed(FNV_BASIS, position), stream), revision);
  return mixed(mixed(place, type), recordedAtMs) >>> 0;
}

function mixed(seed: number, number: number): number {
  const low = Math.imul(seed ^ (number >>> 0), FNV_PRIME);
  return Math.imul(low ^ Math.floor(number / 2 ** 32), FNV_PRIME);
}
