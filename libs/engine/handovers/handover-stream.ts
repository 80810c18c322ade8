/**
 * A handover's own stream: what the saga has sent to whom, and what became of it. The
 * decisions that it acts on are in the patient's stream; this one holds the messages.
 * WARNING: names and ids are storage; logs hold them for ever.
 */
import { createHash } from 'node:crypto';
import {
  readWholeStream,
  timeOrderedId,
  type EventStore,
  type ExpectedRevision,
  type Json,
  type JsonObject,
  type NewEvent,
} from '#event-store';
import { formatInstant } from '#calendar';
import { type MessageDraft, type SentMessage } from '#pathway';
import {
  HANDOVER_STREAM,
  MESSAGE_SENT,
  receiverOf,
  receiverParts,
  type HandoverMessage,
} from '#care-event';

/** The first event: which offer this stream is about. */
export const HANDOVER_OPENED = 'HandoverOpened.v1';

/** What names an offer for ever. */
export interface OfferName {
  /** Pseudonym. */
  readonly patient: string;
  readonly pathway: string;
  /** Which of several episodes side by side, where the pathway has a journey for each key. */
  readonly key?: string;
  /** Rule of the definition. */
  readonly handover: string;
  /** Key of the fact that offered it. */
  readonly occurrence: string;
  readonly attempt: number;
}

const ID_HEX_CHARACTERS = 32;

/** The same offer always has the same id: `h` and 32 hexadecimal digits of SHA-256. */
export function handoverId(name: OfferName): string {
  const { patient, pathway, key, handover, occurrence, attempt } = name;
  const parts = [patient, pathway, handover, String(attempt), occurrence];
  return `h${hashOf(key === undefined ? parts : [...parts, key])}`;
}

/** The same parts always have the same 32 hexadecimal digits of SHA-256, and no others have. */
export function hashOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex').slice(0, ID_HEX_CHARACTERS);
}

export function handoverStream(id: string): string {
  return `${HANDOVER_STREAM}${id}`;
}

export interface SentSoFar {
  readonly sent: readonly SentMessage[];
  readonly expected: ExpectedRevision;
}

export async function loadSent(store: EventStore, id: string): Promise<SentSoFar> {
  const events = await readWholeStream(store, handoverStream(id));
  const sent = events
    .filter(({ type }) => type === MESSAGE_SENT)
    .map(({ data: { service, organisation }, metadata: { step, decision } }) => ({
      step: textOf(step),
      receiver: receiverOf({ service: textOf(service), organisation: textOf(organisation) }),
      decision: textOf(decision),
    }));
  return { sent, expected: events.at(-1)?.revision ?? 'none' };
}

/** The opening of the stream, for a handover of which nothing was sent yet. */
export function opened(name: OfferName, id: string): NewEvent {
  return {
    id: timeOrderedId(0, HANDOVER_OPENED, id),
    type: HANDOVER_OPENED,
    data: { id, ...name },
    metadata: {},
  };
}

/**
 * A message to send. Its id comes from step and what it is about, so that it is sent once.
 * @param id of the handover, or of the duty
 */
export function messageSent(
  { patient, pathway }: Pick<OfferName, 'patient' | 'pathway'>,
  id: string,
  draft: MessageDraft,
): NewEvent {
  const { step, kind, receiver, at, body, decision } = draft;
  const message = timeOrderedId(at, MESSAGE_SENT, id, step);
  const data: HandoverMessage = {
    message,
    handoverId: id,
    kind,
    ...receiverParts(receiver),
    patient,
    pathway,
    time: formatInstant(at, 'UTC'),
    body,
  };
  const metadata: JsonObject = { step, decision };
  return { id: message, type: MESSAGE_SENT, data: { ...data }, metadata };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
