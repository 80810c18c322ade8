/**
 * Pseudonyms of patients. An identifier from outside becomes one under the tenant's
 * secret on its way in, so that the log never holds a national id, and nobody without
 * the secret can find out by guessing who a pseudonym is.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** 26 characters of 5 bits: more than the 128 bits that keep two patients apart. */
const CHARACTERS = 26;
const PSEUDONYM_FORM = /^p[a-z2-7]{26}$/;

/** A text that names no patient. Its message never repeats the text, which may be a national id. */
export class UnreadablePatient extends Error {
  readonly code = 'unreadable-patient';
  override readonly name = 'UnreadablePatient';
}

export function isPseudonym(text: string): boolean {
  return PSEUDONYM_FORM.test(text);
}

/** Handing over raw bytes each time makes a hash cost four times as much. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function keyOf(secret: Uint8Array): KeyObject {
  let key = keys.get(secret);
  if (key === undefined) {
    key = createSecretKey(secret);
    keys.set(secret, key);
  }
  return key;
}

/**
 * `p` and 26 lower-case base32 characters of HMAC-SHA-256(secret, system + '|' + value).
 * White space around either is no part of it.
 * @param system who issued the identifier, such as `urn:oid:2.16.578.1.12.4.1.4.1`; holds no `|`
 * @throws UnreadablePatient when either is empty, the system holds a `|`, or the text is broken
 */
export function pseudonymOf(secret: Uint8Array, system: string, value: string): string {
  const issuer = system.trim();
  const identifier = value.trim();
  if (issuer === '' || identifier === '') {
    throw new UnreadablePatient('a patient needs both a system and an identifier in it');
  }
  if (issuer.includes('|')) {
    throw new UnreadablePatient('the system of an identifier cannot hold a "|"');
  }
  // A broken surrogate would be replaced before hashing, and two patients become one.
  if (!identifier.isWellFormed() || !issuer.isWellFormed()) {
    throw new UnreadablePatient('the identifier is not well-formed Unicode text');
  }
  const digest = createHmac('sha256', keyOf(secret))
    .update(`${issuer}|${identifier}`, 'utf8')
    .digest();
  return pseudonymText(digest);
}

/**
 * Reads a patient as people and systems write one: a pseudonym passes through,
 * `system|value` is pseudonymised. The first `|` parts the two.
 * @throws UnreadablePatient for anything else
 */
export function readPatient(text: string, secret: Uint8Array): string {
  const trimmed = text.trim();
  if (isPseudonym(trimmed)) return trimmed;
  const bar = trimmed.indexOf('|');
  if (bar < 0) {
    throw new UnreadablePatient(
      `a patient is given by pseudonym (p and 26 characters) or as system|value, such as sepsis|A; ` +
        `this is a text of ${trimmed.length} characters without a "|"`,
    );
  }
  return pseudonymOf(secret, trimmed.slice(0, bar), trimmed.slice(bar + 1));
}

const written = Buffer.alloc(1 + CHARACTERS, 'p', 'latin1');

/** In one piece: text put together letter by letter takes 30 times the memory for as long as it is kept. */
function pseudonymText(bytes: Uint8Array): string {
  let at = 1;
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && at < written.length) {
      bits -= 5;
      written[at] = BASE32.charCodeAt((held >>> bits) & 31);
      at += 1;
    }
    if (at === written.length) break;
    held &= (1 << bits) - 1;
  }
  return written.toString('latin1');
}
