/**
 * Which warnings about one duty are due to be sent: those decided on while the duty is still to
 * be done, each once. A warning that comes to be known too late helps nobody.
 */
import type { RecordedDecision } from '../decisions/decision.js';
import { receiverOf } from '#care-event';
import type { MessageDraft } from './messages-due.js';

/** What is older than this when it becomes known is history: an import warns nobody. */
const NEWS_MS = 30 * 86_400_000;

/**
 * @param recorded the decisions on one duty, in the order of the stream
 * @param sent steps of the messages sent about it
 */
export function warningsDue(
  recorded: readonly RecordedDecision[],
  sent: ReadonlySet<string>,
): readonly MessageDraft[] {
  const settled = recorded.findLastIndex(({ type }) => type !== 'DutyWarned');
  return recorded.slice(settled + 1).flatMap((decision): readonly MessageDraft[] => {
    const { key, data, effectiveAt, recordedAt } = decision;
    const service = data['service'];
    if (typeof service !== 'string' || recordedAt - effectiveAt > NEWS_MS) return [];
    const { serviceOrganisation, organisation: ownerOrganisation, ...rest } = data;
    const isKnown = typeof serviceOrganisation === 'string';
    const receiver = receiverOf({
      service,
      organisation: isKnown ? serviceOrganisation : undefined,
    });
    const step = `${key} > ${receiver}`;
    if (sent.has(step)) return [];
    // \`organisation\` of a message is whom it is for.
    const body = { ...rest, ...(ownerOrganisation !== undefined && { ownerOrganisation }) };
    return [{ step, receiver, decision: key, kind: 'due-soon', at: effectiveAt, body }];
  });
}
