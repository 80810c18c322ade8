/**
 * Sources that have gone silent: they report less than they used to, or than they are said to, so that
 * a figure may show patients as waiting of whom only the news is missing.
 */
import { dayAt, dueAt, type CalendarRules, type Limit } from '#calendar';
import type { ReadView } from '../port/read-models.js';
import { DAY_MS } from '../models/feeds.js';
import { missedBetween, rhythmOf, type Rhythm } from './feed-rhythm.js';

/** One source, as it stands at an instant. Ms since the epoch. */
export interface SourceDays {
  readonly source: string;
  readonly rhythm: Rhythm | undefined;
  /** How long it may be silent at most, where that is stated. */
  readonly every: Limit | undefined;
  readonly lastAt: number;
  /** Usual days since then on which it did not report; today is not over. */
  readonly missed: number;
  readonly isSilent: boolean;
}

/** Whom one may ask about: sources that reported to this pathway, or to none in particular. */
export interface AskedFeeds {
  readonly pathway: string;
  /** In whose days and working days silence is counted. */
  readonly zone: string;
  readonly calendar: CalendarRules;
  /** Ms since the epoch. */
  readonly at: number;
  /** How long a source may be silent, where that is stated and not learned. */
  readonly stated: ReadonlyMap<string, Limit>;
  /** The same for all of them, whatever else is stated. */
  readonly every?: Limit | undefined;
}

/** By source. @param among only these; left out: all */
export async function sourceDays(
  { db }: ReadView,
  asked: AskedFeeds,
  among?: readonly string[],
): Promise<readonly SourceDays[]> {
  const { pathway, at, zone, calendar, stated } = asked;
  const all = db
    .selectFrom('feeds')
    .select(['source', 'first_at', 'last_at'])
    .where('first_at', '<=', at)
    .where('source', 'in', sourcesOf(db, pathway))
    .orderBy('source')
    .orderBy('day');
  const rows = await (among === undefined ? all : all.where('source', 'in', among)).execute();
  const today = dayAt(at, zone);
  return [...Map.groupBy(rows, ({ source }) => source)].map(([source, own]) => {
    const instants = own.flatMap(({ first_at, last_at }) => [first_at, Math.min(at, last_at)]);
    const days = [...new Set(instants.map((each) => dayAt(each, zone)))].sort((a, b) => a - b);
    const lastAt = Math.max(...instants);
    const rhythm = rhythmOf(days);
    const since = days.at(-1) ?? 0;
    const missed = rhythm === undefined ? 0 : missedBetween(since, today, rhythm.usualWeekdays);
    const every = asked.every ?? stated.get(source);
    const last = { start: lastAt, end: lastAt };
    const isSilent =
      every === undefined
        ? missed > (rhythm?.missedAtMost ?? 0)
        : at > (dueAt(last, every, { zone, calendar }) ?? Infinity);
    return { source, rhythm, every, lastAt, missed, isSilent };
  });
}

/** A source that a figure rests on and that has gone silent. */
export interface SilentFeed {
  readonly source: string;
  /** Ms since the epoch. */
  readonly lastAt: number;
}

/** Looks only at the sources that have not reported for more than a day, or that are to do so sooner. */
export async function silentFeeds(
  view: ReadView,
  asked: AskedFeeds,
): Promise<readonly SilentFeed[]> {
  const { at, pathway, stated } = asked;
  const today = Math.floor(at / DAY_MS);
  const quiet = await view.db
    .selectFrom('feeds')
    .select('source')
    .where('day', '<=', today)
    .where('source', 'in', sourcesOf(view.db, pathway))
    .groupBy('source')
    .having(({ fn }) => fn.max('day'), '<', today - 1)
    .execute();
  const among = [...new Set([...quiet.map(({ source }) => source), ...stated.keys()])];
  if (among.length === 0) return [];
  const found = await sourceDays(view, asked, among);
  return found.filter(({ isSilent }) => isSilent).map(({ source, lastAt }) => ({ source, lastAt }));
}

function sourcesOf(db: ReadView['db'], pathway: string) {
  return db.selectFrom('feeds').select('source').where('pathway', 'in', ['', pathway]).distinct();
}
