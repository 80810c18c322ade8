/** What is to be expected of somebody who has waited for a while already. */
import { survivalAt, type SurvivalCurve } from './kaplan-meier.js';

/** Seconds since the start of the spell. */
export interface Ahead {
  /** How long it has lasted so far. */
  readonly age: number;
  readonly deadline: number;
  /** How far to look. */
  readonly horizon: number;
}

/**
 * 1 − S(d)/S(age), d = min(deadline, age + horizon): the chance that what the curve waits for comes
 * within the horizon and by the deadline, for somebody to whom it has not come yet. Where S is the
 * time until a breach, this is the hazard of breach.
 *
 * @returns null where nobody on the curve waited as long
 */
export function hazardAhead(
  curve: SurvivalCurve,
  { age, deadline, horizon }: Ahead,
): number | null {
  const stillOpen = chanceStillOpen(curve, age, Math.min(deadline, age + horizon));
  return stillOpen === null ? null : 1 - stillOpen;
}

/**
 * S(until)/S(age): the chance that it has still not come by a later time. With the deadline as that
 * time it is the risk of a breach, where S is the time until what the duty awaits.
 *
 * @returns null where nobody on the curve waited as long
 */
export function chanceStillOpen(curve: SurvivalCurve, age: number, until: number): number | null {
  const now = survivalAt(curve, age);
  return now === 0 ? null : survivalAt(curve, Math.max(age, until)) / now;
}
