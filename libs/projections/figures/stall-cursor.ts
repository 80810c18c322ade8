/**
 * Which stalls are listed, and where a list goes on: after a row, as of the same instant, and as it was
 * known when the list began, so that neither what happens nor what is reported meanwhile moves a row
 * past the end of a page: none is skipped, none repeated.
 */
import { parseInstant } from '#calendar';
import { compareTexts } from '#care-event';
import { comparePositions, type Position } from '#event-store';
import { QueryRefused } from '../models/errors.js';
import type { ReadView } from '../port/read-models.js';
import type { PathwayQuery } from './question.js';
import { byDanger, SEVERITIES, type NoticedBy } from './stall.js';
import { KINDS, type FoundStall } from './stall-kinds.js';
import { Top } from './top.js';

/** What the order of stalls goes by. */
type Rank = Pick<
  FoundStall,
  'kind' | 'severity' | 'excessSeconds' | 'patient' | 'key' | 'ordinal' | 'processor' | 'stream'
> & { readonly noticedBy: readonly Pick<NoticedBy, 'id'>[] };

/** What the first page was of. */
export interface ListedStand {
  readonly asOf: string;
  /** Of the last event taken into account. */
  readonly position: Position;
  /** Up to when anything had been recorded, ms since the epoch. */
  readonly knownAt: number;
}

export interface Cursor extends ListedStand {
  readonly rank: Rank;
}

export interface Listing {
  readonly after: Cursor | undefined;
  readonly limit: number;
  readonly stand: ListedStand | undefined;
}

export interface Listed {
  readonly listed: readonly FoundStall[];
  /** Absent where no more rows follow. */
  readonly next?: string;
}

/** Only the rows that are listed are put in order. */
export function listedAfter(
  found: readonly FoundStall[],
  { after, limit, stand }: Listing,
): Listed {
  const top = new Top<Rank, FoundStall>(limit, inOrder);
  let following = 0;
  for (const stall of found) {
    if (after !== undefined && inOrder(stall, after.rank) <= 0) continue;
    following += 1;
    top.add(stall, () => stall);
  }
  const listed = top.rows();
  const last = listed.at(-1);
  if (last === undefined || stand === undefined || following <= listed.length) return { listed };
  return { listed, next: writeCursor({ ...stand, rank: last }) };
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

function writeCursor({ asOf, position, knownAt, rank }: Cursor): string {
  const { kind, severity, excessSeconds, patient, key = '', ordinal } = rank;
  const parts = [asOf, position, knownAt, kind, severity, excessSeconds, patient, key];
  return Buffer.from(JSON.stringify([...parts, ruleOf(rank), ordinal])).toString('base64url');
}

/** @throws QueryRefused it is not what an answer gave */
export function readCursor(text: string): Cursor {
  const [asOf, position, knownAt, what, severity, excessSeconds, patient, key, id, ordinal] =
    partsOf(text);
  const kind = KINDS.find((each) => each === what);
  const found = SEVERITIES.find((each) => each === severity);
  if (
    typeof asOf !== 'string' ||
    parseInstant(asOf) === undefined ||
    !isPosition(position) ||
    typeof knownAt !== 'number' ||
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
  return { asOf, position, knownAt, rank: { ...rank, noticedBy: [{ id }] } };
}

function isPosition(value: unknown): value is Position {
  return typeof value === 'string' && /^\d{1,40}$/.test(value);
}

function partsOf(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** Up to when anything had been recorded that stalls rest on, ms since the epoch. */
export async function recordedUpTo({ db }: ReadView): Promise<number> {
  const latest = async (
    table: 'definitions' | 'migrations' | 'organisations' | 'outbox' | 'parked',
  ): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select(({ fn }) => fn.max('recorded_at').as('at'))
      .executeTakeFirst();
    return Number(row?.at ?? 0);
  };
  const facts = await db
    .selectFrom('feeds')
    .select(({ fn }) => fn.max('last_at').as('at'))
    .executeTakeFirst();
  const tables = ['definitions', 'migrations', 'organisations', 'outbox', 'parked'] as const;
  const all = await Promise.all(tables.map(latest));
  return Math.max(Number(facts?.at ?? 0), ...all);
}

/**
 * The query of a page that goes on after another: of the same stand.
 * @throws QueryRefused it is of another log, or of before a backup was restored
 */
export function queryAfter<Query extends PathwayQuery>(
  query: Query,
  cursor: Cursor | undefined,
  position: Position | undefined,
): Query {
  if (cursor === undefined) return query;
  const { asOf } = cursor;
  const moved = position === undefined ? -1 : comparePositions(position, cursor.position);
  if (moved < 0)
    throw new QueryRefused(
      'cursor-lost',
      'This list was of more events than the log has. Begin again without `after`.',
      'after',
    );
  if (moved === 0 || query.knownAt !== undefined) return { ...query, asOf };
  return { ...query, asOf, knownAt: new Date(cursor.knownAt).toISOString() };
}
