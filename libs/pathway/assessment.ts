/** The shapes that `assess` returns: where one patient stands on one pathway at one instant. */
import type { RecordedFact } from './care-event.js';

/** All instants are milliseconds since the epoch. */
export interface Assessment {
  readonly pathway: string;
  readonly version: number;
  /** IANA zone of the definition: how its instants are written out. */
  readonly zone: string;
  readonly at: number;
  readonly state: 'not-entered' | 'open' | 'closed';
  readonly enteredAt?: number;
  readonly closedAt?: number;
  /** The stage the patient is in; absent unless open. */
  readonly stage?: StageSpell;
  /** Service accountable now; absent unless open. */
  readonly holder?: string;
  /** Every spell so far, oldest first; together they cover entry to close without gap or overlap. */
  readonly stages: readonly StageSpell[];
  readonly milestones: readonly MilestoneReached[];
  readonly duties: readonly DutyInstance[];
  readonly deviations: readonly Deviation[];
  /** The next instant at which something could change without a new fact. */
  readonly nextWakeUp?: number;
}

export interface StageSpell {
  readonly stage: string;
  readonly holder: string;
  readonly from: number;
  /** Absent while the patient is in it. */
  readonly to?: number;
}

export interface MilestoneReached {
  readonly milestone: string;
  readonly at: number;
  readonly fact: string;
}

/**
 * `breached` = not done and past due; `lapsed` = the pathway closed before it was
 * due. `open` tells whether it can still be done (the pathway is open).
 */
export type DutyState = 'not-yet-due' | 'met' | 'met-late' | 'breached' | 'lapsed';

export interface DutyInstance {
  readonly duty: string;
  /**
   * The service answerable for it. Where the definition says `holder`: who held the
   * patient when it was met; while it is not met, who holds the patient now (or held
   * the patient when the pathway closed).
   */
  readonly owner: string;
  /** True where the definition says `holder` rather than naming a service. */
  readonly ownedByHolder: boolean;
  readonly state: DutyState;
  readonly open: boolean;
  /** Start of the interval in which the starting event happened, and its fact key. */
  readonly armedAt: number;
  readonly armedBy: string;
  /** Last instant, inclusive, at which it is in time. */
  readonly dueAt: number;
  /**
   * Start of the interval in which the meeting event happened, or `armedAt` where that
   * is later: the earliest instant at which it can have been met.
   */
  readonly metAt?: number;
  readonly metBy?: string;
  /** Types of event that would meet it. */
  readonly awaits: readonly string[];
}

export type DeviationKind =
  'unknown-type' | 'after-close' | 'correction-without-target' | 'rival-correction';

/** A fact that does not fit the definition: shown, never refused. */
export interface Deviation {
  readonly kind: DeviationKind;
  readonly at: number;
  readonly fact: string;
  readonly message: string;
}

/** A fact in its place in the order of what happened. */
export interface PlacedFact {
  readonly fact: RecordedFact;
  /** Interval in which it happened, both ends inclusive; equal for an instant. */
  readonly start: number;
  readonly end: number;
}
