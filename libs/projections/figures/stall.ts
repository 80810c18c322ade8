/** A stall as an answer lists it: one silence, who owes it, how dangerous it is, and what notices it. */
import type { Severity } from '#pathway';
import type { Owed } from './owed-answers.js';
import type { StayBound } from './stage-expectations.js';
import type { Notice } from './notices.js';

/** A rule of the definition that notices a silence. */
export interface NoticedBy {
  readonly kind: 'duty' | 'handover' | 'stage';
  /** Id of the duty, handover or stage. */
  readonly id: string;
  /** Of a handover, from 2. */
  readonly attempt?: number;
  /** Of a stay: the bounds it exceeds, the soonest first. */
  readonly beyond?: readonly StayBound[];
  readonly severity: Severity;
  readonly excessSeconds: number;
}

/**
 * What a silence says of itself (kind, due time, age, excess) is what the rule says that has been
 * waiting the longest; what is missing, and from whom, is what the duty or handover says that names it.
 */
export interface Stall {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  readonly kind: NoticedBy['kind'] | 'parked' | 'unreadable';
  /** The highest of the rules that notice it; what the program cannot do is `high`. */
  readonly severity: Severity;
  /** Every rule that notices it, the longest first; empty for what stalls in the program. */
  readonly noticedBy: readonly NoticedBy[];
  /** Of the definition, that the episode is pinned to; absent if the patient cannot be assessed. */
  readonly version?: number;
  /**
   * The patient's stage; for a stay, the stage stayed in, of which that may be a sub-stage.
   * Empty, as is the holder, if the journey is over or cannot be assessed.
   */
  readonly stage: string;
  /** The accountable service, which need not be the one the stage belongs to. */
  readonly holder: string;
  /** Organisation of the holder, where it is known. */
  readonly organisation?: string;
  /** For a duty: its id and owner. */
  readonly duty?: string;
  readonly owner?: string;
  /** Organisation of the owner, where it is known. */
  readonly ownerOrganisation?: string;
  /** False where it was past due before anybody could have done it. Absent otherwise. */
  readonly attributable?: false;
  /** For a handover: its id, the number of the attempt (from 1), and what is owed. */
  readonly handover?: string;
  readonly attempt?: number;
  readonly owed?: Owed;
  /** Warnings, reminders and escalations so far, and what became of the messages. */
  readonly notified?: readonly Notice[];
  /** For a stay: the bounds it exceeds, the soonest first. */
  readonly beyond?: readonly StayBound[];
  /** When the duty or the answer was due (RFC 3339). */
  readonly dueAt?: string;
  /** For a parked sequence: the processor, the event and since when (RFC 3339). */
  readonly processor?: string;
  readonly stream?: string;
  readonly revision?: number;
  /** Instead of stream and revision where it was parked by an earlier version of the program. */
  readonly position?: string;
  readonly parkedAt?: string;
  /** For a parked sequence or an unreadable patient: the fault's code. */
  readonly code?: string;
  /** Since the duty began, the offer was made, the patient entered the stage, or the sequence was parked. */
  readonly ageSeconds: number;
  /** From its beginning to when it was due, or the length of the stay by the soonest bound. */
  readonly expectedSeconds: number;
  readonly excessSeconds: number;
  /** Types of event that would each end the stall. */
  readonly missing: readonly string[];
  /** The same in words, with their conditions. */
  readonly missingWords: string;
  /**
   * Who should send it: for a handover the service that owes the answer; otherwise the
   * types' publisher, or else the duty's owner or the stage's service. What stalls in the
   * program is up to `operators`.
   */
  readonly from: string;
  /** Which of that service, where it is known. */
  readonly fromOrganisation?: string;
}

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'normal'];

/** The most severe first, then what has been waiting longest. */
export function byDanger(
  a: Pick<Stall, 'severity' | 'excessSeconds'>,
  b: Pick<Stall, 'severity' | 'excessSeconds'>,
): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.excessSeconds - a.excessSeconds
  );
}
