/**
 * The checksum of an event, which is committed with it: a byte that turns one readable value into
 * another is noticed. It guards against disks and memory, not against people. The CRC-32 of what
 * the event says is made here, and the numbers of its row are mixed in on the server, which alone
 * knows them when it writes. How it is made is storage.
 */
import { crc32 } from 'node:zlib';
import type { Payload } from '../validation.js';

interface Content {
  /** As a UUID in lower case. */
  readonly id: string;
  readonly data: Payload;
  readonly metadata: Payload;
}

export function crcOf({ id, data, metadata }: Content): number {
  // One call takes half the time of three, which come to the same.
  if (typeof data === 'string' && typeof metadata === 'string')
    return crc32(`${id}${data}\n${metadata}`);
  return crc32(metadata, crc32('\n', crc32(data, crc32(id))));
}

/** Of the name of a stream or a type. */
export const crcOfName = (name: string): number => crc32(name);

/** As `append_group` makes it of the numbers of a row, in this order. */
export function checksumOf(crc: number, numbers: readonly number[]): number {
  return numbers.reduce(mixed, crc) >>> 0;
}

const FNV_PRIME = 0x01000193;

/** `mixed` of the database. */
function mixed(seed: number, number: number): number {
  const low = Math.imul(seed ^ (number >>> 0), FNV_PRIME);
  return Math.imul(low ^ Math.floor(number / 2 ** 32), FNV_PRIME);
}
