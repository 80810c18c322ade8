/** What the read model of feeds has of the sources of a pathway: their days, and the hours of the last weeks. */
import { dayAt, offsetAt } from '#calendar';
import { DAY_MS, HOUR_MS } from '../models/feeds.js';
import type { ReadView } from '../port/read-models.js';
import { HOURS_WINDOW_DAYS } from './feed-rhythm.js';

/** In which zone, and by which instant (ms since the epoch). */
export interface Stand {
  readonly zone: string;
  readonly at: number;
}

export interface ReportingDays {
  /** In the zone, ascending. */
  readonly days: readonly number[];
  readonly lastAt: number;
}

/** By source. */
export async function reportingDays(
  { db }: ReadView,
  sources: readonly string[],
  { zone, at }: Stand,
): Promise<ReadonlyMap<string, ReportingDays>> {
  const rows = await db
    .selectFrom('feeds')
    .select(['source', 'first_at', 'last_at'])
    .where('source', 'in', sources)
    .where('first_at', '<=', at)
    .orderBy('source')
    .orderBy('day')
    .execute();
  const found = new Map<string, ReportingDays>();
  for (const [source, own] of Map.groupBy(rows, (row) => row.source)) {
    const instants = own.flatMap(({ first_at, last_at }) => [first_at, Math.min(at, last_at)]);
    const days = [...new Set(instants.map((each) => dayAt(each, zone)))].sort((a, b) => a - b);
    found.set(source, { days, lastAt: Math.max(...instants) });
  }
  return found;
}

/** Local hours in which each of them reported lately, ascending; by source. */
export async function reportingHours(
  { db }: ReadView,
  sources: readonly string[],
  { zone, at }: Stand,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await db
    .selectFrom('feed_hours')
    .select(['source', 'hour'])
    .where('source', 'in', sources)
    .where('hour', '>', Math.floor(at / HOUR_MS) - (HOURS_WINDOW_DAYS * DAY_MS) / HOUR_MS)
    .where('hour', '<=', Math.floor(at / HOUR_MS))
    .execute();
  const found = new Map<string, readonly number[]>();
  for (const [source, own] of Map.groupBy(rows, (row) => row.source)) {
    const hours = own.map(({ hour }) => localHour(hour * HOUR_MS, zone));
    found.set(
      source,
      [...new Set(hours)].sort((a, b) => a - b),
    );
  }
  return found;
}

/** Hours since 1970-01-01T00:00 by the clocks of the zone. */
export function localHour(instant: number, zone: string): number {
  return Math.floor((instant + offsetAt(instant, zone)) / HOUR_MS);
}

/** Those that have reported to this pathway, or to none in particular, at any time. */
export async function sourcesOf({ db }: ReadView, pathway: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('feeds')
    .select('source')
    .where('pathway', 'in', ['', pathway])
    .groupBy('source')
    .execute();
  return rows.map(({ source }) => source).sort();
}

/** Those of them that reported in that hour or in the one before: none of these can be silent by a rhythm. */
export async function justReported(
  { db }: ReadView,
  sources: readonly string[],
  at: number,
): Promise<ReadonlySet<string>> {
  const hour = Math.floor(at / HOUR_MS);
  const rows = await db
    .selectFrom('feed_hours')
    .select('source')
    .where('source', 'in', sources)
    .where('hour', 'in', [hour - 1, hour])
    .execute();
  return new Set(rows.map(({ source }) => source));
}

/** Those of these that have never reported anything to any pathway by then. */
export async function neverReported(
  { db }: ReadView,
  sources: readonly string[],
  at: number,
): Promise<readonly string[]> {
  if (sources.length === 0) return [];
  const rows = await db
    .selectFrom('feeds')
    .select('source')
    .where('source', 'in', sources)
    .where('first_at', '<=', at)
    .groupBy('source')
    .execute();
  const reported = new Set(rows.map(({ source }) => source));
  return sources.filter((source) => !reported.has(source)).sort();
}

/** When anything was first recorded, ms since the epoch: a definition or a report; undefined in an empty log. */
export async function logBegan({ db }: ReadView): Promise<number | undefined> {
  const published = await db
    .selectFrom('definitions')
    .select(({ fn }) => fn.min('recorded_at').as('at'))
    .executeTakeFirst();
  const reported = await db
    .selectFrom('feeds')
    .select(({ fn }) => fn.min('first_at').as('at'))
    .executeTakeFirst();
  const instants = [published?.at, reported?.at].filter((at) => at !== null && at !== undefined);
  return instants.length === 0 ? undefined : Math.min(...instants.map(Number));
}
