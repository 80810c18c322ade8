/** What somebody owes, by when, and what takes it away or escalates it. */
import type { Element, HolderOf, LimitRef, Origin } from './element.js';
import type { OwnerRef, ServiceRef, Severity } from './element.js';
import type { EventPattern, Evidence } from './pattern.js';

/** By when a duty is due. */
export type DueRule =
  | {
      readonly kind: 'limit';
      readonly limit: LimitRef;
      readonly firstDayCounts: boolean;
      /** Field of the starting event from whose date it counts; from the event where absent. */
      readonly from?: string;
    }
  /** On the day or at the instant that a field of the starting event names, or so long from it. */
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly shift?: { readonly by: 'plus' | 'minus'; readonly limit: LimitRef };
      readonly otherwise: PlainDueRule;
    }
  /** The first case that holds. */
  | {
      readonly kind: 'cases';
      readonly cases: readonly DueCase[];
      readonly otherwise: PlainDueRule;
    }
  /** When the clock has run for so many days in all, whether the days hang together or not. */
  | ({ readonly kind: 'accumulated' } & AccumulatedDays);

export interface DueCase {
  /** Conditions on the starting event. */
  readonly when: EventPattern['where'];
  /** Evidence by what came before the starting event. */
  readonly latest?: Evidence;
  readonly then: PlainDueRule;
}

export type PlainDueRule = Extract<DueRule, { readonly kind: 'limit' }>;

/** The days that a clock has counted in all. */
export interface AccumulatedDays {
  readonly clock: string;
  readonly days: LimitRef;
}

export interface DutyRule extends Element {
  readonly from: readonly EventPattern[];
  /** It begins when a clock has counted so many days; no event starts it then. */
  readonly fromAccumulated?: AccumulatedDays;
  /** Events any one of which meets it, or where there are parts one of them. */
  readonly until: readonly EventPattern[];
  /** Where there are parts of which each has to be met: these; `until` has the patterns of all. */
  readonly untilAllOf?: readonly (readonly EventPattern[])[];
  readonly due: DueRule;
  /** Service id, parameter, `holder`: whoever holds the patient, or whoever holds a scope. */
  readonly owner: OwnerRef | HolderOf;
  /** `episode`: once; `occurrence`: for every starting event; `period`: again and again, every limit. */
  readonly per: 'episode' | 'occurrence' | 'period';
  /** Field that has the same value in the event that starts an instance and the one that settles it. */
  readonly matching?: string;
  /** For `period`: events that end the series. */
  readonly ends: readonly EventPattern[];
  /** Conditions on the starting event without which the duty is not applicable. */
  readonly applies?: EventPattern['where'];
  /** Evidence by what came before the starting event, without which it is not applicable. */
  readonly appliesIfLatest?: Evidence;
  /** How long after the start what meets it has to come; absent: whenever it follows. */
  readonly notBefore?: LimitRef;
  readonly exempt: readonly ExemptionRule[];
  readonly notApplicable: readonly EventPattern[];
  /** Events that take an exemption or `not applicable` back. */
  readonly appliesAgain: readonly EventPattern[];
  /** Clock whose pauses postpone the due time. */
  readonly clock?: string;
  readonly escalate: readonly EscalationStep[];
  /** Before the first of these events nobody could have done it. Absent: a breach is always held against its owner. */
  readonly attributableFrom?: readonly EventPattern[];
  /** Events that do the same where they come so long after what began it. */
  readonly attributableLater?: { readonly on: readonly EventPattern[]; readonly after: LimitRef };
  /** Whom to warn while there is still time. */
  readonly warn: readonly WarningStep[];
  /** Of a breach. */
  readonly severity?: Severity;
}

export interface ExemptionRule extends Origin {
  readonly on: readonly EventPattern[];
  /** Coded outcome, such as `patient-declined`. */
  readonly code: string;
  /** True where nothing takes it back. */
  readonly stands?: boolean;
  /** Events that take it back, and no other that takes the duty away. */
  readonly liftedBy?: readonly EventPattern[];
}

export interface EscalationStep extends Origin {
  /** Time after the due time; undefined: at once. */
  readonly after: LimitRef | undefined;
  readonly to: ServiceRef;
}

export interface WarningStep extends Origin {
  /** Time before the due time. */
  readonly before: LimitRef;
  /** Undefined: whoever owes it. */
  readonly to: ServiceRef | undefined;
}
