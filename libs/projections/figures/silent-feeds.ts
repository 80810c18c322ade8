/**
 * Sources that have gone silent: they report less than they used to, so that a figure may show
 * patients as waiting of whom only the news is missing.
 */
import type { ReadView } from '../port/read-models.js';
import { DAY_MS } from '../models/feeds.js';
import { missedBetween, rhythmOf, type Rhythm } from './feed-rhythm.js';

/** One source, as it stands at an instant. Ms since the epoch. */
export interface SourceDays {
  readonly source: string;
  readonly rhythm: Rhythm | undefined;
  readonly lastAt: number;
  /** Usual days since then on which it did not report; today is not over. */
  readonly missed: number;
  readonly isSilent: boolean;
}

/** Whom one may ask about: sources that reported to this pathway, or to none in particular. */
interface Asked {
  readonly pathway: string;
  /** Ms since the epoch. */
  readonly at: number;
}

/** By source. */
export async function sourceDays(
  { db }: ReadView,
  { pathway, at }: Asked,
): Promise<readonly SourceDays[]> {
  const rows = await db
    .selectFrom('feeds')
    .select(['source', 'day', 'last_at'])
    .where('day', '<=', dayOf(at))
    .where('source', 'in', sourcesOf(db, pathway))
    .orderBy('source')
    .orderBy('day')
    .execute();
  return [...Map.groupBy(rows, ({ source }) => source)].map(([source, own]) => {
    const days = [...new Set(own.map(({ day }) => day))];
    const lastAt = Math.min(at, Math.max(...own.map(({ last_at }) => last_at)));
    const rhythm = rhythmOf(days);
    const since = days.at(-1) ?? 0;
    const missed = rhythm === undefined ? 0 : missedBetween(since, dayOf(at), rhythm.usualWeekdays);
    return { source, rhythm, lastAt, missed, isSilent: missed > (rhythm?.missedAtMost ?? 0) };
  });
}

/** A source that a figure rests on and that has gone silent. */
export interface SilentFeed {
  readonly source: string;
  /** Ms since the epoch. */
  readonly lastAt: number;
}

/** Looks only at the sources that have not reported for more than a day. */
export async function silentFeeds(view: ReadView, asked: Asked): Promise<readonly SilentFeed[]> {
  const { at, pathway } = asked;
  const quiet = await view.db
    .selectFrom('feeds')
    .select('source')
    .where('day', '<=', dayOf(at))
    .where('source', 'in', sourcesOf(view.db, pathway))
    .groupBy('source')
    .having(({ fn }) => fn.max('day'), '<', dayOf(at) - 1)
    .execute();
  if (quiet.length === 0) return [];
  const found = await sourceDays(view, asked);
  return found.filter(({ isSilent }) => isSilent).map(({ source, lastAt }) => ({ source, lastAt }));
}

function sourcesOf(db: ReadView['db'], pathway: string) {
  return db.selectFrom('feeds').select('source').where('pathway', 'in', ['', pathway]).distinct();
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}
