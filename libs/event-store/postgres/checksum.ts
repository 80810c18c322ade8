/**
 * The checksum of an event, which is committed with it: a byte that turns one readable value into
 * another is noticed. It guards against disks and memory, not against people. The CRC-32 of what
 * the event says is made here, and the numbers of its row are mixed in on the server, which alone
 * knows them when it writes. How it is made is storage.
 */
import { crc32 } from 'node:zlib';
import { contentCrc, mixed, type ChecksummedContent } from '../content-crc.js';

/** Of what the event says, before anything of its row is known. */
export function crcOf(content: ChecksummedContent): number {
  return contentCrc(content);
}

/** Of the name of a stream or a type. */
export const crcOfName = (name: string): number => crc32(name);

/** As `append_group` makes it of the numbers of a row, in this order. */
export function checksumOf(crc: number, numbers: readonly number[]): number {
  return numbers.reduce(mixed, crc) >>> 0;
}
