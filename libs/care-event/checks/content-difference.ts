/**
 * Whether two reports of one event have the same content: a repeat is accepted, a conflict is
 * refused.
 */
import { isSameInstant } from '#calendar';
import type { CareEvent } from '../event/care-event.js';
import type { Json, JsonObject } from '../text/json.js';

/** Differences named at most; more would only bury the first. */
const DIFFERENCES_MAX = 20;

const ENVELOPE = [
  'id',
  'source',
  'type',
  'version',
  'occurredAt',
  'issuedAt',
  'sequence',
  'pathway',
  'municipality',
  'correctionOf',
] as const satisfies readonly (keyof CareEvent)[];

const SAME: readonly string[] = [];

/**
 * JSON pointers of the fields in which two care events differ, at most 20; empty when they
 * say the same. The order of keys does not matter, that of lists does. An absent field and
 * an empty actor are alike, and so is one instant however it is written: a sender that reads its
 * event again and writes it anew has said nothing new.
 */
export function contentDifference(a: CareEvent, b: CareEvent): readonly string[] {
  if (a === b) return SAME;
  const paths: string[] = [];
  for (const field of ENVELOPE) if (!sameJson(a[field], b[field])) paths.push(`/${field}`);
  if (a.actor?.role !== b.actor?.role) paths.push('/actor/role');
  if (a.actor?.organisation !== b.actor?.organisation) paths.push('/actor/organisation');
  if (!sameJson(a.data, b.data)) collect(a.data, b.data, '/data', paths);
  return paths.length === 0 ? SAME : paths.slice(0, DIFFERENCES_MAX);
}

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return isSameInstant(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameJson(item, b[index]));
  }
  let keys = 0;
  for (const key in a) {
    if (!Object.hasOwn(b, key) || !sameJson(a[key], b[key])) return false;
    keys += 1;
  }
  return keys === Object.keys(b).length;
}

function collect(a: Json | undefined, b: Json | undefined, path: string, paths: string[]): void {
  if (paths.length >= DIFFERENCES_MAX || sameJson(a, b)) return;
  if (!isObject(a) || !isObject(b)) {
    paths.push(path);
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const below = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const left = Object.hasOwn(a, key) ? a[key] : undefined;
    collect(left, Object.hasOwn(b, key) ? b[key] : undefined, below, paths);
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}
