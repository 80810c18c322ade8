/**
 * The handover saga: a durable process manager that informs services of what became of an
 * offer and what they owe. It is fed from the log by a processor with a checkpoint, never
 * from memory.
 *
 * Dispatch: a decision on a handover arrives, from a patient's stream. Apply: the decisions
 * on that offer and the messages sent so far are read, and the difference is derived purely.
 * Persist: the missing messages are appended to the handover's stream at the revision that
 * was read, under ids made from handover and step. Acknowledge: the processor moves its
 * checkpoint. After a crash between any two of these, for a repeated event or in a second
 * worker, the messages are found there and none is added.
 */
import { splitBatches, type DamagedEvent, type EventStore, type RecordedEvent } from '#event-store';
import { decisionFromStored, messagesDue, type RecordedDecision } from '#pathway';
import {
  ENGINE_SOURCE,
  HANDOVER_DECISION_TYPES,
  isHandoverDecision,
  PATIENT_STREAM,
  typeLiteral,
} from '#care-event';
import { sendDutyNotices } from './duty-notices.js';
import { loadDecisions } from '../patients/patient-history.js';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import {
  handoverId,
  handoverStream,
  loadSent,
  messageSent,
  opened,
  type OfferName,
} from './handover-stream.js';

/** A decision on a handover that this program cannot read: poison for the patient's sequence. */
export class HandoverUnreadable extends Error {
  readonly code = 'handover-unreadable';
  override readonly name = 'HandoverUnreadable';
  constructor(readonly type: string) {
    super(`A ${type} in the log does not say which handover it is about.`);
  }
}

/** Whoever is notified of a duty is informed by the same processor. */
const DUTY_NOTICES: readonly string[] = [
  typeLiteral('DutyWarned', 1),
  typeLiteral('DutyEscalated', 1),
];

export interface HandoverStep {
  /** Ids of the messages that were sent now, in order. */
  readonly sent: readonly string[];
}

export class HandoverProcess {
  /** Types of the events that it is about. */
  static readonly types: readonly string[] = [...HANDOVER_DECISION_TYPES, ...DUTY_NOTICES];

  constructor(private readonly store: EventStore) {}

  /** Pseudonym of the patient on whose handover the event decides; undefined for any other event. */
  static partitionKeyOf({ stream, type, metadata }: RecordedEvent): string | undefined {
    if (!stream.startsWith(PATIENT_STREAM) || metadata['source'] !== ENGINE_SOURCE)
      return undefined;
    return isHandoverDecision(type) || DUTY_NOTICES.includes(type)
      ? stream.slice(PATIENT_STREAM.length)
      : undefined;
  }

  /** Any event of a patient may be such a decision, where nobody can read it. */
  static damagedKeyOf({ stream, damage }: DamagedEvent): string | undefined {
    if (damage === 'stream' || !stream.startsWith(PATIENT_STREAM)) return undefined;
    return stream.slice(PATIENT_STREAM.length);
  }

  /**
   * Sends what is missing about the offer that the event decides on. The same event may
   * come any number of times.
   *
   * @throws HandoverUnreadable; faults of the store
   */
  async handle(event: RecordedEvent): Promise<HandoverStep> {
    const decision = decisionFromStored(event);
    if (DUTY_NOTICES.includes(event.type) && decision !== undefined) {
      const sent = await retryOnConflict(() => sendDutyNotices(this.store, event.stream, decision));
      return { sent };
    }
    if (decision === undefined || !isWhole(decision)) throw new HandoverUnreadable(event.type);
    const patient = event.stream.slice(PATIENT_STREAM.length);
    return retryOnConflict(() => this.send(offerName(patient, decision)));
  }

  private async send(name: OfferName): Promise<HandoverStep> {
    const decisions = await loadDecisions(this.store, name.patient);
    const id = handoverId(name);
    const ours = decisions.filter((one) => isWhole(one) && isOf(one, name));
    const { sent, expected } = await loadSent(this.store, id);
    const messages = messagesDue(ours, sent).map((draft) => messageSent(name, id, draft));
    if (messages.length === 0) return { sent: [] };
    const all = expected === 'none' ? [opened(name, id), ...messages] : messages;
    let revision = expected;
    for (const batch of splitBatches(all, this.store.limits)) {
      revision = (await this.store.append(handoverStream(id), revision, batch)).lastRevision;
    }
    return { sent: messages.map((message) => message.id) };
  }
}

function offerName(patient: string, decision: RecordedDecision): OfferName {
  const { pathway, episodeKey: key, handover = '', occurrence, attempt } = decision;
  const name = { patient, pathway, handover, occurrence, attempt };
  return key === undefined ? name : { ...name, key };
}

function isOf(decision: RecordedDecision, name: OfferName): boolean {
  return (
    decision.handover === name.handover &&
    decision.pathway === name.pathway &&
    decision.episodeKey === name.key &&
    decision.attempt === name.attempt &&
    decision.occurrence === name.occurrence
  );
}

/** Whether it says who offers what to whom: without that there is nobody to inform. */
function isWhole({ handover, occurrence, data }: RecordedDecision): boolean {
  return (
    handover !== undefined &&
    occurrence !== '' &&
    typeof data['from'] === 'string' &&
    typeof data['to'] === 'string'
  );
}
