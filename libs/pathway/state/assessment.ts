/**
 * The shapes that `assess` returns: where one patient stands on one pathway at one
 * instant. All instants are milliseconds since the epoch. Lists hold every episode,
 * oldest first; `episode` counts from 1.
 */

export interface Assessment {
  readonly pathway: string;
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
  /** Service accountable now, by `custody`; absent unless open. */
  readonly holder?: string;
  readonly episodes: readonly Episode[];
  /** Every spell so far; those of one episode cover it without gap or overlap, its gaps aside. */
  readonly stages: readonly StageSpell[];
  /** Who was accountable when; the spells of one episode cover it without gap or overlap, its gaps aside. */
  readonly custody: readonly CustodySpell[];
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
  /** Events between two episodes that begin at this instant or later count in it; absent: none do. */
  readonly looksBackTo?: number;
  readonly closedAt?: number;
  /** Fact key of what closed it, or `lapsed`. */
  readonly closedBy?: string;
  /** Whole days between the close of the episode before and this entry; absent for the first. */
  readonly gapDays?: number;
  /** Times in which it was closed before it was taken up again. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /** Whether the patient counted as recurrently ill; absent where the definition has no such rule. */
  readonly recurrent?: boolean;
}

export interface StageSpell {
  readonly episode: number;
  readonly stage: string;
  /** Stages that it is part of, innermost first. */
  readonly within: readonly string[];
  /** The service that the stage belongs to. Who is accountable, `custody` tells. */
  readonly holder: string;
  readonly role?: string;
  /** Where the patient lived on coming in, where that is known: parameters go by it. */
  readonly municipality?: string;
  readonly from: number;
  /** Absent while the patient is in it. */
  readonly to?: number;
  /** Id of the exit or interrupt by which it was left, where it was one. */
  readonly exit?: string;
}

/**
 * How responsibility came to its holder: with the entry of the episode; by accepting a
 * handover; by deed, where the definition has what opens the holder's stage as its word; or
 * from one role to another within the service.
 */
export type CustodyBasis = 'entry' | 'acceptance' | 'deed' | 'within';

export interface CustodySpell {
  readonly episode: number;
  /** Service. */
  readonly holder: string;
  readonly role?: string;
  /** Identifier of the person who took it over, where the acceptance tells. */
  readonly person?: string;
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
  readonly basis: CustodyBasis;
  /** Of an acceptance: id of the handover. */
  readonly handover?: string;
  /** Key of the fact by which it came. */
  readonly fact: string;
}

export interface MilestoneReached {
  readonly episode: number;
  readonly milestone: string;
  readonly at: number;
  readonly fact: string;
}

/**
 * `breached` = not done and past due; `lapsed` = the pathway closed before it was
 * due; `exempt` = a coded outcome took it away in time; `not-applicable` = it does not
 * concern this patient. `open` tells whether it can still be done.
 */
export type DutyState =
  'not-yet-due' | 'met' | 'met-late' | 'breached' | 'lapsed' | 'exempt' | 'not-applicable';

export interface DutyInstance {
  readonly episode: number;
  readonly duty: string;
  /** Which instance of the duty in its episode, from 1, in the order in which they began. */
  readonly instance: number;
  /**
   * What tells it from the duty's other instances for ever: `''` for a duty owed once per
   * episode, the key of the starting fact per occurrence, the number of the period.
   */
  readonly occurrence: string;
  /**
   * The service answerable for it. Where the definition says `holder`: who held the
   * patient when it was met or taken away; until then, who holds the patient now (or
   * held the patient when the pathway closed).
   */
  readonly owner: string;
  /** True where the definition says `holder` rather than naming a service. */
  readonly ownedByHolder: boolean;
  readonly state: DutyState;
  readonly open: boolean;
  /** True while its clock stands: it cannot fall due, and has no due time. */
  readonly paused: boolean;
  /** Start of the interval in which the starting event happened, and its fact key. */
  readonly armedAt: number;
  readonly armedBy: string;
  /** Last instant, inclusive, at which it is in time; absent while that cannot be told. */
  readonly dueAt?: number;
  /**
   * The latest instant at which a clock may have changed its due time or something made it
   * apply again; absent where nothing did.
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
  readonly escalations: readonly { readonly to: string; readonly at: number }[];
  /** Types of event that would meet it. */
  readonly awaits: readonly string[];
}

/**
 * `silent` = no answer, and it is overdue; `withdrawing` = the sender asked for it back, and
 * the receiver has not answered that; `withdrawn` = the receiver let go of it; `overtaken` =
 * nobody needs the answer any more; `lapsed` = the episode closed before the answer was due.
 */
export type HandoverState =
  | 'offered'
  | 'information-requested'
  | 'withdrawing'
  | 'silent'
  | 'accepted'
  | 'refused'
  | 'withdrawn'
  | 'overtaken'
  | 'lapsed';

export interface HandoverInstance {
  readonly episode: number;
  readonly handover: string;
  readonly instance: number;
  /** Key of the fact that offered it. */
  readonly occurrence: string;
  /** 1 for the service that the definition has asked; 2 and on for those asked next, after a no or silence. */
  readonly attempt: number;
  readonly from: string;
  readonly to: string;
  readonly state: HandoverState;
  readonly offeredAt: number;
  readonly offeredBy: string;
  /** Last instant, inclusive, at which an answer is in time: to the offer, or to its withdrawal. */
  readonly answerDueAt?: number;
  /** When and by which fact it was settled, where a fact settled it. */
  readonly answeredAt?: number;
  readonly answeredBy?: string;
  /** True where the answer came after it was due. */
  readonly late: boolean;
  /** What has become of it so far, in order of time. */
  readonly events: readonly HandoverEvent[];
}

/** What happens to an offer; stored decisions and messages are named after these. */
export type HandoverEventKind =
  | 'offered'
  | 'information-requested'
  | 'information-supplied'
  | 'information-overdue'
  | 'silent'
  | 'reminded'
  | 'escalated'
  | 'accepted'
  | 'refused'
  | 'withdrawn'
  | 'withdrawal-answered'
  | 'overtaken';

export interface HandoverEvent {
  readonly kind: HandoverEventKind;
  /** Tells it from every other turn of the same offer, for ever. */
  readonly key: string;
  readonly at: number;
  /** Key of the fact that did it; absent where time did. */
  readonly by?: string;
  /** Of `reminded` and `escalated`: the service that is told. */
  readonly service?: string;
  /** What the fact gives as its reason, or a code. */
  readonly reason?: string;
  /** Of `accepted`: who held the patient until then. */
  readonly tookFrom?: string;
}

export interface ClockReading {
  /** Absent for a clock over the whole patient. */
  readonly episode?: number;
  readonly clock: string;
  readonly state: 'not-started' | 'running' | 'paused' | 'stopped' | 'nullified';
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  /** From start to stop or now, pauses included and without them; of all runs since the last nullification. */
  readonly rawMs: number;
  readonly adjustedMs: number;
  /** Local days on which it ran, each once. */
  readonly days: number;
  readonly pauses: readonly ClockPause[];
  /** How many runs were nullified. */
  readonly nullified: number;
}

export interface ClockPause {
  readonly from: number;
  readonly to?: number;
  readonly fact: string;
  readonly reason?: string;
}

export interface QueueEntry {
  readonly episode: number;
  readonly queue: string;
  readonly joinedAt: number;
  readonly fact: string;
  /** Place of its urgency in the queue's order, 0 the most urgent. */
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

export type DeviationKind =
  | 'unknown-type'
  | 'after-close'
  | 'correction-without-target'
  | 'rival-correction'
  | 'guard'
  | 'sequence'
  | 'pause-without-reason'
  | 'missing-date'
  | 'holder-without-acceptance'
  | 'accepted-outside'
  | 'unclear-answer'
  | 'answer-without-offer'
  | 'answer-by-other'
  | 'second-acceptance'
  | 'contradicting-answer'
  | 'accepted-though-withdrawn'
  | 'answer-after-withdrawal'
  | 'answer-after-overtaken'
  | 'withdrawn-after-answer';

/** A fact that does not fit the definition: shown, never refused. */
export interface Deviation {
  readonly kind: DeviationKind;
  /** Id of the guard, sequence, clock, duty, stage or handover that it is about. */
  readonly rule?: string;
  readonly at: number;
  readonly fact: string;
  readonly message: string;
}
