/**
 * What a definition measures on one patient, and in which of the patient's episodes each wait lies.
 * Nothing of it changes before the next wake-up of the assessment, so that it can be held in memory:
 * how long a wait has lasted is worked out when it is asked for.
 */
import { daysBetween, secondsBetween, type Interval } from '#calendar';
import {
  type Assessment,
  type Episode,
  type JourneyMeasures,
  type MeasuredWait,
  measuresOf,
  timelineOf,
} from '#pathway';
import type { Derivation } from '../loaded/each-derived.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import { declinedIn, goalsOf, type Declined } from './declined.js';
import type { Question } from './question.js';

export type Scored = Pick<
  JourneyMeasures['instruments'][number],
  'instrument' | 'baseline' | 'change' | 'outcome' | 'leftOut'
>;
export type MeasuredMoney = Omit<JourneyMeasures['money'][number], 'items'> & {
  readonly events: number;
};

export interface MeasuredPatient {
  /** Of the open episode, or the latest: measures are of the patient, not of a key. */
  readonly key: string | undefined;
  /** Of the definition that measured. */
  readonly version: number;
  readonly instruments: readonly Scored[];
  readonly money: readonly MeasuredMoney[];
  readonly waits: readonly PlacedWait[];
}

/** A wait in its episode. */
export interface PlacedWait extends Pick<
  MeasuredWait,
  'wait' | 'startedAt' | 'startedBy' | 'endedAt' | 'standardUntil'
> {
  readonly key: string | undefined;
  readonly episode: number;
  readonly isOpenEpisode: boolean;
  /** `waiting` still; `ended`; or `closed` where its episode ended first. */
  readonly state: 'waiting' | 'ended' | 'closed';
  readonly startedWithin: Interval;
  /** When it ended or was cut off, ms since the epoch, and how long it lasted; neither while it lasts. */
  readonly until: number | undefined;
  readonly seconds: number | undefined;
  /** Who is accountable in its assessment. */
  readonly holder: string | undefined;
  readonly organisation: string | undefined;
  /** Where the patient has declined what it is for. */
  readonly declined: Declined | undefined;
}

/**
 * By an instant: how long it lasted, or has lasted so far; in days from date to date where its
 * standard is counted so, and by the clock elsewhere.
 */
export function lastingAt(
  { startedWithin, until = Infinity, seconds }: PlacedWait,
  now: { readonly at: number; readonly zone: string; readonly wholeDays?: boolean },
): { readonly until: number; readonly seconds: number } {
  const end = Math.min(until, now.at);
  const ending = { start: end, end };
  if (now.wholeDays === true)
    return { until: end, seconds: daysBetween(startedWithin, ending, now.zone) * 86_400 };
  return { until: end, seconds: seconds ?? secondsBetween(startedWithin, ending, now.zone) };
}

/** Null of who has entered nothing that is measured. */
export function measuredOn(question: Question): Derivation<MeasuredPatient | null> {
  return {
    name: 'measured',
    of: (patient) => measuredPatient(patient, question) ?? null,
    isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
    bytesOf: (measured) =>
      measured === null
        ? 0
        : PATIENT_BYTES +
          measured.waits.length * WAIT_BYTES +
          (measured.instruments.length + measured.money.length) * PATIENT_BYTES,
  };
}

const PATIENT_BYTES = 150;
const WAIT_BYTES = 250;

function measuredPatient(
  patient: AssessedPatient,
  { versions, definition: newest }: Question,
): MeasuredPatient | undefined {
  const { assessments } = patient;
  const assessment = assessments.find(({ state }) => state === 'open') ?? assessments.at(-1);
  if (assessment === undefined || assessment.episodes.length === 0) return undefined;
  const definition = versions.version(assessment.version);
  const since = Math.min(...assessments.flatMap(({ episodes }) => episodes.map(beginningOf)));
  const { facts } = timelineOf(patient.facts(), definition.zone);
  const { waits, instruments, money } = measuresOf(definition, facts, { at: assessment.at, since });
  const goals = goalsOf(newest);
  const declined = (wait: MeasuredWait, key: string | undefined): Declined | undefined => {
    const goal = goals.find(({ rules }) => rules.some(({ id }) => id === wait.wait));
    return goal && declinedIn(patient, definition, { goal, wait, key });
  };
  return {
    ...{ key: assessment.key, version: assessment.version },
    instruments: instruments.map(({ instrument, baseline, change, outcome, leftOut }) => ({
      ...{ instrument, outcome, leftOut },
      ...(baseline !== undefined && { baseline }),
      ...(change !== undefined && { change }),
    })),
    money: money.map(({ items, ...each }) => ({
      ...each,
      events: items.reduce((sum, item) => sum + item.events, 0),
    })),
    waits: waits.flatMap((wait) => placed(wait, assessments, declined)),
  };
}

/** Nothing for a wait that began after everything had ended. */
function placed(
  wait: MeasuredWait,
  assessments: readonly Assessment[],
  declinedOf: (wait: MeasuredWait, key: string | undefined) => Declined | undefined,
): readonly PlacedWait[] {
  const { startedAt, startedBy, startedWithin, endedAt, standardUntil } = wait;
  const found = assessments
    .flatMap((assessment) => assessment.episodes.map((episode) => ({ assessment, episode })))
    .filter(({ episode }) => beginningOf(episode) <= startedAt)
    .filter(({ episode: { closedAt = Infinity } }) => startedAt <= closedAt)
    .sort((a, b) => (a.episode.closedAt ?? Infinity) - (b.episode.closedAt ?? Infinity))
    .at(-1);
  if (found === undefined) return [];
  const { closedAt, number: episode } = found.episode;
  const { key, holder, organisation, zone } = found.assessment;
  const of = {
    ...{ wait: wait.wait, key, episode, isOpenEpisode: closedAt === undefined },
    ...{ startedAt, startedBy, startedWithin, holder, organisation, declined: undefined },
    ...(endedAt !== undefined && { endedAt }),
    ...(standardUntil !== undefined && { standardUntil }),
  };
  if (endedAt !== undefined && endedAt <= (closedAt ?? Infinity))
    return [{ ...of, state: 'ended', until: endedAt, seconds: wait.seconds }];
  if (closedAt !== undefined) {
    const close = { start: closedAt, end: closedAt };
    const seconds = secondsBetween(startedWithin, close, zone);
    return [{ ...of, state: 'closed', until: closedAt, seconds }];
  }
  const declined = declinedOf(wait, key);
  return [{ ...of, state: 'waiting', until: undefined, seconds: undefined, declined }];
}

function beginningOf({ enteredAt, looksBackTo }: Episode): number {
  return Math.min(enteredAt, looksBackTo ?? enteredAt);
}
