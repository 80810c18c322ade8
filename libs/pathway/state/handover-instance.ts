/** One offer of a handover, as it stands at one instant, and its events so far. Instants are milliseconds since the epoch. */
import type { OrganisationGap } from './organisation-state.js';

/**
 * `silent` = no answer, and it is overdue; `withdrawing` = the sender has withdrawn it, and the
 * receiver has not confirmed; `withdrawn` = the receiver has confirmed; `overtaken` = an answer
 * is no longer needed; `lapsed` = the episode closed before the answer was due.
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

export interface Matching {
  readonly field: string;
  readonly value: string;
}

export interface HandoverInstance {
  readonly episode: number;
  readonly handover: string;
  /** Id of the scope that it passes on; absent for the pathway's own responsibility. */
  readonly scope?: string;
  readonly instance: number;
  /** Key of the fact that offered it. */
  readonly occurrence: string;
  /** The field that its answer has to share with it, and the value; absent where there is none. */
  readonly matching?: Matching;
  /** 1 for the service asked first; from 2 for those asked next, after a refusal or silence. */
  readonly attempt: number;
  readonly from: string;
  /** Organisation of `from`, where it is known. */
  readonly fromOrganisation?: string;
  readonly to: string;
  /** Organisation of `to`, or why it is not known; neither where the definition binds nothing. */
  readonly toOrganisation?: string;
  readonly toOrganisationUnknown?: OrganisationGap;
  readonly state: HandoverState;
  readonly offeredAt: number;
  readonly offeredBy: string;
  /** When its receipt began the time for the answer anew; absent where none did. */
  readonly receivedAt?: number;
  /** Last instant, inclusive, at which an answer to the offer, or to its withdrawal, is in time. */
  readonly answerDueAt?: number;
  /** When and by which fact it was settled, where a fact settled it. */
  readonly answeredAt?: number;
  readonly answeredBy?: string;
  /** True where the answer came after it was due. */
  readonly late: boolean;
  /** What has happened to it so far, in order of time. */
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
  /** Identifies it among the events of the same offer, for ever. */
  readonly key: string;
  readonly at: number;
  /** Key of the fact that caused it; absent where time did. */
  readonly by?: string;
  /** For `reminded` and `escalated`: the service that is notified. */
  readonly service?: string;
  /** Organisation of `service`. Absent where it is not known. */
  readonly organisation?: string;
  /** The reason that the fact gives, or a code. */
  readonly reason?: string;
  /** For `accepted`: who held the patient until then. */
  readonly tookFrom?: string;
  readonly tookFromOrganisation?: string;
  /** For `accepted`: the organisation that holds the patient from then on. */
  readonly byOrganisation?: string;
}
