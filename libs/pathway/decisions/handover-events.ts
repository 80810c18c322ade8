/**
 * Which events of one offer the recorded decisions leave in effect, in order. Shared by
 * `decide`, which adds what is missing, and by the process that notifies services.
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
  /** Key of the event; it stays the same when the event is taken back and happens again. */
  readonly key: string;
  readonly decision: RecordedDecision;
}

/** @param recorded those on one offer, in the order of the stream */
export function effectiveEvents(recorded: readonly RecordedDecision[]): readonly EffectiveEvent[] {
  let inEffect: EffectiveEvent[] = [];
  for (const decision of recorded) {
    const kind = KINDS.get(decision.type);
    const { turn, turns } = decision.data;
    if (kind !== undefined && typeof turn === 'string')
      inEffect.push({ kind, key: turn, decision });
    else if (decision.type === 'HandoverVoided') inEffect = [];
    else if (Array.isArray(turns)) inEffect = inEffect.filter((one) => !turns.includes(one.key));
  }
  return inEffect;
}
