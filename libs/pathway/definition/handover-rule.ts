/** How a patient is offered to another service, and what follows each answer and silence. */
import type { Element, LimitRef, Origin, OwnerRef, ServiceRef, Severity } from './element.js';
import type { EventPattern } from './pattern.js';

export interface HandoverRule extends Element {
  /** Events that offer the patient to the other service. */
  readonly when: readonly EventPattern[];
  /** Id of the scope that it passes on; absent: the pathway's own. */
  readonly scope?: string;
  /** Where it passes a scope on, `holder` is whoever holds that. */
  readonly from: OwnerRef;
  readonly to: ServiceRef;
  /** Field that offer and answer share, such as `referral`. */
  readonly matching?: string;
  readonly answerWithin: { readonly limit: LimitRef; readonly firstDayCounts: boolean };
  readonly clock?: string;
  readonly accepted: { readonly by: readonly EventPattern[]; readonly opens?: string };
  readonly refused: { readonly by: readonly EventPattern[]; readonly then: HandoverAction };
  /** What follows silence: at once, then each step that long after the answer was due. */
  readonly silent: { readonly then: HandoverAction; readonly next: readonly SilentStep[] };
  /** The receiver may request information from the sender before it answers. */
  readonly information?: {
    readonly requested: readonly EventPattern[];
    readonly supplied: readonly EventPattern[];
    /** Time that the sender has to supply it. */
    readonly within?: { readonly limit: LimitRef; readonly firstDayCounts: boolean };
  };
  /** The sender withdraws the offer; it stands until the receiver confirms. */
  readonly withdrawn?: {
    readonly by: readonly EventPattern[];
    readonly answered: readonly EventPattern[];
  };
  /** Events after which nobody needs an answer any more, such as a recovery. */
  readonly overtaken: readonly EventPattern[];
  /** Events by which the receiver has it in hand: the time for an answer counts from there. */
  readonly received?: readonly EventPattern[];
  /** Of silence. */
  readonly severity?: Severity;
}

export interface SilentStep extends Origin {
  readonly after: LimitRef;
  readonly then: HandoverAction;
}

export type HandoverAction =
  | { readonly kind: 'return-to-sender' }
  | { readonly kind: 'remind' }
  | { readonly kind: 'escalate'; readonly to: ServiceRef }
  | { readonly kind: 'offer'; readonly to: ServiceRef };
