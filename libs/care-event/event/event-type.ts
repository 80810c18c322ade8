/** Event types and their stored literals. WARNING: the literal is storage; logs hold it for ever. */
import { CATALOGUE } from '../catalogue/catalogue.js';
import type { DeclaredTypes } from './declared-types.js';

/** What a stored literal stands for. */
interface EventType {
  readonly type: string;
  readonly version: number;
}

const CACHED_LITERALS_MAX = 4_096;
const parsed = new Map<string, EventType>();

/** `ReferralSent`, 1 → `ReferralSent.v1`. */
export function typeLiteral(type: string, version: number): string {
  return `${type}.v${version}`;
}

/** `ReferralSent.v2` → `ReferralSent`, 2. A literal without a version is of version 1. */
export function parseTypeLiteral(literal: string): EventType {
  const known = parsed.get(literal);
  if (known !== undefined) return known;
  // A log has few types and many events: nearly every literal has been seen before.
  if (parsed.size >= CACHED_LITERALS_MAX) parsed.clear();
  const form = /^(.+)\.v([1-9]\d{0,14})$/s.exec(literal);
  const eventType = form
    ? { type: form[1] ?? '', version: Number(form[2]) }
    : { type: literal, version: 1 };
  parsed.set(literal, eventType);
  return eventType;
}

/** Whether the catalogue has the bare type, or one of the definitions declares it. */
export function isKnownType(type: string, definitions: readonly DeclaredTypes[]): boolean {
  return CATALOGUE.has(type) || definitions.some((definition) => definition.declared.has(type));
}
