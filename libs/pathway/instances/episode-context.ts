/**
 * What the parts of an episode (duties, handovers, queues) may ask of their episode while its
 * facts are applied.
 *
 * A closed episode may be reopened: a part must not discard what is not settled when it is
 * viewed with a closed horizon.
 */
import type { Deviation, DeviationKind } from '../state/deviation.js';
import type { TimedFact } from '#care-event';
import type { ClockTracker } from '../clocks/clock-tracker.js';
import type { Definition } from '../definition/definition.js';
import type { ServiceRef } from '../definition/element.js';
import type { OwnerDays } from '#calendar';
import type { EvidenceContext } from './evidence.js';
import type { OrganisationTracker } from '../organisations/organisation-tracker.js';

export interface EpisodeContext extends EvidenceContext {
  /** Number of the episode, from 1. */
  readonly episode: number;
  readonly definition: Definition;
  /** Which organisations stand for its services; undefined where the definition binds none. */
  readonly organisations?: OrganisationTracker | undefined;
  /** Zone and calendar of a service by id: its own, else the definition's. */
  ownerOf(service: string): OwnerDays;
  /** By the municipality of the fact being applied, else by the last that was named. */
  service(ref: ServiceRef): string;
  /** The latest fact of the type before the one being applied. */
  latest(type: string): TimedFact | undefined;
  /**
   * The patient's age in whole years on the local day of that instant; undefined where not known.
   */
  ageAt(at: number): number | undefined;
  /** @throws RangeError where the definition has no such clock, which the parser rules out */
  clock(id: string): ClockTracker;
  /**
   * Who held the patient just before the fact, in the order of facts; up to the entry, the first
   * holder.
   */
  holderBefore(fact: TimedFact): string;
  /** Who held the patient at `at`, a spell counting from its first instant on. */
  holderAt(at: number): string;
  /** Whether that service holds the patient at `at`; of a scope, whether it is held by it. */
  isHeldBy(service: string, at: number): boolean;
  /** True while touched rules are recorded; saves building keys that nobody reads. */
  readonly tracing: boolean;
  /** Notes that a rule was touched, by its key such as `duties/plan/met`. */
  touch(key: string): void;
  /**
   * `rule`: id of the guard, sequence, clock, duty, stage or handover that it is about. Must not
   * be called from `instances`.
   */
  reportDeviation(
    kind: DeviationKind,
    fact: TimedFact,
    rule: string | undefined,
    message: string,
  ): Deviation;
  /** Takes a deviation back that a later fact explains. */
  retractDeviation(deviation: Deviation): void;
}
