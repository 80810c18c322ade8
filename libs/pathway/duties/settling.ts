/** Which fact settles which instance of a duty, and what the fact can still do afterwards. */
import { factKey, type TimedFact } from '#care-event';
import type { DutyRule } from '../definition/duty-rule.js';
import { answers } from '../instances/awaiting.js';
import type { DutyEffect } from '../rules/duty-effect.js';
import type { OwedDuty } from './duty-instance.js';

/** A fact that may settle what began by then. */
export interface Settling {
  readonly fact: TimedFact;
  readonly match: string | undefined;
  readonly by: number;
}

/**
 * What the fact can still do: it meets once (each part, where there are several) and ends once, but
 * takes away, and takes back, whatever it may.
 * @param meets the parts that it gave to nothing
 */
export function without(effect: DutyEffect, meets: readonly number[], ended: boolean): DutyEffect {
  return meets.length < effect.meets.length || ended
    ? { ...effect, meets, ends: effect.ends && !ended }
    : effect;
}

/** Whether the fact may settle the instance. */
export function settles({ fact, match, by }: Settling, owed: OwedDuty): boolean {
  return owed.armedAt <= by && answers(fact, match, owed);
}

/**
 * What identifies the instance among the duty's others for ever; the first of a duty owed once
 * needs nothing.
 */
export function occurrenceOf(
  { per, fromAccumulated }: DutyRule,
  { fact }: TimedFact,
  instance: number,
): string {
  if (per === 'occurrence' && fromAccumulated === undefined) return factKey(fact);
  // Begun by a clock, it is known by its number: the days on which that happens may be corrected.
  return per === 'episode' && instance === 1 ? '' : String(instance);
}
