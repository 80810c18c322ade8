/**
 * Which stalls are listed, and where a list goes on: after a row, as of the same instant, so that
 * what happened meanwhile moves no row past the end of a page.
 */
import { parseInstant } from '#calendar';
import { compareTexts } from '#care-event';
import { QueryRefused } from '../models/errors.js';
import { byDanger, SEVERITIES, type NoticedBy } from './stall.js';
import { KINDS, type FoundStall } from './stall-kinds.js';
import { Top } from './top.js';

/** What the order of stalls goes by. */
type Rank = Pick<
  FoundStall,
  'kind' | 'severity' | 'excessSeconds' | 'patient' | 'key' | 'ordinal' | 'processor' | 'stream'
> & { readonly noticedBy: readonly Pick<NoticedBy, 'id'>[] };

export interface Cursor {
  readonly asOf: string;
  readonly rank: Rank;
}

export interface Listing {
  readonly after: Cursor | undefined;
  readonly limit: number;
  readonly asOf: string | undefined;
}

export interface Listed {
  readonly listed: readonly FoundStall[];
  /** Absent where no more rows follow. */
  readonly next?: string;
}

/** Only the rows that are listed are put in order. */
export function listedAfter(found: readonly FoundStall[], { after, limit, asOf }: Listing): Listed {
  const top = new Top<Rank, FoundStall>(limit, inOrder);
  let following = 0;
  for (const stall of found) {
    if (after !== undefined && inOrder(stall, after.rank) <= 0) continue;
    following += 1;
    top.add(stall, () => stall);
  }
  const listed = top.rows();
  const last = listed.at(-1);
  if (last === undefined || asOf === undefined || following <= listed.length) return { listed };
  return { listed, next: writeCursor({ asOf, rank: last }) };
}

function inOrder(a: Rank, b: Rank): number {
  return (
    Number(b.kind === 'unreadable') - Number(a.kind === 'unreadable') ||
    byDanger(a, b) ||
    compareTexts(a.patient, b.patient) ||
    compareTexts(a.key ?? '', b.key ?? '') ||
    compareTexts(ruleOf(a), ruleOf(b)) ||
    compareTexts(a.kind, b.kind) ||
    a.ordinal - b.ordinal
  );
}

/** For a parked sequence, which one. */
function ruleOf({ noticedBy, processor = '', stream = '' }: Rank): string {
  return noticedBy[0]?.id ?? `${processor} ${stream}`;
}

function writeCursor({ asOf, rank }: Cursor): string {
  const { kind, severity, excessSeconds, patient, key = '', ordinal } = rank;
  const parts = [asOf, kind, severity, excessSeconds, patient, key];
  return Buffer.from(JSON.stringify([...parts, ruleOf(rank), ordinal])).toString('base64url');
}

/** @throws QueryRefused it is not what an answer gave */
export function readCursor(text: string): Cursor {
  const [asOf, what, severity, excessSeconds, patient, key, id, ordinal] = partsOf(text);
  const kind = KINDS.find((each) => each === what);
  const found = SEVERITIES.find((each) => each === severity);
  if (
    typeof asOf !== 'string' ||
    parseInstant(asOf) === undefined ||
    kind === undefined ||
    found === undefined ||
    typeof excessSeconds !== 'number' ||
    typeof patient !== 'string' ||
    typeof key !== 'string' ||
    typeof id !== 'string' ||
    typeof ordinal !== 'number'
  )
    throw new QueryRefused(
      'invalid-query',
      'This is not where a list of stalls goes on; give `next` of the answer before as it was.',
      'after',
    );
  const rank = { kind, severity: found, excessSeconds, patient, key, ordinal } as const;
  return { asOf, rank: { ...rank, noticedBy: [{ id }] } };
}

function partsOf(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
