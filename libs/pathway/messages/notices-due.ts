/**
 * Which warnings about one duty, and escalations of it, are due to be sent: those decided on while
 * the duty is still to be done, each once. One that comes to be known too late helps nobody.
 */
import type { RecordedDecision } from '../decisions/decision.js';
import { receiverOf, type MessageKind } from '#care-event';
import type { MessageDraft } from './messages-due.js';

/** What is older than this when it becomes known is history: an import notifies nobody. */
const NEWS_MS = 30 * 86_400_000;

/** That the owner is to blame, or is not, is said by taking a breach back and deciding it anew. */
const BLAME: ReadonlySet<unknown> = new Set(['attributable', 'not-attributable']);

/**
 * @param recorded the decisions on one duty, in the order of the stream
 * @param sent steps of the messages sent about it
 */
export function noticesDue(
  recorded: readonly RecordedDecision[],
  sent: ReadonlySet<string>,
): readonly MessageDraft[] {
  const pastWarning = recorded.findLastIndex(
    ({ type }) => type !== 'DutyWarned' && type !== 'DutyEscalated',
  );
  const settled = recorded.findLastIndex(settles);
  return recorded.flatMap((decision, index): readonly MessageDraft[] => {
    if (decision.type === 'DutyWarned' && index > pastWarning)
      return draftOf(decision, 'due-soon', sent);
    if (decision.type === 'DutyEscalated' && index > settled)
      return draftOf(decision, 'overdue', sent);
    return [];
  });
}

/** Whether nothing of the duty is overdue from then on. */
function settles({ type, data }: RecordedDecision): boolean {
  if (type === 'DutyReopened') return !BLAME.has(data['reason']);
  return type === 'DutyMet' || type === 'DutyExempted' || type === 'DutyVoided';
}

function draftOf(
  { key, data, effectiveAt, recordedAt }: RecordedDecision,
  kind: MessageKind,
  sent: ReadonlySet<string>,
): readonly MessageDraft[] {
  const service = data['service'];
  if (typeof service !== 'string' || recordedAt - effectiveAt > NEWS_MS) return [];
  const { serviceOrganisation, organisation: ownerOrganisation, ...rest } = data;
  const isKnown = typeof serviceOrganisation === 'string';
  const receiver = receiverOf({ service, organisation: isKnown ? serviceOrganisation : undefined });
  const step = `${key} > ${receiver}`;
  if (sent.has(step)) return [];
  // `organisation` of a message is whom it is for.
  const body = { ...rest, ...(ownerOrganisation !== undefined && { ownerOrganisation }) };
  return [{ step, receiver, decision: key, kind, at: effectiveAt, body }];
}
