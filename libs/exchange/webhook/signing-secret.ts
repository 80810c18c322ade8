/** Secrets as the Standard Webhooks convention writes them; `standardwebhooks` signs with them. */

const PREFIX = 'whsec_';
/** As the convention asks, bytes. The package takes any length, down to one that can be guessed. */
const BYTES_MIN = 24;
const BYTES_MAX = 64;

/** Whether it is `whsec_` and 24 to 64 bytes in base64. */
export function isSigningSecret(text: string): boolean {
  const encoded = text.slice(PREFIX.length);
  if (!text.startsWith(PREFIX) || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return false;
  const { length } = Buffer.from(encoded, 'base64');
  return length >= BYTES_MIN && length <= BYTES_MAX;
}
