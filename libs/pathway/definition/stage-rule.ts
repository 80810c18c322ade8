/** Stages, their exits, milestones and interrupts: the route through a pathway. */
import type { Element, LimitRef, ServiceRef } from './element.js';
import type { EventPattern } from './pattern.js';

/** Stages lie flat in the definition's order, parents before their sub-stages. */
export interface StageRule extends Element {
  /** Service that holds the patient while in this stage. */
  readonly holder: ServiceRef;
  /** Who within the service, such as `physiotherapist`. */
  readonly role?: string;
  /** Events that bring the patient here, from whichever other stage. */
  readonly opens: readonly EventPattern[];
  /** Ways out that only count while the patient is here (or in a sub-stage). */
  readonly exits: readonly StageExit[];
  /** Stage that this one is part of. */
  readonly parent?: string;
  /**
   * True where what opens it is itself the word of its holder that it has taken the patient
   * over. Otherwise a stage of another holder is entered, and whoever held the patient still
   * does until a handover is accepted.
   */
  readonly takesOver?: boolean;
  /** Nobody should be longer in here. */
  readonly limit?: LimitRef;
  /** Nine in ten are through in this time; used to find stalls. */
  readonly expectedP90?: LimitRef;
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
  /** Stage in which the pathway goes on. */
  readonly to: string;
}
