/**
 * A secret's check value: the same for the same secret, and nothing to be learnt from it. It is
 * kept where the pseudonyms are, so that another secret beside them is recognised.
 */
import { createHmac } from 'node:crypto';

/** WARNING: check values of this text stand in logs. No identifier hashes to it: those hold a `|`. */
const TEXT = 'stafett tenant secret';

/** HMAC-SHA-256(secret, a fixed text) in base64url, 43 characters. */
export function checkValueOf(secret: Uint8Array): string {
  return createHmac('sha256', secret).update(TEXT, 'utf8').digest('base64url');
}
