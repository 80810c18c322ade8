/** The rows of `standing` that follow from a patient's assessments on one pathway. */
import { dayAt, startOfDay } from '#calendar';
import { birthAmong, sexAmong, type TimedFact } from '#care-event';
import {
  type Assessment,
  type Definition,
  type Journey,
  municipalityIn,
  type PathwayVersions,
  type Severity,
} from '#pathway';
import type { Position } from '#event-store';
import type { AssessmentsTable, StandingTable } from '../port/tables.js';

/** A patient's assessments on one pathway, and what they were made from. */
export interface Standing {
  readonly patient: string;
  /** Of the patient's last event. */
  readonly position: Position;
  readonly versions: PathwayVersions;
  readonly journey: Journey;
  readonly assessments: readonly Assessment[];
}

export interface StandingRows {
  readonly standing: readonly StandingTable[];
  readonly assessments: readonly AssessmentsTable[];
}

export const NO_ROWS: StandingRows = { standing: [], assessments: [] };

/** None for who has not entered, unless a fact that is known in advance may change that. */
export function standingRows(standing: Standing): StandingRows {
  const { patient, assessments } = standing;
  const kept = assessments.filter(
    ({ state, nextWakeUp }) => state !== 'not-entered' || nextWakeUp !== undefined,
  );
  if (kept.length === 0) return NO_ROWS;
  return {
    standing: kept.map((assessment, ordinal) => rowOf(standing, assessment, ordinal)),
    assessments: kept.map((assessment, ordinal) => {
      const { pathway } = assessment;
      return { patient, pathway, ordinal, assessment: JSON.stringify(assessment) };
    }),
  };
}

function rowOf(of: Standing, assessment: Assessment, ordinal: number): StandingTable {
  const { pathway, at, key, state, version, enteredAt, closedAt } = assessment;
  const { stage, holder, organisation } = assessment;
  const { patient, position, versions, journey } = of;
  const history = journey.history();
  const known = until(history, closedAt ?? at);
  const definition = versions.version(version);
  return {
    ...{ patient, pathway, ordinal, key: key ?? null, position, assessed_at: at },
    next_wake: nextWake(assessment, history),
    ticking: mayTick(assessment) ? 1 : 0,
    ...{ version, state, entered_at: enteredAt ?? null, closed_at: closedAt ?? null },
    ...{ stage: stage?.stage ?? null, stage_since: stage?.from ?? null },
    ...{ holder: holder ?? null, organisation: organisation ?? null },
    ...overdueOf(assessment, definition),
    last_at: journey.given(at, key).at(-1)?.start ?? null,
    municipality: municipalityAmong(known) ?? null,
    born: birthAmong(known) ?? null,
    sex: sexAmong(known) ?? null,
    urgency: urgencyOf(assessment, definition) ?? null,
    code: null,
  };
}

function until(history: readonly TimedFact[], at: number): readonly TimedFact[] {
  return history.slice(0, history.findLastIndex(({ start }) => start <= at) + 1);
}

/**
 * What a fact says of the patient counts from when it happened, whatever pathway it is about; who
 * counts as recurrently ill may change from day to day.
 */
function nextWake(assessment: Assessment, history: readonly TimedFact[]): number | null {
  const { at, zone, state, episodes, nextWakeUp = Infinity } = assessment;
  const ahead = history[until(history, at).length]?.start ?? Infinity;
  const isDaily = state === 'open' && episodes.at(-1)?.recurrent !== undefined;
  const tomorrow = isDaily ? startOfDay(dayAt(at, zone) + 1, zone) : Infinity;
  const next = Math.min(nextWakeUp, ahead, tomorrow);
  return next === Infinity ? null : next;
}

/** Clocks of a closed episode stand still; those over the patient never do for good. */
function mayTick({ state, episodes, clocks }: Assessment): boolean {
  const open = state === 'open' ? episodes.at(-1)?.number : undefined;
  return clocks.some(({ episode }) => episode === undefined || episode === open);
}

const BY_SEVERITY: readonly Severity[] = ['critical', 'high', 'normal'];

/** Of duties past due that can still be done, and of answers overdue in the latest episode. */
export function overdueOf(
  { duties, handovers, episodes }: Assessment,
  definition: Definition,
): Pick<StandingTable, 'severity' | 'overdue_since'> {
  let since = Infinity;
  let severity: Severity | undefined;
  const add = (due: number, of: Severity = 'normal'): void => {
    since = Math.min(since, due);
    const isWorse =
      severity === undefined || BY_SEVERITY.indexOf(of) < BY_SEVERITY.indexOf(severity);
    if (isWorse) severity = of;
  };
  for (const { duty, state, open, dueAt } of duties)
    if (state === 'breached' && open && dueAt !== undefined)
      add(dueAt, definition.duties.find(({ id }) => id === duty)?.severity);
  const latest = episodes.at(-1)?.number;
  for (const { handover, state, episode, answerDueAt } of handovers)
    if (state === 'silent' && episode === latest && answerDueAt !== undefined)
      add(answerDueAt, definition.handovers.find(({ id }) => id === handover)?.severity);
  if (severity === undefined) return { severity: null, overdue_since: null };
  return { severity, overdue_since: since };
}

function municipalityAmong(known: readonly TimedFact[]): string | undefined {
  for (let index = known.length - 1; index >= 0; index -= 1) {
    const found = municipalityIn(known[index]!.fact);
    if (found !== undefined) return found;
  }
  return undefined;
}

function urgencyOf({ queues, episodes }: Assessment, definition: Definition): string | undefined {
  const latest = episodes.at(-1)?.number;
  const joined = queues.findLast(({ episode }) => episode === latest);
  const rule = definition.queues.find(({ id }) => id === joined?.queue);
  return joined === undefined ? undefined : rule?.urgency?.order[joined.rank];
}

/** The row of who cannot be assessed on a pathway. */
export function unreadableRow(
  of: Pick<StandingTable, 'patient' | 'pathway' | 'position' | 'assessed_at' | 'version'>,
  code: string,
): StandingTable {
  return {
    ...of,
    ...{ ordinal: 0, key: null, next_wake: null, ticking: 0, state: 'unreadable' },
    ...{ entered_at: null, closed_at: null, stage: null, stage_since: null, holder: null },
    ...{ organisation: null, severity: null, overdue_since: null, last_at: null },
    ...{ municipality: null, born: null, sex: null, urgency: null, code },
  };
}
