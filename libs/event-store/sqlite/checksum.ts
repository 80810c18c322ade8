/**
 * The checksum of an event, which is committed with it: a CRC-32 over all that its row holds, so
 * that a byte which turns one readable value into another is noticed. It guards against disks and
 * memory, not against people. How it is made is storage: rows of years ago are compared with it.
 */
import { contentCrc, mixed, type ChecksummedContent } from '../content-crc.js';

export interface ChecksummedRow extends ChecksummedContent {
  readonly position: number;
  readonly stream: number;
  readonly revision: number;
  readonly type: number;
  readonly recordedAtMs: number;
}

export function checksumOf(row: ChecksummedRow): number {
  return contentCrc(row, seedOf(row));
}

const FNV_BASIS = 0x811c9dc5;

function seedOf({ position, stream, revision, type, recordedAtMs }: ChecksummedRow): number {
  const place = mixed(mixed(mixed(FNV_BASIS, position), stream), revision);
  return mixed(mixed(place, type), recordedAtMs) >>> 0;
}
