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
import { compareTexts, factKey, type RecordedFact, type TimedFact } from '#care-event';
import { timelineOf } from '#pathway';
import { CENSORED, SpellSample } from '#statistics';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import type { ReadView } from '../port/read-models.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { SelectedEpisodes } from './each-selected.js';
import { eventsBehind } from './events-behind.js';
import type { EpisodeOf } from './evidence.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { outcomesAt, type OutcomesAt } from './outcomes.js';
import {
  openQuestion,
  readLimit,
  requireAsOf,
  type AnswerHead,
  type PathwayQuery,
  type Question,
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
const SICK_LEAVE = 'SickLeaveIssued';

/** @throws QueryRefused unknown pathway or dimension, no as-of instant, no limit */
export function returnToWork(
  models: FigureModels,
  query: ReturnToWorkQuery,
): Promise<ReturnToWorkAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const now = requireAsOf(question);
    const times = (query.at ?? DEFAULT_AT).map((text) => readLimit(text, 'at'));
    const lasts = readLimit(query.sustained ?? DEFAULT_SUSTAINED, 'sustained');
    const lastsMs = limitSeconds(lasts) * 1000;
    const groups = new Groups(query, () => new ReturnTally(times));
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const most = readCount(query.evidence, 'evidence');
    const listed = new Top<string, ListedLeave>(most ?? 0, compareTexts);
    const leaves = leavesIn(question.definition.zone);
    const unreadable = await eachDerived(source, leaves, (all, patient) => {
      for (const { key, episode, events } of all) {
        const end = endOfLeave(events, { now, lastsMs });
        const tallies = selected.of({ patient, key, episode });
        for (const tally of tallies) tally.add(end);
        const of = { patient, ...(key !== undefined && { key }), episode };
        if (tallies.length > 0)
          listed.add(patient, () => ({ of, from: events[0]?.fact ?? '', end }));
      }
    });
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      sustained: formatLimit(lasts),
      ...groups.all.figures(),
      ...groups.answer((tally) => tally.figures()),
      ...(most !== undefined && { evidence: await evidenceOf(view, question, listed.rows()) }),
    };
  });
}

interface ListedLeave {
  readonly of: EpisodeOf;
  /** The fact that began it. */
  readonly from: string;
  readonly end: EndOfLeave;
}

async function evidenceOf(
  view: ReadView,
  question: Question,
  rows: readonly ListedLeave[],
): Promise<readonly LeaveEvidence[]> {
  const behind = ({ of: { patient }, from, end }: ListedLeave) =>
    [from, end.by ?? ''].map((by) => ({ patient, by }));
  const eventBehind = await eventsBehind(view, question, rows.flatMap(behind));
  return rows.flatMap((row): readonly LeaveEvidence[] => {
    const [entry, exit] = behind(row).map(eventBehind);
    const { cause, seconds } = row.end;
    if (entry === undefined) return [];
    return [
      {
        ...{ ...row.of, entry },
        ...(exit !== undefined && { exit }),
        ...(cause !== undefined && { cause }),
        seconds,
      },
    ];
  });
}

interface EndOfLeave {
  /** Undefined where none has come by now. */
  readonly cause: ReturnCause | undefined;
  /** The fact that it came with. */
  readonly by: string | undefined;
  readonly seconds: number;
}

/** Sick leave in an episode, with whatever may end it, from its first day on. */
interface Leave {
  readonly key: string | undefined;
  readonly episode: number;
  readonly events: readonly LeaveEvent[];
}

interface LeaveEvent {
  /** Key of the fact. */
  readonly fact: string;
  /** Ms since the epoch. */
  readonly start: number;
  readonly isSickLeave: boolean;
  readonly isGraded: boolean;
  readonly returns: ReturnCause | undefined;
  readonly ends: ReturnCause | undefined;
}

/** Nothing of it changes before the next wake-up of the assessment. */
function leavesIn(zone: string): Derivation<readonly Leave[]> {
  return {
    name: 'leaves',
    of: (patient) => leavesOf(patient, zone),
    isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
    bytesOf: (leaves) => leaves.reduce((sum, { events }) => sum + 80 + 120 * events.length, 0),
  };
}

function leavesOf(patient: AssessedPatient, zone: string): readonly Leave[] {
  if (!patient.facts().some(({ type }) => type === SICK_LEAVE)) return [];
  const events = timelineOf(patient.facts(), zone).facts.flatMap(leaveEvent);
  return patient.assessments.flatMap(({ key, episodes, at }) =>
    episodes.flatMap(({ number, enteredAt, looksBackTo, closedAt = at }): readonly Leave[] => {
      const since = Math.min(enteredAt, looksBackTo ?? enteredAt);
      const from = events.findIndex(
        ({ isSickLeave, start }) => isSickLeave && since <= start && start <= closedAt,
      );
      return from < 0 ? [] : [{ key, episode: number, events: events.slice(from) }];
    }),
  );
}

function leaveEvent({ fact, start }: TimedFact): readonly LeaveEvent[] {
  const isSickLeave = fact.type === SICK_LEAVE;
  const { grade = FULL } = fact.data;
  const [returns, ends] = [returnIn(fact), otherEnd(fact)];
  if (!isSickLeave && returns === undefined && ends === undefined) return [];
  return [{ fact: factKey(fact), start, isSickLeave, isGraded: grade !== FULL, returns, ends }];
}

function endOfLeave(
  all: readonly LeaveEvent[],
  { now, lastsMs }: { readonly now: number; readonly lastsMs: number },
): EndOfLeave {
  const events = all.filter(({ start }) => start <= now);
  const begun = events[0]?.start ?? now;
  type End = readonly [number, ReturnCause, string];
  const found = events.flatMap((event, index): readonly End[] => {
    const { start, ends, returns: cause } = event;
    if (ends !== undefined) return [[start, ends, event.fact]];
    const at = start + lastsMs;
    if (cause === undefined || at > now) return [];
    const lasted = events
      .slice(index + 1)
      .every((later) => later.start >= at || !breaks(later, cause));
    return lasted ? [[at, cause, event.fact]] : [];
  });
  const [first] = found.sort(([a], [b]) => a - b);
  const [until, cause, by] = first ?? [now, undefined, undefined];
  return { cause, by, seconds: Math.max(0, until - begun) / 1000 };
}

/** Whether an event ends a return: who is back in part may be on graded leave meanwhile. */
function breaks(later: LeaveEvent, cause: ReturnCause): boolean {
  const { isSickLeave, isGraded, returns } = later;
  if (cause === 'partial-return')
    return returns === 'sustained-return' || (isSickLeave && !isGraded);
  return returns === 'partial-return' || isSickLeave;
}

/** In whole, or in part; undefined for whatever is no return, or did not last by its own word. */
function returnIn({ type, data }: RecordedFact): ReturnCause | undefined {
  if (type !== 'ReturnedToWork' || data['sustained'] === false) return undefined;
  const { percent } = data;
  const isPartial = typeof percent === 'number' && percent < FULL;
  return isPartial ? 'partial-return' : 'sustained-return';
}

function otherEnd({ type, data }: RecordedFact): ReturnCause | undefined {
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
