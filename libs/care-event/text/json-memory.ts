/** How much memory JSON values take: what limits in bytes count where events are held in memory. */
import type { Json } from './json.js';

/** What engines of JavaScript take for a value beside its content, bytes, rounded up. */
const TEXT = 24;
const NUMBER = 16;
const LIST = 32;
const OBJECT = 56;
const SLOT = 8;

/**
 * About how many bytes a value takes once it is parsed, rather more than fewer: thousands of
 * empty lists take twenty times as much as their text.
 */
export function jsonMemory(value: Json): number {
  if (typeof value === 'string') return TEXT + 2 * value.length;
  if (typeof value !== 'object' || value === null) return NUMBER;
  let bytes = 0;
  if (Array.isArray(value)) {
    bytes = LIST;
    for (const element of value as readonly Json[]) bytes += SLOT + jsonMemory(element);
    return bytes;
  }
  bytes = OBJECT;
  // Without a list of entries: this runs for every event, more than once.
  const fields = value as Readonly<Record<string, Json>>;
  for (const key in fields) bytes += SLOT + 2 * key.length + jsonMemory(fields[key]!);
  return bytes;
}
