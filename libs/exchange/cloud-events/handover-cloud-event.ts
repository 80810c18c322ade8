/**
 * A message of a handover as receivers get it: a CloudEvents 1.0 event in structured JSON.
 * One shape for the feed and the webhook, so a receiver may switch from one to the other. It
 * is a promise to receivers: fields are only ever added.
 */
import type { JsonObject, HandoverMessage } from '#care-event';

/** `source` of every event; with `id` it is unique, as CloudEvents asks. */
const HANDOVER_SOURCE = 'urn:stafett:handovers';
/** Of a warning about a duty, or that it is overdue. */
const DUTY_SOURCE = 'urn:stafett:duties';

/** A message sent later than this after what it reports took effect says so. */
const LATE_SECONDS = 60;
/** A CloudEvents integer has 32 bits. */
const INTEGER_MAX = 2 ** 31 - 1;

export interface HandoverCloudEvent {
  readonly specversion: '1.0';
  /** The message's own id: the same however often it comes. */
  readonly id: string;
  readonly source: typeof HANDOVER_SOURCE | typeof DUTY_SOURCE;
  /** `stafett.handover.<kind>.v1`, `stafett.duty.due-soon.v1` or `stafett.duty.overdue.v1` */
  readonly type: string;
  /** Pseudonym of the patient. */
  readonly subject: string;
  /** When what it reports took effect. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Position in the outbox: a cursor to acknowledge up to, and the order of messages. */
  readonly position: string;
  /** How long after `time` it was sent; only where that is over a minute. */
  readonly lateseconds?: number;
  /** What the message says, with the handover, the pathway and the receiver. */
  readonly data: JsonObject;
}

/** A message as the log has it. */
interface SentMessage {
  readonly message: HandoverMessage;
  /** Where it was put into the outbox. */
  readonly position: string;
  /** When, ms since the epoch. */
  readonly recordedAt: number;
}

export function handoverCloudEvent({
  message,
  position,
  recordedAt,
}: SentMessage): HandoverCloudEvent {
  const { handoverId, pathway, service, organisation } = message;
  const isOfDuty = message.kind === 'due-soon' || message.kind === 'overdue';
  const late = Math.floor((recordedAt - Date.parse(message.time)) / 1000);
  return {
    specversion: '1.0',
    id: message.message,
    source: isOfDuty ? DUTY_SOURCE : HANDOVER_SOURCE,
    type: `stafett.${isOfDuty ? 'duty' : 'handover'}.${message.kind}.v1`,
    subject: message.patient,
    time: message.time,
    datacontenttype: 'application/json',
    position,
    ...(late > LATE_SECONDS && { lateseconds: Math.min(late, INTEGER_MAX) }),
    data: {
      ...message.body,
      ...(!isOfDuty && { handoverId }),
      ...{ pathway, service },
      ...(organisation !== undefined && { organisation }),
    },
  };
}
