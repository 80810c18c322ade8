/**
 * Which stalls are listed, and where a list goes on: after a row, as of the same instant, so that
 * what happened meanwhile moves no row past the end of a page.
 */
import { parseInstant } from '#calendar';
import { QueryRefused } from '../models/errors.js';
import { byDanger, SEVERITIES } from './stall.js';
import type { FoundStall } from './stall-kinds.js';
import { Top } from './top.js';

/** What the order of stalls goes by. */
type Rank = Pick<FoundStall, 'severity' | 'excessSeconds' | 'patient' | 'ordinal'> & {
  readonly isUnreadable: boolean;
  readonly key: string;
  readonly rule: string;
};

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
    const rank = rankOf(stall);
    if (after !== undefined && inOrder(rank, after.rank) <= 0) continue;
    following += 1;
    top.add(rank, () => stall);
  }
  const listed = top.rows();
  const last = listed.at(-1);
  if (last === undefined || asOf === undefined || following <= listed.length) return { listed };
  return { listed, next: writeCursor({ asOf, rank: rankOf(last) }) };
}

function rankOf({ kind, severity, excessSeconds, patient, key = '', ...row }: FoundStall): Rank {
  const { noticedBy, ordinal } = row;
  const isUnreadable = kind === 'unreadable';
  const rule = noticedBy[0]?.id ?? '';
  return { severity, excessSeconds, patient, ordinal, isUnreadable, key, rule };
}

function inOrder(a: Rank, b: Rank): number {
  return (
    Number(b.isUnreadable) - Number(a.isUnreadable) ||
    byDanger(a, b) ||
    compare(a.patient, b.patient) ||
    compare(a.key, b.key) ||
    compare(a.rule, b.rule) ||
    a.ordinal - b.ordinal
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function writeCursor({ asOf, rank }: Cursor): string {
  const { severity, excessSeconds, patient, ordinal, isUnreadable, key, rule } = rank;
  const parts = [asOf, severity, excessSeconds, patient, ordinal, isUnreadable, key, rule];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws QueryRefused it is not what an answer gave */
export function readCursor(text: string): Cursor {
  const [asOf, severity, excessSeconds, patient, ordinal, isUnreadable, key, rule] = partsOf(text);
  const found = SEVERITIES.find((each) => each === severity);
  if (
    typeof asOf !== 'string' ||
    parseInstant(asOf) === undefined ||
    found === undefined ||
    typeof excessSeconds !== 'number' ||
    typeof ordinal !== 'number' ||
    typeof patient !== 'string' ||
    typeof isUnreadable !== 'boolean' ||
    typeof key !== 'string' ||
    typeof rule !== 'string'
  )
    throw new QueryRefused(
      'invalid-query',
      'This is not where a list of stalls goes on; give `next` of the answer before as it was.',
      'after',
    );
  return {
    asOf,
    rank: { severity: found, excessSeconds, patient, ordinal, isUnreadable, key, rule },
  };
}

function partsOf(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
