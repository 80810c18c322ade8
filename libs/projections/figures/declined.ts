/**
 * What waits of a definition are for, and whether a patient declined it: by an event that the
 * definition takes for a coded exemption from a duty that awaits the same events.
 */
import type { Definition, MeasuredWait, WaitMeasure } from '#pathway';
import type { AssessedPatient } from '../standing/each-assessed.js';
import { eventEvidence, type EventEvidence } from './evidence.js';
import { Fitting } from './fitting.js';
import { typesOf } from './named-types.js';

/** What several waits have as their end in common. */
export interface Goal {
  readonly types: readonly string[];
  readonly rules: readonly WaitMeasure[];
}

export interface Declined {
  readonly code: string;
  readonly event: EventEvidence;
}

export function goalsOf({ measures: { waits } }: Definition): readonly Goal[] {
  const byEnd = Map.groupBy(waits, ({ to }) => typesOf(to).toSorted().join(' '));
  return [...byEnd.values()].map((rules) => ({ types: typesOf(rules[0]!.to), rules }));
}

interface Lasting {
  readonly goal: Goal;
  readonly wait: Pick<MeasuredWait, 'wait' | 'startedAt'>;
  /** Of the episode, where there are several side by side. */
  readonly key: string | undefined;
}

/** The last exemption from a duty that awaits the goal, unless the need was reported again since. */
export function declinedIn(
  patient: AssessedPatient,
  definition: Definition,
  { goal, wait, key }: Lasting,
): Declined | undefined {
  const exemptions = definition.duties
    .filter(({ until }) => until.some(({ type }) => goal.types.includes(type)))
    .flatMap(({ exempt }) => exempt);
  if (exemptions.length === 0) return undefined;
  const fitting = new Fitting(patient, definition);
  const timeline = patient
    .journeys()
    .filter((journey) => journey.key === key)
    .flatMap((journey) => journey.timeline)
    .filter(({ start }) => start >= wait.startedAt);
  const from = goal.rules.find(({ id }) => id === wait.wait)?.from ?? [];
  for (const event of timeline.toReversed()) {
    if (fitting.fits(from, event)) return undefined;
    const exemption = exemptions.find(({ on }) => fitting.fits(on, event));
    if (exemption !== undefined)
      return { code: exemption.code, event: eventEvidence(event, definition.zone) };
  }
  return undefined;
}
