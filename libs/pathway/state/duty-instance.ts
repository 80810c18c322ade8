/** One instance of a duty, as it stands at one instant. Instants are milliseconds since the epoch. */
import type { Matching } from './handover-instance.js';
import type { OrganisationState } from './organisation-state.js';

/**
 * `breached` = not done and past due; `lapsed` = the pathway closed before it was due; `exempt`
 * = a coded outcome took it away in time; `not-applicable` = it does not concern this patient.
 * `open` says whether it can still be done.
 */
export type DutyState =
  'not-yet-due' | 'met' | 'met-late' | 'breached' | 'lapsed' | 'exempt' | 'not-applicable';

/** A part that has been met, when, and the key of the fact. */
export interface PartMet {
  readonly part: number;
  readonly at: number;
  readonly by: string;
}

/** A service that is told of a duty, which of its organisations that is, and since when. */
export interface Notified extends OrganisationState {
  readonly to: string;
  readonly at: number;
}

export interface DutyInstance extends OrganisationState {
  readonly episode: number;
  readonly duty: string;
  /** Which instance of the duty in its episode, from 1, in the order in which they began. */
  readonly instance: number;
  /**
   * What identifies it among the duty's other instances for ever: `''` for a duty owed once per
   * episode, the key of the starting fact per occurrence, the number of the period.
   */
  readonly occurrence: string;
  /** The field that what meets it has to share with it, and the value; absent where there is none. */
  readonly matching?: Matching;
  /**
   * The service answerable for it. Where the definition says `holder`: who held the
   * patient when it was met or taken away; until then, who holds the patient now (or
   * held the patient when the pathway closed). `organisation` goes with it: which of the service
   * it was then.
   */
  readonly owner: string;
  /** True where the definition says `holder` rather than naming a service. */
  readonly ownedByHolder: boolean;
  /** Id of the scope where it is owed by whoever holds that: everything said of the holder is of it. */
  readonly scope?: string;
  readonly state: DutyState;
  readonly open: boolean;
  /** True while its clock is paused: it cannot fall due, and has no due time. */
  readonly paused: boolean;
  /** Start of the interval in which the starting event happened, and its fact key. */
  readonly armedAt: number;
  readonly armedBy: string;
  /** Last instant, inclusive, at which it is in time; absent while that is not known. */
  readonly dueAt?: number;
  /**
   * The latest instant at which a clock may have moved its due time or something made it apply
   * again; absent where nothing did.
   */
  readonly movedAt?: number;
  /**
   * Start of the interval in which the meeting event happened, or `armedAt` where that
   * is later: the earliest instant at which it can have been met.
   */
  readonly metAt?: number;
  readonly metBy?: string;
  /** Where it was taken away (exempt, not applicable): when, by which fact, and the code. */
  readonly endedAt?: number;
  readonly endedBy?: string;
  readonly reason?: string;
  /** Steps that have been reached: to whom, and since when. */
  readonly escalations: readonly Notified[];
  /**
   * Warnings that it will soon be due, reached before it was settled: to whom, and since when.
   * Where the definition names nobody, that is who owed it then.
   */
  readonly warnings: readonly Notified[];
  /** Present where it was breached before anybody could have done it: its owner is not to blame. */
  readonly attributable?: false;
  /** Types of event that would meet it, or what it still lacks of the parts that do. */
  readonly awaits: readonly string[];
  /**
   * Where several parts have to be met: those that it has, from 1 in the definition's order, in
   * the order in which it got them.
   */
  readonly partsMet?: readonly PartMet[];
}
