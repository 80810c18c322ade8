/**
 * Sources that have gone silent: they report less than they used to, or than they are said to, so that
 * a figure may show patients as waiting of whom only the news is missing.
 */
import { dayAt, dueAt, type CalendarRules, type Limit } from '#calendar';
import type { ReadView } from '../port/read-models.js';
import {
  hourlyRhythmOf,
  HOURS_WINDOW_DAYS,
  missedBetween,
  missedHoursBetween,
  rhythmOf,
  type HourlyRhythm,
  type Rhythm,
} from './feed-rhythm.js';
import {
  justReported,
  localHour,
  logBegan,
  neverReported,
  reportingDays,
  reportingHours,
  sourcesOf,
  type ReportingDays,
} from './source-rows.js';

/** One source, as it stands at an instant. Ms since the epoch. */
export interface SourceStanding {
  readonly source: string;
  readonly rhythm: Rhythm | undefined;
  readonly hourly: HourlyRhythm | undefined;
  /** How long it may be silent at most, where that is stated. */
  readonly every: Limit | undefined;
  /** Undefined where it has never reported anything. */
  readonly lastAt: number | undefined;
  /** Since when it is silent: its last report, or the beginning of the log. */
  readonly since: number;
  /** Usual days since then on which it did not report; today is not over. */
  readonly missed: number;
  /** Usual hours, the same; 0 where none are usual. */
  readonly missedHours: number;
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

/** By source. @param among only these, and those that have never reported; left out: all */
export async function sourceStandings(
  view: ReadView,
  asked: AskedFeeds,
  among?: readonly string[],
): Promise<readonly SourceStanding[]> {
  const { pathway, at, stated } = asked;
  const sources = among ?? (await sourcesOf(view, pathway));
  const days = await reportingDays(view, sources, asked);
  const hours = await reportingHours(view, sources, asked);
  const heard = [...days].map(([source, own]) =>
    standingOf(source, own, { hours: hours.get(source) ?? [], asked }),
  );
  const never = await neverReported(view, [...stated.keys()], at);
  const began = never.length === 0 ? undefined : await logBegan(view);
  if (began === undefined || began > at) return heard;
  return [...heard, ...never.map((source) => silentFromTheStart(source, began, asked))];
}

function standingOf(
  source: string,
  { days, lastAt }: ReportingDays,
  { hours, asked }: { readonly hours: readonly number[]; readonly asked: AskedFeeds },
): SourceStanding {
  const { at, zone } = asked;
  const rhythm = rhythmOf(days);
  const hourly = rhythm && hourlyRhythmOf(hours, rhythm.usualWeekdays);
  const since = days.at(-1) ?? 0;
  const missed =
    rhythm === undefined ? 0 : missedBetween(since, dayAt(at, zone), rhythm.usualWeekdays);
  const now = Math.min(localHour(at, zone), localHour(lastAt, zone) + HOURS_WINDOW_DAYS * 24);
  const missedHours =
    rhythm === undefined || hourly === undefined
      ? 0
      : missedHoursBetween(localHour(lastAt, zone), now, { ...rhythm, ...hourly });
  const every = asked.every ?? asked.stated.get(source);
  const isSilent =
    every === undefined
      ? missed > (rhythm?.missedAtMost ?? 0) || missedHours > (hourly?.missedHoursAtMost ?? 0)
      : isPast(lastAt, every, asked);
  return { source, rhythm, hourly, every, lastAt, since: lastAt, missed, missedHours, isSilent };
}

/** It is stated how often it is to report, and nobody has ever heard of it. */
function silentFromTheStart(source: string, began: number, asked: AskedFeeds): SourceStanding {
  const every = asked.every ?? asked.stated.get(source);
  return {
    ...{ source, rhythm: undefined, hourly: undefined, every, lastAt: undefined, since: began },
    ...{ missed: 0, missedHours: 0 },
    isSilent: every !== undefined && isPast(began, every, asked),
  };
}

function isPast(since: number, every: Limit, { at, zone, calendar }: AskedFeeds): boolean {
  return at > (dueAt({ start: since, end: since }, every, { zone, calendar }) ?? Infinity);
}

/** A source that a figure rests on and that has gone silent. */
export type SilentFeed = Pick<SourceStanding, 'source' | 'lastAt'>;

/** Looks only at the sources that have not just reported, or of which it is stated how often they do. */
export async function silentFeeds(
  view: ReadView,
  asked: AskedFeeds,
): Promise<readonly SilentFeed[]> {
  const { at, pathway, stated } = asked;
  const sources = await sourcesOf(view, pathway);
  const heard = await justReported(view, sources, at);
  const among = sources.filter((source) => !heard.has(source) || stated.has(source));
  const found = await sourceStandings(view, asked, among);
  return found.filter(({ isSilent }) => isSilent).map(({ source, lastAt }) => ({ source, lastAt }));
}
