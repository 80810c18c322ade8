/** One offer of a handover, as it stands at one instant, and its events so far. Instants are milliseconds since the epoch. */

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
