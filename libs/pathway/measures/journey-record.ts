/** What the measures of one patient are computed from. */
import type { TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import type { EventPattern } from '../definition/pattern.js';

/** A fact of the journey, and where the patient lived at that time. */
export interface MeasuredFact {
  readonly timed: TimedFact;
  readonly municipality: string | undefined;
}

/** The facts of a journey in order, and how to match them. */
export interface JourneyRecord {
  readonly definition: Definition;
  readonly facts: readonly MeasuredFact[];
  /** Now, ms since the epoch; no fact begins later. */
  readonly at: number;
  fits(patterns: readonly EventPattern[], fact: TimedFact): boolean;
}
