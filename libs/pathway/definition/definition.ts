/**
 * A pathway definition after parsing and checking: what `assess` works from. The parser is in
 * `libs/pathway-language`; the meaning of every element is in `docs/language.md`.
 */
import type { Element, LimitRef, Origin, Parameter, ParameterRef } from './element.js';
import type { CalendarRules } from '#calendar';
import type { EventPattern } from './pattern.js';
import type { DeclaredSchema } from '#care-event';
import type { InterruptRule, MilestoneRule, StageRule } from './stage-rule.js';
import type { DutyRule } from './duty-rule.js';
import type { ClockRule } from './clock-rule.js';
import type { GuardRule, SequenceRule } from './order-rules.js';
import type { HandoverRule } from './handover-rule.js';
import type { Measures } from './measure-rules.js';
import type { ScopeRule } from './scope-rule.js';
import type { OrganisationBinding } from './organisation-binding.js';

export type Level = 'municipal' | 'specialist' | 'other';

export interface Service extends Origin {
  readonly id: string;
  readonly name: string | ParameterRef;
  readonly level: Level;
  readonly address?: string | ParameterRef;
  /** IANA zone in which this service's days end; the definition's where absent. */
  readonly zone?: string;
  /** This service's own holidays and closures; the definition's where absent. */
  readonly calendar?: CalendarRules;
  /** Absent: which organisation stands for it is not known. */
  readonly organisation?: OrganisationBinding;
}

/** Several episodes side by side: each key has a journey of its own. */
export interface EpisodeKey {
  /** Fields of `data` that may hold the key; the first that does says it. At least one. */
  readonly fields: readonly string[];
  /**
   * Events without a key that act in every open episode; all others act in the only one that is
   * open.
   */
  readonly every: 'any' | readonly EventPattern[];
}

export interface EpisodeRules extends Origin {
  /** Absent: a patient has one journey. */
  readonly key?: EpisodeKey;
  /** An entry event at most this long after the close reopens the episode. */
  readonly reopensWithin?: LimitRef;
  /** The episode ends by itself once this clock has not run for this many days. */
  readonly lapses?: {
    readonly after: LimitRef;
    readonly clock: string;
    /** Duty that keeps it open while it is past due and still owed. */
    readonly unlessBreached?: string;
  };
  /**
   * It ends by itself after so long without a fact, if nothing is owed or offered. Whatever is, an
   * entry event named by `beginsAnew` then ends it and begins the next.
   */
  readonly outOfSight?: { readonly after: LimitRef; readonly beginsAnew?: readonly EventPattern[] };
  /** When somebody counts as recurrently ill. */
  readonly recurrent?: {
    readonly within: LimitRef;
    readonly clock: string;
    readonly anyOf: readonly RecurrenceTest[];
  };
}

/**
 * At least `episodes` episodes of at least `ofDays` clock days each, with at least `days` in
 * all.
 */
export interface RecurrenceTest {
  readonly episodes: number;
  readonly ofDays: number;
  readonly days: number;
}

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

/** An event type that this definition declares beside the catalogue. */
export interface DeclaredType extends DeclaredSchema, Origin {
  readonly publisher?: string;
}

export interface Definition extends Origin {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Of its texts, BCP 47; English where absent. */
  readonly language?: string;
  /** The same with its texts in other languages, by BCP 47 tag; absent where it has none. */
  readonly translations?: ReadonlyMap<string, Definition>;
  /** IANA zone in which this pathway's days begin and end. */
  readonly zone: string;
  readonly calendar: CalendarRules;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly services: ReadonlyMap<string, Service>;
  readonly declared: ReadonlyMap<string, DeclaredType>;
  /** Events that open the pathway; `any` = whatever is addressed to it or declared by it. */
  readonly entry: 'any' | readonly EventPattern[];
  /** Why anybody's event of such a type may open it, where no condition says whom it is for. */
  readonly unfiltered?: string;
  /**
   * Events of the types named here concern the pathway only if they fit one of these patterns;
   * absent: every event does.
   */
  readonly about?: readonly EventPattern[];
  /** Fields by which an event that does not say what it is about belongs with earlier ones. */
  readonly aboutBy?: readonly string[];
  /** Events of which the first begins custody; absent: it begins with the entry. */
  readonly custodyFrom?: readonly EventPattern[];
  /**
   * Events at most this long before the entry count as well: for duties, milestones, guards,
   * sequences and clocks.
   */
  readonly looksBack?: LimitRef;
  /** Absent: there is only ever one episode. */
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
  /** What the pathway's own responsibility is called beside those; for people. */
  readonly responsibility?: string;
  /** What is held beside the pathway's own responsibility; most definitions have none. */
  readonly scopes?: readonly ScopeRule[];
  readonly measures: Measures;
}
