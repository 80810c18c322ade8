/** A definition's text beside its hash, which says whether it is still the one that was published. */
import { createHash } from 'node:crypto';
import type { Json } from '#event-store';

const SHA_256 = /^[0-9a-f]{64}$/;

export function isTextOfHash(text: Json | undefined, hash: Json | undefined): boolean {
  if (typeof text !== 'string' || typeof hash !== 'string' || !SHA_256.test(hash)) return true;
  return createHash('sha256').update(text).digest('hex') === hash;
}
