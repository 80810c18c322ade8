/**
 * What a fact is about that does not say so: the decision on a referral names the referral, and the
 * referral named the eye. Goes by the first fact that carried the same value.
 */
import type { PatientAge, TimedFact } from '#care-event';
import { keyIn } from '../definition/episode-key.js';
import type { PathwayRules } from '../rules/pathway-rules.js';

export class OtherMatters {
  /** Whether the first fact with that value concerned the pathway, or one said so since. */
  private readonly isOurs = new Map<string, boolean>();

  constructor(
    private readonly rules: PathwayRules,
    private readonly age: PatientAge,
  ) {}

  /** Whether the next fact in order goes with one that does not concern the pathway. */
  has(timed: TimedFact): boolean {
    const { aboutBy } = this.rules.definition;
    if (aboutBy === undefined) return false;
    const value = keyIn(timed.fact.data, aboutBy);
    if (value === undefined) return false;
    const known = this.isOurs.get(value);
    if (this.rules.saysItIsAbout(timed, this.age)) this.isOurs.set(value, true);
    else if (known === undefined) this.isOurs.set(value, this.rules.isAbout(timed, this.age));
    else return !known;
    return false;
  }
}
