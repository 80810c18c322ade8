/**
 * A pathway definition after reading and checking: what `assess` works from.
 * Its YAML form is in `definition-schema.ts`, the reader in `read-definition.ts`,
 * the meaning of every element in `docs/language.md`.
 */
import type { CalendarRules, Limit } from '#calendar';
import type { DeclaredSchema } from '#care-event';
import type { EventPattern } from './pattern.js';

export type Level = 'municipal' | 'specialist' | 'other';

/** Where a rule comes from, and what its author wants readers to know. */
export interface Origin {
  readonly source?: string;
  readonly note?: string;
}

/** What nearly every element has. */
export interface Element extends Origin {
  /** Lower-case letters, digits and dashes. */
  readonly id: string;
  /** For people; the id where the author gave none. */
  readonly title: string;
}

/** A value that may differ from place to place: the parameter of that name. */
export interface ParameterRef {
  readonly parameter: string;
}

/** A length of time, as written or as a parameter has it. */
export type LimitRef = Limit | ParameterRef;

/** A service by id, or as a parameter has it. */
export type ServiceRef = string | ParameterRef;

/** A service, or `holder`: whoever holds the patient. No service can be called so. */
export type OwnerRef = ServiceRef;

export type ParameterValue =
  | { readonly kind: 'limit'; readonly limit: Limit }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'text'; readonly text: string };

/** A value with a default, and other values for certain municipalities or regions. */
export interface Parameter extends Element {
  readonly default: ParameterValue;
  /** True where the default is background knowledge that was not looked up. */
  readonly background: boolean;
  /** By municipality number; regions are written out into their municipalities. */
  readonly local: ReadonlyMap<string, ParameterValue>;
}

export interface Service extends Origin {
  readonly id: string;
  readonly name: string | ParameterRef;
  readonly level: Level;
  readonly address?: string | ParameterRef;
  /** IANA zone in which this service's days end; the definition's where absent. */
  readonly zone?: string;
  /** This service's own holidays and closures; the definition's where absent. */
  readonly calendar?: CalendarRules;
}

export interface EpisodeRules extends Origin {
  /** An entry event at most so long after the close takes the same episode up again. */
  readonly reopensWithin?: LimitRef;
  /** The episode ends by itself once this clock has not run for so many days. */
  readonly lapses?: { readonly after: LimitRef; readonly clock: string };
  /** When somebody counts as recurrently ill. */
  readonly recurrent?: {
    readonly within: LimitRef;
    readonly clock: string;
    readonly anyOf: readonly RecurrenceTest[];
  };
}

/** At least so many episodes of at least so many clock days each, with so many days in all. */
export interface RecurrenceTest {
  readonly episodes: number;
  readonly ofDays: number;
  readonly days: number;
}

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

/** By when a duty is due. */
export type DueRule =
  | { readonly kind: 'limit'; readonly limit: LimitRef; readonly firstDayCounts: boolean }
  /** On the day or at the instant that a field of the starting event names. */
  | { readonly kind: 'field'; readonly field: string; readonly otherwise: PlainDueRule }
  /** The first case whose conditions the starting event meets. */
  | {
      readonly kind: 'cases';
      readonly cases: readonly {
        readonly when: EventPattern['where'];
        readonly then: PlainDueRule;
      }[];
      readonly otherwise: PlainDueRule;
    }
  /** When the clock has run for so many days in all, whether the days hang together or not. */
  | { readonly kind: 'accumulated'; readonly clock: string; readonly days: LimitRef };

export type PlainDueRule = Extract<DueRule, { readonly kind: 'limit' }>;

export interface DutyRule extends Element {
  readonly from: readonly EventPattern[];
  /** Events of which any one meets it. */
  readonly until: readonly EventPattern[];
  readonly due: DueRule;
  /** Service id, parameter, or `holder`: whoever holds the patient. */
  readonly owner: OwnerRef;
  /** `episode`: once; `occurrence`: for every starting event; `period`: again and again, every limit. */
  readonly per: 'episode' | 'occurrence' | 'period';
  /** Field that has the same value in the event that starts an instance and the one that settles it. */
  readonly matching?: string;
  /** For `period`: events that end the series. */
  readonly ends: readonly EventPattern[];
  /** Conditions on the starting event without which the duty is not applicable. */
  readonly applies?: EventPattern['where'];
  readonly exempt: readonly ExemptionRule[];
  readonly notApplicable: readonly EventPattern[];
  /** Events that take an exemption or `not applicable` back. */
  readonly appliesAgain: readonly EventPattern[];
  /** Clock whose pauses put the due time off. */
  readonly clock?: string;
  readonly escalate: readonly EscalationStep[];
}

export interface ExemptionRule extends Origin {
  readonly on: readonly EventPattern[];
  /** Coded outcome, such as `patient-declined`. */
  readonly code: string;
}

export interface EscalationStep extends Origin {
  /** Time after the due time; undefined: at once. */
  readonly after: LimitRef | undefined;
  readonly to: ServiceRef;
}

export interface ClockRule extends Element {
  readonly start: readonly EventPattern[];
  readonly pause: readonly EventPattern[];
  readonly resume: readonly EventPattern[];
  readonly stop: readonly EventPattern[];
  readonly nullify: readonly EventPattern[];
  /** Field of a pausing event without which the pause does not count. */
  readonly pauseReason?: string;
  /** Events whose fields name a first and a last day on which the clock ran. */
  readonly spans: readonly ClockSpan[];
  /** `episode`: begins anew with every episode; `patient`: counts all that is known of the patient. */
  readonly over: 'episode' | 'patient';
}

export interface ClockSpan extends Origin {
  readonly on: readonly EventPattern[];
  /** Field with the first day; the day of the event where it is missing. */
  readonly from: string;
  /** Field with the last day; until the clock is stopped where it is missing. */
  readonly to: string;
}

/** A fact that breaks it is not refused: it becomes a deviation that names the guard. */
export interface GuardRule extends Element {
  readonly on: readonly EventPattern[];
  /** The latest earlier event of each type named here has to fit one of the patterns. */
  readonly requires: readonly EventPattern[];
  /** Fields that the event has to have. */
  readonly needs: readonly string[];
}

export interface InterruptRule extends Element {
  readonly on: readonly EventPattern[];
  /** Stage in which the pathway goes on. */
  readonly to: string;
}

/** `flag` before any of `before` is a deviation, unless something of `unless` came earlier. */
export interface SequenceRule extends Element {
  readonly flag: readonly EventPattern[];
  readonly before: readonly EventPattern[];
  readonly unless: readonly EventPattern[];
}

export interface HandoverRule extends Element {
  /** Events that offer the patient to the other service. */
  readonly when: readonly EventPattern[];
  readonly from: OwnerRef;
  readonly to: ServiceRef;
  /** Field that offer and answer share, such as `referral`. */
  readonly matching?: string;
  readonly answerWithin: { readonly limit: LimitRef; readonly firstDayCounts: boolean };
  readonly clock?: string;
  readonly accepted: { readonly by: readonly EventPattern[]; readonly opens?: string };
  readonly refused: { readonly by: readonly EventPattern[]; readonly then: HandoverAction };
  /** What follows on silence: at once, then later, each so long after the answer was due. */
  readonly silent: { readonly then: HandoverAction; readonly next: readonly SilentStep[] };
  /** The receiver may ask the sender for more before it answers. */
  readonly information?: {
    readonly requested: readonly EventPattern[];
    readonly supplied: readonly EventPattern[];
    /** Time that the sender has to supply it. */
    readonly within?: { readonly limit: LimitRef; readonly firstDayCounts: boolean };
  };
  /** The sender asks the receiver to let go of it; until the receiver answers, it stands. */
  readonly withdrawn?: {
    readonly by: readonly EventPattern[];
    readonly answered: readonly EventPattern[];
  };
  /** Events after which nobody needs an answer any more, such as a recovery. */
  readonly overtaken: readonly EventPattern[];
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

/** A queue and its order: most urgent first, then who has waited longest. */
export interface QueueRule extends Element {
  readonly joins: readonly EventPattern[];
  readonly served: readonly EventPattern[];
  /** Leaves without having been served. */
  readonly leaves: readonly EventPattern[];
  readonly matching?: string;
  /** Field of the joining event and its values, most urgent first; other values come last. */
  readonly urgency?: { readonly field: string; readonly order: readonly string[] };
}

export interface Measures {
  readonly waits: readonly WaitMeasure[];
  readonly instruments: readonly InstrumentMeasure[];
  readonly money: readonly MoneyMeasure[];
}

export interface WaitMeasure extends Element {
  readonly from: readonly EventPattern[];
  readonly to: readonly EventPattern[];
  /** At least this share, 0 to 1, within this time. */
  readonly standard?: { readonly within: LimitRef; readonly share: number };
}

/** Scores of different instruments, or of other versions, are never compared. */
export interface InstrumentMeasure extends Element {
  readonly instrument: string;
  readonly version: string;
  readonly better: 'higher' | 'lower';
  /** On the instrument's own scale. */
  readonly smallestImportantChange: number;
  readonly lowest?: number;
  readonly highest?: number;
}

export interface MoneyMeasure extends Element {
  readonly on: readonly EventPattern[];
  readonly payer: string;
  readonly kind: 'cost' | 'saving';
  /** In whole units of the currency, for each event. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Recorded figures and modelled ones are shown apart. */
  readonly basis: 'recorded' | 'modelled';
}

/** An event type that this definition declares beside the catalogue. */
export interface DeclaredType extends DeclaredSchema, Origin {
  readonly publisher?: string;
}

export interface Definition extends Origin {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** IANA zone in which this pathway's days begin and end. */
  readonly zone: string;
  readonly calendar: CalendarRules;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly services: ReadonlyMap<string, Service>;
  readonly declared: ReadonlyMap<string, DeclaredType>;
  /** Events that open the pathway; `any` = whatever is addressed to it or declared by it. */
  readonly entry: 'any' | readonly EventPattern[];
  /** Events so long before the entry count as well: for duties, milestones, guards, sequences and clocks. */
  readonly looksBack?: LimitRef;
  /** Absent: one episode for ever. */
  readonly episodes?: EpisodeRules;
  /** Events that close it. */
  readonly closes: readonly EventPattern[];
  /** A journey begins in the first unless its entry event opens another. At least one. */
  readonly stages: readonly StageRule[];
  readonly milestones: readonly MilestoneRule[];
  readonly duties: readonly DutyRule[];
  readonly clocks: readonly ClockRule[];
  readonly guards: readonly GuardRule[];
  readonly interrupts: readonly InterruptRule[];
  readonly sequences: readonly SequenceRule[];
  readonly handovers: readonly HandoverRule[];
  readonly queues: readonly QueueRule[];
  readonly measures: Measures;
}

/** A fault in a definition's text. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** Where in the document, such as `duties[0].within`. */
  readonly path: string;
  /** Stable, such as `unknown-key`. */
  readonly code: string;
  /** An error keeps a definition from being published; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly advice?: string;
}
