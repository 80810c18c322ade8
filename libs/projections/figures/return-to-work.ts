/**
 * Return to work after sick leave, with what competes with it: partial return, a work-assessment
 * allowance (AAP), pension and death (Aalen-Johansen). Sick leave, work and benefits are the same
 * everywhere, so their types are those of the catalogue, whatever the definition names.
 *
 * A return is sustained once it has lasted, and counts from that day, not from the first one back:
 * whoever went back yesterday is neither back for good nor lost. One that is followed by sick leave
 * before that is none.
 */
import { formatLimit, type Limit, limitSeconds } from '#calendar';
import { compareTexts, type TimedFact } from '#care-event';
import { timelineOf } from '#pathway';
import { CENSORED, SpellSample } from '#statistics';
import type { ReadModels } from '../port/read-models.js';
import { eachAssessed } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { episodeOf, eventEvidence } from './evidence.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { outcomesAt, type OutcomesAt } from './outcomes.js';
import {
  openQuestion,
  readLimit,
  requireAsOf,
  type AnswerHead,
  type PathwayQuery,
} from './question.js';
import type { SpellEvidence } from './spell.js';
import { Top } from './top.js';

export interface ReturnToWorkQuery extends PathwayQuery {
  readonly asOf: string;
  /** Times since the first day of sick leave at which the shares are given; default 6, 12, 26 and 52 weeks. */
  readonly at?: readonly string[];
  /** How long a return has to last; default 4 weeks. */
  readonly sustained?: string;
  /** Maximum number of spells to list, by patient. Default 0. */
  readonly evidence?: number;
}

/** What there is of all, and of each group. */
export interface ReturnFigures {
  /** Spells of sick leave: one per episode with sick leave. */
  readonly n: number;
  /** How often each came first. */
  readonly counts: Readonly<Record<ReturnCause, number>>;
  readonly censored: number;
  readonly at: readonly OutcomesAt[];
}

export interface ReturnToWorkAnswer
  extends AnswerHead, Omissions, ReturnFigures, Grouped<ReturnFigures> {
  readonly sustained: string;
  readonly evidence?: readonly LeaveEvidence[];
}

/** A spell of sick leave: the event that began it, and the one that ended it. */
export interface LeaveEvidence extends SpellEvidence {
  /** Absent where none has come. */
  readonly cause?: ReturnCause;
}

const CAUSES = ['sustained-return', 'partial-return', 'AAP', 'pension', 'death'] as const;
export type ReturnCause = (typeof CAUSES)[number];

const DEFAULT_AT = ['6 weeks', '12 weeks', '26 weeks', '52 weeks'];
const DEFAULT_SUSTAINED = '4 weeks';
const FULL = 100;

/** @throws QueryRefused unknown pathway or dimension, no as-of instant, no limit */
export function returnToWork(
  models: ReadModels,
  query: ReturnToWorkQuery,
): Promise<ReturnToWorkAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const now = requireAsOf(question);
    const times = (query.at ?? DEFAULT_AT).map((text) => readLimit(text, 'at'));
    const lasts = readLimit(query.sustained ?? DEFAULT_SUSTAINED, 'sustained');
    const lastsMs = limitSeconds(lasts) * 1000;
    const groups = new Groups(question, query, () => new ReturnTally(times));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const listed = new Top<string, LeaveEvidence>(most, compareTexts);
    const { zone } = question.definition;
    const unreadable = await eachAssessed(view, question, (patient) => {
      const { facts } = timelineOf(patient.facts(), zone);
      const timeline = facts.filter(({ start }) => start <= now);
      if (!timeline.some(isSickLeave)) return;
      for (const assessment of patient.assessments)
        for (const { number, enteredAt, looksBackTo, closedAt = Infinity } of assessment.episodes) {
          const since = Math.min(enteredAt, looksBackTo ?? enteredAt);
          const from = timeline.findIndex(
            (each) => isSickLeave(each) && since <= each.start && each.start <= closedAt,
          );
          if (from < 0) continue;
          const end = endOfLeave(timeline.slice(from), { now, lastsMs });
          const tallies = groups.of(patient, assessment, number);
          for (const tally of tallies) tally.add(end);
          if (tallies.length === 0) continue;
          const { cause, by, seconds } = end;
          listed.add(patient.patient, () => ({
            ...episodeOf(patient, assessment, number),
            entry: eventEvidence(timeline[from]!, zone),
            ...(by !== undefined && { exit: eventEvidence(by, zone) }),
            ...(cause !== undefined && { cause }),
            seconds,
          }));
        }
    });
    return {
      ...question.head,
      ...omissions(unreadable),
      sustained: formatLimit(lasts),
      ...groups.all.figures(),
      ...groups.answer((tally) => tally.figures()),
      ...(query.evidence !== undefined && { evidence: listed.rows() }),
    };
  });
}

interface EndOfLeave {
  /** Undefined where none has come by now. */
  readonly cause: ReturnCause | undefined;
  readonly by: TimedFact | undefined;
  readonly seconds: number;
}

/** @param timeline from the sick leave on */
function endOfLeave(
  timeline: readonly TimedFact[],
  { now, lastsMs }: { readonly now: number; readonly lastsMs: number },
): EndOfLeave {
  const begun = timeline[0]?.start ?? now;
  type End = readonly [number, ReturnCause, TimedFact];
  const ends = timeline.flatMap((event, index): readonly End[] => {
    const other = otherEnd(event);
    if (other !== undefined) return [[event.start, other, event]];
    const cause = returnIn(event);
    const at = event.start + lastsMs;
    if (cause === undefined || at > now) return [];
    const lasted = timeline
      .slice(index + 1)
      .every((later) => later.start >= at || !breaks(later, cause));
    return lasted ? [[at, cause, event]] : [];
  });
  const [first] = ends.sort(([a], [b]) => a - b);
  const [until, cause, by] = first ?? [now, undefined, undefined];
  return { cause, by, seconds: Math.max(0, until - begun) / 1000 };
}

/** Whether an event ends a return: who is back in part may be on graded leave meanwhile. */
function breaks(later: TimedFact, cause: ReturnCause): boolean {
  if (cause === 'partial-return') {
    const { grade = FULL } = later.fact.data;
    return returnIn(later) === 'sustained-return' || (isSickLeave(later) && grade === FULL);
  }
  return returnIn(later) === 'partial-return' || isSickLeave(later);
}

function isSickLeave({ fact }: TimedFact): boolean {
  return fact.type === 'SickLeaveIssued';
}

/** In whole, or in part; undefined for whatever is no return, or did not last by its own word. */
function returnIn({ fact: { type, data } }: TimedFact): ReturnCause | undefined {
  if (type !== 'ReturnedToWork' || data['sustained'] === false) return undefined;
  const { percent } = data;
  const isPartial = typeof percent === 'number' && percent < FULL;
  return isPartial ? 'partial-return' : 'sustained-return';
}

function otherEnd({ fact: { type, data } }: TimedFact): ReturnCause | undefined {
  if (type === 'PatientDied') return 'death';
  if (type !== 'BenefitDecided' || data['outcome'] !== 'granted') return undefined;
  if (data['benefit'] === 'AAP') return 'AAP';
  return data['benefit'] === 'pension' || data['benefit'] === 'partial-pension'
    ? 'pension'
    : undefined;
}

class ReturnTally {
  private readonly sample = new SpellSample(CAUSES.length);

  constructor(private readonly times: readonly Limit[]) {}

  add({ cause, seconds }: EndOfLeave): void {
    this.sample.add(seconds, cause === undefined ? CENSORED : CAUSES.indexOf(cause) + 1);
  }

  figures(): ReturnFigures {
    const { n } = this.sample;
    const censored = this.sample.count(CENSORED);
    return { n, ...outcomesAt(this.sample, CAUSES, this.times), censored };
  }
}
