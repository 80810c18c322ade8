/** Stages, their exits, milestones and interrupts: the route through a pathway. */
import type { Element, LimitRef, ServiceRef, Severity } from './element.js';
import type { EventPattern } from './pattern.js';

/** Stages are a flat list in the definition's order, parents before their sub-stages. */
export interface StageRule extends Element {
  /** Service that holds the patient while in this stage. */
  readonly holder: ServiceRef;
  /** Who within the service, such as `physiotherapist`. */
  readonly role?: string;
  /** Events that bring the patient here, from whichever other stage. */
  readonly opens: readonly EventPattern[];
  /** The patient is brought here while the highest grade of a clock's days is within these bounds. */
  readonly while?: GradeRule;
  /** Exits, which only count while the patient is here (or in a sub-stage). */
  readonly exits: readonly StageExit[];
  /** Stage that this one is part of. */
  readonly parent?: string;
  /**
   * True where the event that opens it is itself its holder's statement that it has taken the
   * patient over. Otherwise the stage is entered while whoever held the patient still does, until
   * a handover is accepted.
   */
  readonly takesOver?: boolean;
  /** Nobody should stay here longer. */
  readonly limit?: LimitRef;
  /** Nine in ten are through in this time; used to find stalls. */
  readonly expectedP90?: LimitRef;
  /** Of a stay that is too long. */
  readonly severity?: Severity;
}

export interface GradeRule {
  readonly clock: string;
  readonly atLeast?: number;
  readonly above?: number;
  readonly atMost?: number;
  readonly below?: number;
}

export interface StageExit extends Element {
  readonly on: readonly EventPattern[];
  /** Id of the stage it leads to, or undefined: it closes the pathway. */
  readonly to: string | undefined;
}

export interface MilestoneRule extends Element {
  readonly reachedBy: readonly EventPattern[];
}

export interface InterruptRule extends Element {
  readonly on: readonly EventPattern[];
  /** Stage in which the pathway continues. */
  readonly to: string;
}
