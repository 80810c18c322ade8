/**
 * What the decisions on one offer amount to: the turns that hold, in order. Shared by
 * `decide`, which adds what is missing, and by the saga, which tells those concerned.
 */
import type { HandoverEventKind } from '../state/handover-instance.js';
import type { RecordedDecision } from './decision.js';
import type { HandoverDecisionType } from '#care-event';

export const DECISION_TYPES: Readonly<Record<HandoverEventKind, HandoverDecisionType>> = {
  offered: 'HandoverOffered',
  'information-requested': 'HandoverInformationRequested',
  'information-supplied': 'HandoverInformationSupplied',
  'information-overdue': 'HandoverInformationOverdue',
  silent: 'HandoverFellSilent',
  reminded: 'HandoverReminded',
  escalated: 'HandoverEscalated',
  accepted: 'HandoverAccepted',
  refused: 'HandoverRefused',
  withdrawn: 'HandoverWithdrawn',
  'withdrawal-answered': 'HandoverWithdrawalAnswered',
  overtaken: 'HandoverOvertaken',
};

const KINDS = new Map<string, HandoverEventKind>(
  Object.entries(DECISION_TYPES).map(([kind, type]) => [type, kind as HandoverEventKind]),
);

export interface EffectiveEvent {
  readonly kind: HandoverEventKind;
  /** Key of the turn; taken again after it was taken back it has the same. */
  readonly key: string;
  readonly decision: RecordedDecision;
}

/** @param recorded those on one offer, in the order of the stream */
export function effectiveEvents(recorded: readonly RecordedDecision[]): readonly EffectiveEvent[] {
  let held: EffectiveEvent[] = [];
  for (const decision of recorded) {
    const kind = KINDS.get(decision.type);
    const { turn, turns } = decision.data;
    if (kind !== undefined && typeof turn === 'string') held.push({ kind, key: turn, decision });
    else if (decision.type === 'HandoverVoided') held = [];
    else if (Array.isArray(turns)) held = held.filter((one) => !turns.includes(one.key));
  }
  return held;
}
