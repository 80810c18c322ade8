/** A fact with the interval in which it happened. */
import type { RecordedFact } from '../event/care-event.js';

/** A fact and when it happened, which is what orders facts. */
export interface TimedFact {
  readonly fact: RecordedFact;
  /** Interval in which it happened, both ends inclusive; equal for an instant. */
  readonly start: number;
  readonly end: number;
  /**
   * Where it acts before all facts that begin at its start: 1 for what a clock begins, 2 for what a
   * fact does from a day on that it names.
   */
  readonly ahead?: 1 | 2;
}
