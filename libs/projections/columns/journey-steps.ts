/** What figures see of one journey. */
import type { Interval } from '#calendar';

/**
 * The steps of one journey as figures see them, wherever they are kept: in the facts that were
 * replayed, or in columns. Indexes from 0 to `length` are those of the journey itself, in order.
 * Before 0 and from `length` on are steps outside it that may have happened within, because they
 * are known only to the day or month.
 *
 * Instants are ms since the epoch.
 */
export interface JourneySteps {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key: string | undefined;
  /** Number of the episode; undefined where the pathway has none. */
  readonly episode: number | undefined;
  /** When the journey ends; undefined while it goes on. */
  readonly closedAt: number | undefined;
  /** Start of the last step known of the patient. */
  readonly lastKnown: number;
  /** Index of the entry. */
  readonly entryAt: number;
  /** How many steps before index 0 may have happened after the entry. */
  readonly early: number;
  readonly length: number;
  /** How many steps from `length` on may have happened before the close. */
  readonly late: number;
  type(index: number): string;
  start(index: number): number;
  /** Of what is known to the day or month, its last instant; otherwise its start. */
  end(index: number): number;
}

export function intervalAt(journey: JourneySteps, index: number): Interval {
  return { start: journey.start(index), end: journey.end(index) };
}
