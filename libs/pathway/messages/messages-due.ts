/**
 * Who has to be told what of one offer: the difference between the decisions on it and the
 * messages sent so far. Level, never edge: asking again after they were sent gives nothing,
 * and what was settled before anybody was told of it is not asked for any more.
 */
import type { RecordedDecision } from '../decisions/decision.js';
import { effectiveEvents, type EffectiveEvent } from '../decisions/handover-events.js';
import type { JsonObject } from '#care-event';
import type { HandoverEventKind } from '../state/handover-instance.js';
import type { MessageKind } from '#care-event';

/** A message that was sent, as far as it decides what else is. */
export interface SentMessage {
  readonly step: string;
  readonly service: string;
  /** Key of the decision that it tells of. */
  readonly decision: string;
}

export interface MessageDraft extends SentMessage {
  readonly kind: MessageKind;
  /** When what it tells of took effect, ms since the epoch. */
  readonly at: number;
  readonly body: JsonObject;
}

/**
 * An end that is older than this when it is first heard of, and of which nobody was told the
 * beginning, is history: who imports a log does not want to write to everybody in it.
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
  const told = [...sent];
  const drafts: MessageDraft[] = [];
  const held = effectiveEvents(recorded);
  const settled = held.some(({ kind }) => SETTLING.has(kind));
  const send = (
    kind: MessageKind,
    decision: RecordedDecision,
    services: Iterable<string>,
  ): void => {
    for (const service of new Set(services)) {
      const step = `${decision.key} > ${service}`;
      if (service === '' || steps.has(step)) continue;
      steps.add(step);
      const draft = { step, service, decision: decision.key, kind, at: decision.effectiveAt };
      drafts.push({ ...draft, body: bodyOf(decision) });
      told.push(draft);
    }
  };
  // Who had been told by then: what was told since must not make a repeat tell more.
  const earlier = new Set<string>();
  for (const decision of recorded) {
    const before = told.filter((one) => earlier.has(one.decision));
    const turn = held.find((one) => one.decision === decision);
    if (turn !== undefined) send(turn.kind, decision, receivers(turn, { settled, told: before }));
    else if (decision.type === 'HandoverReopened')
      send('reopened', decision, toldOf(turnsOf(decision), recorded, before));
    else if (decision.type === 'HandoverVoided')
      send(
        'voided',
        decision,
        before.map(({ service }) => service),
      );
    earlier.add(decision.key);
  }
  return drafts;
}

interface Standing {
  /** Nobody waits for an answer any more. */
  readonly settled: boolean;
  /** Messages that tell of decisions before this one. */
  readonly told: readonly SentMessage[];
}

function receivers(
  { kind, decision }: EffectiveEvent,
  { settled, told }: Standing,
): readonly string[] {
  const { from, to, service, tookFrom, by } = decision.data;
  const [sender, receiver] = [text(from), text(to)];
  const others = told.map((one) => one.service).filter((one) => one !== receiver);
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
      // After a refusal somebody has to know of it; after silence only while it lasts.
      if (by === undefined) return settled ? [] : [text(service)];
      return isHistory(decision, told) ? [] : [text(service)];
    case 'accepted':
      if (isHistory(decision, told)) return [];
      return [sender, ...(text(tookFrom) === receiver ? [] : [text(tookFrom)]), ...others];
    case 'refused':
    case 'withdrawal-answered':
      return isHistory(decision, told) ? [] : [sender, ...others];
    case 'overtaken':
      return told.length === 0 ? [] : [...told.map((one) => one.service), sender];
  }
}

function isHistory(
  { recordedAt, effectiveAt }: RecordedDecision,
  told: readonly SentMessage[],
): boolean {
  return told.length === 0 && recordedAt - effectiveAt > NEWS_MS;
}

/** Who was told of turns that no longer hold. */
function toldOf(
  turns: readonly string[],
  recorded: readonly RecordedDecision[],
  told: readonly SentMessage[],
): readonly string[] {
  const decisions = new Set(
    recorded.filter(({ data }) => turns.includes(text(data['turn']))).map(({ key }) => key),
  );
  return told.filter(({ decision }) => decisions.has(decision)).map(({ service }) => service);
}

function turnsOf({ data: { turns } }: RecordedDecision): readonly string[] {
  return Array.isArray(turns) ? turns.filter((one) => typeof one === 'string') : [];
}

/** What the receiver needs to act on it and to answer; which turn it is, is for us alone. */
function bodyOf({ data }: RecordedDecision): JsonObject {
  return Object.fromEntries(
    Object.entries(data).filter(([field]) => field !== 'turn' && field !== 'turns'),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
