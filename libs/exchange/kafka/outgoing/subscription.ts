/**
 * What of the log goes to a topic, and as which CloudEvent. Ids are those of the fact, the decision
 * or the message, so that whoever gets one twice knows it. Pure.
 */
import {
  factFromStored,
  MESSAGE_SENT,
  PATIENT_STREAM,
  type HandoverMessage,
  type JsonObject,
} from '#care-event';
import type { RecordedEvent, SubscriptionFilter } from '#event-store';
import { decisionFromStored } from '#pathway';
import { writeCloudEvent } from '../../cloud-events/cloud-event.js';
import { handoverCloudEvent } from '../../cloud-events/handover-cloud-event.js';
import type { ContentMode } from '../binding/cloud-events-binding.js';

export const SUBSCRIPTION_KINDS = ['care-events', 'decisions', 'handover-messages'] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

export interface Subscription {
  readonly kind: SubscriptionKind;
  readonly topic: string;
  readonly mode: ContentMode;
  /** Only these: bare names of care events and decisions, or kinds of messages. */
  readonly types?: readonly string[];
  /** Only these. A care event that names no pathway counts on each. */
  readonly pathways?: readonly string[];
  /** Only what names one of these. */
  readonly organisations?: readonly string[];
}

/** What is not asked for is not read. */
export function logFilter({ kind }: Pick<Subscription, 'kind'>): SubscriptionFilter {
  return kind === 'handover-messages'
    ? { types: [MESSAGE_SENT] }
    : { streamPrefixes: [PATIENT_STREAM] };
}

/** Undefined where the subscription does not ask for it. */
export function cloudEventOf(
  event: RecordedEvent,
  subscription: Subscription,
): JsonObject | undefined {
  switch (subscription.kind) {
    case 'care-events':
      return careEvent(event, subscription);
    case 'decisions':
      return decision(event, subscription);
    case 'handover-messages':
      return handoverMessage(event, subscription);
  }
}

function careEvent(event: RecordedEvent, subscription: Subscription): JsonObject | undefined {
  const fact = factFromStored(event);
  if (fact === undefined) return undefined;
  const { type, pathway, actor } = fact;
  const isWanted =
    among(subscription.types, type) &&
    (pathway === undefined || among(subscription.pathways, pathway)) &&
    among(subscription.organisations, actor?.organisation);
  if (!isWanted) return undefined;
  const patient = patientOf(event);
  return { ...writeCloudEvent(patient, fact), partitionkey: patient };
}

/** `source` of every decision; with `id` it is unique, as CloudEvents asks. */
const DECISION_SOURCE = 'urn:stafett:decisions';

function decision(event: RecordedEvent, subscription: Subscription): JsonObject | undefined {
  const found = decisionFromStored(event);
  if (found === undefined) return undefined;
  const { type, pathway, effectiveAt, data } = found;
  const isWanted =
    among(subscription.types, type) &&
    among(subscription.pathways, pathway) &&
    amongAny(subscription.organisations, organisationsIn(data));
  if (!isWanted) return undefined;
  const patient = patientOf(event);
  return {
    specversion: '1.0',
    id: event.id,
    source: DECISION_SOURCE,
    type: decisionEventType(type),
    subject: patient,
    time: new Date(effectiveAt).toISOString(),
    datacontenttype: 'application/json',
    partitionkey: patient,
    data,
  };
}

function handoverMessage(event: RecordedEvent, subscription: Subscription): JsonObject | undefined {
  if (event.type !== MESSAGE_SENT) return undefined;
  const message = event.data as unknown as HandoverMessage;
  const isWanted =
    among(subscription.types, message.kind) &&
    among(subscription.pathways, message.pathway) &&
    among(subscription.organisations, message.organisation);
  if (!isWanted) return undefined;
  const { position, knownAt: recordedAt } = event;
  const sent = handoverCloudEvent({ message, position, recordedAt });
  return { ...sent, partitionkey: message.patient };
}

function patientOf({ stream }: RecordedEvent): string {
  return stream.slice(PATIENT_STREAM.length);
}

function among(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}

function amongAny(wanted: readonly string[] | undefined, values: readonly string[]): boolean {
  return wanted === undefined || values.some((value) => wanted.includes(value));
}

/** Every organisation that a decision names: the owner of a duty, both sides of a handover. */
function organisationsIn(data: JsonObject): readonly string[] {
  return Object.entries(data).flatMap(([name, value]) =>
    /organisation$/i.test(name) && typeof value === 'string' ? [value] : [],
  );
}

/** CloudEvents type of a decision: `DutyBreached` → `stafett.decision.duty-breached.v1` */
export function decisionEventType(type: string): string {
  return `stafett.decision.${type.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}.v1`;
}
