/**
 * The shapes that `assess` returns: where one patient stands on one pathway at one
 * instant. All instants are milliseconds since the epoch. Lists hold every episode,
 * oldest first; `episode` counts from 1.
 */
import type { CustodySpell } from './custody-spell.js';
import type { DutyInstance } from './duty-instance.js';
import type { HandoverInstance } from './handover-instance.js';
import type { ClockReading } from './clock-reading.js';
import type { Deviation } from './deviation.js';
import type { OrganisationGap, OrganisationSpell } from './organisation-state.js';

export interface Assessment {
  readonly pathway: string;
  /**
   * The key of its episodes, where the pathway has a journey for each key; `''` for those whose
   * entry names none.
   */
  readonly key?: string;
  /** Version that the latest episode is pinned to. */
  readonly version: number;
  /** IANA zone of the definition: how its instants are written out. */
  readonly zone: string;
  readonly at: number;
  /** Of the latest episode, as are `enteredAt`, `closedAt`, `stage` and `holder`. */
  readonly state: 'not-entered' | 'open' | 'closed';
  readonly enteredAt?: number;
  readonly closedAt?: number;
  /** The stage the patient is in; absent unless open. */
  readonly stage?: StageSpell;
  /** Service accountable now, by `custody`; absent unless open, and before a first contact. */
  readonly holder?: string;
  /** Organisation of the holder, or why it is not known. */
  readonly organisation?: string;
  readonly organisationUnknown?: OrganisationGap;
  readonly episodes: readonly Episode[];
  /** Every spell so far; those of one episode cover it without gap or overlap, its gaps aside. */
  readonly stages: readonly StageSpell[];
  /**
   * Who was accountable when; the spells of one episode cover it without gap or overlap, its gaps
   * and what came before a first contact aside.
   */
  readonly custody: readonly CustodySpell[];
  /**
   * Who held which scope when, in the order of the definition; absent where it has none. The spells
   * of one scope never overlap, and where one follows another it is without gap unless it ended.
   */
  readonly scopes?: readonly CustodySpell[];
  /** Whom the services are bound to, since when; absent where the definition binds none. */
  readonly organisations?: readonly OrganisationSpell[];
  readonly milestones: readonly MilestoneReached[];
  readonly duties: readonly DutyInstance[];
  readonly handovers: readonly HandoverInstance[];
  readonly clocks: readonly ClockReading[];
  readonly queues: readonly QueueEntry[];
  readonly interrupts: readonly Interruption[];
  readonly deviations: readonly Deviation[];
  /** The next instant at which something could change without a new fact. */
  readonly nextWakeUp?: number;
}

export interface Episode {
  readonly number: number;
  /** Version of the definition that it is pinned to. */
  readonly version: number;
  readonly enteredAt: number;
  /** Fact key of the entry event. */
  readonly enteredBy: string;
  /** Events since the episode before count in it from this instant on; absent: none do. */
  readonly looksBackTo?: number;
  readonly closedAt?: number;
  /** Fact key of what closed it, or `lapsed` or `out-of-sight` where it ended by itself. */
  readonly closedBy?: string;
  /** Whole days between the close of the episode before and this entry; absent for the first. */
  readonly gapDays?: number;
  /** Present where custody begins with a first contact rather than with the entry. */
  readonly custodyFrom?: 'first-contact';
  /** Times during which it was closed before it was reopened. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /**
   * Whether the patient counts as recurrently ill; absent where the definition has no such rule.
   */
  readonly recurrent?: boolean;
}

export interface StageSpell {
  readonly episode: number;
  readonly stage: string;
  /** Stages that it is part of, innermost first. */
  readonly within: readonly string[];
  /** The service that the stage belongs to. Who is accountable is in `custody`. */
  readonly holder: string;
  readonly role?: string;
  /** Where the patient lived on entering the stage, where known: parameters depend on it. */
  readonly municipality?: string;
  readonly from: number;
  /** Absent while the patient is in it. */
  readonly to?: number;
  /** Id of the exit or interrupt by which it was left, if there was one. */
  readonly exit?: string;
}

export interface MilestoneReached {
  readonly episode: number;
  readonly milestone: string;
  readonly at: number;
  readonly fact: string;
}

export interface QueueEntry {
  readonly episode: number;
  readonly queue: string;
  readonly joinedAt: number;
  readonly fact: string;
  /** Rank of its urgency in the queue's order; 0 is the most urgent. */
  readonly rank: number;
  /** Whole years on joining, where known. */
  readonly patientAge?: number;
  readonly leftAt?: number;
  readonly outcome?: 'served' | 'left';
}

export interface Interruption {
  readonly episode: number;
  readonly interrupt: string;
  readonly at: number;
  readonly fact: string;
}
