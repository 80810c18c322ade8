/**
 * Feeds: which sources report to a pathway, in what rhythm, and which have gone silent, so that a
 * source from which nothing comes any more is told apart from patients to whom nothing happens.
 */
import { formatInstant, formatLimit } from '#calendar';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import {
  askedFeeds,
  openQuestion,
  readLimit,
  requireAsOf,
  type AnswerHead,
  type PathwayQuery,
} from './question.js';
import { increase } from './name-counts.js';
import { sourceStandings, type SourceStanding } from './silent-feeds.js';

export interface FeedsQuery extends PathwayQuery {
  readonly asOf: string;
  /**
   * How long every source may be silent at most, such as `2 days`; default what is stated of each, and
   * else what its own rhythm says.
   */
  readonly every?: string;
}

export interface Feed {
  readonly source: string;
  /**
   * `silent` = it reports less than it used to, or than it is to; `not-known` = it has reported on too few days for
   * its rhythm to be known, or not at all in the time that it may take.
   */
  readonly state: 'reporting' | 'silent' | 'not-known';
  /**
   * When it last reported anything (RFC 3339); null where it is stated how often it is to report, and it never did.
   */
  readonly lastAt: string | null;
  /** Since it last reported, or since the log began. */
  readonly silentSeconds: number;
  /** How long it may be silent at most, where that is stated: then it alone decides. */
  readonly every?: string;
  /** Learned from the last 26 weeks; absent where it is not known. */
  readonly rhythm?: FeedRhythm;
  /** Usual days since it last reported. */
  readonly missedDays: number;
  /** Usual hours since it last reported; 0 where no hours are usual for it. */
  readonly missedHours: number;
  /** Open episodes of which the newest event came from it: they may be waiting for its news alone. */
  readonly newestOfOpen: number;
}

export interface FeedRhythm {
  /** Monday is 1; in the answer's zone. */
  readonly usualWeekdays: readonly number[];
  /** Usual days in a row without a report that are nothing special: the 95th percentile, at least 1. */
  readonly missedAtMost: number;
  readonly reportingDays: number;
  /**
   * Hours of the day, from 0, in which it reported on at least three in four of its usual days of the last 28; absent
   * where it reports at no particular hours.
   */
  readonly usualHours?: readonly number[];
  /** The most of these hours in a row that it missed in that time, at least 1. */
  readonly missedHoursAtMost?: number;
}

export interface FeedsAnswer extends AnswerHead, Omissions {
  readonly silent: number;
  /** The silent ones first, then those that have not reported for longest. */
  readonly feeds: readonly Feed[];
}

/** @throws QueryRefused unknown pathway, no as-of instant, no limit */
export function feeds(models: FigureModels, query: FeedsQuery): Promise<FeedsAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const at = Math.min(requireAsOf(question), question.knownAt ?? Infinity);
    const every = query.every === undefined ? undefined : readLimit(query.every, 'every');
    const asked = askedFeeds(question.definition, query, at);
    const sources = await sourceStandings(view, { ...asked, every });
    const newest = new Map<string, number>();
    const reading = { cache: models.cache, view, question };
    const unreadable = await eachDerived(reading, NEWEST_OF_OPEN, (source) => {
      if (source !== null) increase(newest, source);
    });
    const found = sources
      .map((each): Feed => {
        const { source, lastAt, since, missed: missedDays, missedHours, every } = each;
        return {
          ...{ source, state: stateOf(each) },
          lastAt: lastAt === undefined ? null : formatInstant(lastAt, question.definition.zone),
          silentSeconds: Math.max(0, at - since) / 1000,
          ...(every !== undefined && { every: formatLimit(every) }),
          ...(each.rhythm !== undefined && { rhythm: { ...each.rhythm, ...each.hourly } }),
          ...{ missedDays, missedHours, newestOfOpen: newest.get(source) ?? 0 },
        };
      })
      .sort(
        (a, b) =>
          Number(b.state === 'silent') - Number(a.state === 'silent') ||
          b.silentSeconds - a.silentSeconds ||
          (a.source < b.source ? -1 : 1),
      );
    return {
      ...question.head,
      ...omissions(unreadable),
      silent: found.filter(({ state }) => state === 'silent').length,
      feeds: found,
    };
  });
}

/** The source of the newest event of who is on the pathway; null of everybody else. */
const NEWEST_OF_OPEN: Derivation<string | null> = {
  name: 'newest-source',
  of: (patient) => {
    if (!patient.assessments.some(({ state }) => state === 'open')) return null;
    return patient.facts().at(-1)?.source ?? null;
  },
  isSame: (earlier, later) => earlier === later,
  bytesOf: () => 8,
};

function stateOf({ rhythm, every, lastAt, isSilent }: SourceStanding): Feed['state'] {
  if (isSilent) return 'silent';
  const isKnown = lastAt !== undefined && (rhythm !== undefined || every !== undefined);
  return isKnown ? 'reporting' : 'not-known';
}
