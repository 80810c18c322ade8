/**
 * Which messages about one offer are due: the difference between its decisions and the messages
 * sent so far. Calling it again after they were sent gives nothing, and nobody is asked for an
 * answer that is no longer needed.
 */
import type { RecordedDecision } from '../decisions/decision.js';
import { effectiveEvents, type EffectiveEvent } from '../decisions/handover-events.js';
import { type JsonObject, receiverOf } from '#care-event';
import type { HandoverEventKind } from '../state/handover-instance.js';
import type { MessageKind } from '#care-event';

/** A message that was sent, as far as it matters for what else is due. */
export interface SentMessage {
  readonly step: string;
  /** Whom it was sent to: a service, or a service of an organisation. */
  readonly receiver: string;
  /** Key of the decision that it reports. */
  readonly decision: string;
}

export interface MessageDraft extends SentMessage {
  readonly kind: MessageKind;
  /** When what it reports took effect, ms since the epoch. */
  readonly at: number;
  readonly body: JsonObject;
}

/**
 * An end that is older than this when it becomes known, of an offer that nobody was notified
 * of, is history: importing a log must not send messages to everybody in it.
 */
const NEWS_MS = 30 * 86_400_000;

const SETTLING: ReadonlySet<HandoverEventKind> = new Set([
  'accepted',
  'refused',
  'withdrawal-answered',
  'overtaken',
]);

/**
 * @param recorded the decisions on one offer, in the order of the stream
 * @param sent the messages on it, in the order in which they were sent
 */
export function messagesDue(
  recorded: readonly RecordedDecision[],
  sent: readonly SentMessage[],
): readonly MessageDraft[] {
  const steps = new Set(sent.map(({ step }) => step));
  const notified = [...sent];
  const drafts: MessageDraft[] = [];
  const inEffect = effectiveEvents(recorded);
  const settled = inEffect.some(({ kind }) => SETTLING.has(kind));
  const send = (
    kind: MessageKind,
    decision: RecordedDecision,
    receivers: Iterable<string>,
  ): void => {
    for (const receiver of new Set(receivers)) {
      const step = `${decision.key} > ${receiver}`;
      if (receiver === '' || steps.has(step)) continue;
      steps.add(step);
      const draft = { step, receiver, decision: decision.key, kind, at: decision.effectiveAt };
      drafts.push({ ...draft, body: bodyOf(decision) });
      notified.push(draft);
    }
  };
  // Messages sent by then: later ones must not make a repeated call send more.
  const earlier = new Set<string>();
  for (const decision of recorded) {
    const before = notified.filter((one) => earlier.has(one.decision));
    const event = inEffect.find((one) => one.decision === decision);
    if (event !== undefined)
      send(event.kind, decision, receivers(event, { settled, notified: before }));
    else if (decision.type === 'HandoverReopened')
      send('reopened', decision, notifiedOf(keysOf(decision), recorded, before));
    else if (decision.type === 'HandoverVoided')
      send(
        'voided',
        decision,
        before.map(({ receiver }) => receiver),
      );
    earlier.add(decision.key);
  }
  return drafts;
}

interface Context {
  /** Nobody waits for an answer any more. */
  readonly settled: boolean;
  /** Messages about earlier decisions. */
  readonly notified: readonly SentMessage[];
}

function receivers(
  { kind, decision }: EffectiveEvent,
  { settled, notified }: Context,
): readonly string[] {
  const { by } = decision.data;
  const [sender, receiver] = [partyIn(decision, 'from'), partyIn(decision, 'to')];
  const holder = partyIn(decision, 'tookFrom');
  const others = notified.map((one) => one.receiver).filter((one) => one !== receiver);
  switch (kind) {
    case 'offered':
    case 'information-supplied':
    case 'withdrawn':
      return settled ? [] : [receiver];
    case 'information-requested':
    case 'information-overdue':
    case 'silent':
      return settled ? [] : [sender];
    case 'reminded':
      return settled ? [] : [receiver];
    case 'escalated':
      // A refusal has to be known; silence only while it lasts.
      if (by === undefined) return settled ? [] : [notifiedBy(decision)];
      return isHistory(decision, notified) ? [] : [notifiedBy(decision)];
    case 'accepted':
      if (isHistory(decision, notified)) return [];
      return [sender, ...(holder === receiver ? [] : [holder]), ...others];
    case 'refused':
    case 'withdrawal-answered':
      return isHistory(decision, notified) ? [] : [sender, ...others];
    case 'overtaken':
      return notified.length === 0 ? [] : [...notified.map((one) => one.receiver), sender];
  }
}

/** The service, and its organisation where it is known, beside it. */
function partyIn({ data }: RecordedDecision, field: 'from' | 'to' | 'tookFrom'): string {
  return receiverOf({
    service: text(data[field]),
    organisation: text(data[`${field}Organisation`]),
  });
}

function notifiedBy({ data }: RecordedDecision): string {
  return receiverOf({ service: text(data['service']), organisation: text(data['organisation']) });
}

function isHistory(
  { recordedAt, effectiveAt }: RecordedDecision,
  notified: readonly SentMessage[],
): boolean {
  return notified.length === 0 && recordedAt - effectiveAt > NEWS_MS;
}

/** Who was notified of events that no longer hold. */
function notifiedOf(
  keys: readonly string[],
  recorded: readonly RecordedDecision[],
  notified: readonly SentMessage[],
): readonly string[] {
  const decisions = new Set(
    recorded.filter(({ data }) => keys.includes(text(data['turn']))).map(({ key }) => key),
  );
  return notified.filter(({ decision }) => decisions.has(decision)).map(({ receiver }) => receiver);
}

function keysOf({ data: { turns } }: RecordedDecision): readonly string[] {
  return Array.isArray(turns) ? turns.filter((one) => typeof one === 'string') : [];
}

/** What the receiver needs in order to act and answer; the keys of events are internal. */
function bodyOf({ data }: RecordedDecision): JsonObject {
  return Object.fromEntries(
    Object.entries(data).filter(([field]) => field !== 'turn' && field !== 'turns'),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
