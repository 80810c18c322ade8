/**
 * The AsyncAPI 3 document: what Stafett takes in and sends through Kafka. Messages come from the
 * catalogue of care events, the types of decisions and the kinds of messages, so that it cannot say
 * anything else; topics come from `kafka.yaml`. `receive` and `send` are what Stafett does.
 */
import { CATALOGUE, DECISION_TYPES, MESSAGE_KINDS } from '#care-event';
import { decisionEventType, type SubscriptionKind } from '#exchange/kafka';
import type { KafkaConfig } from '../configuration/kafka-config.js';
import { CLOUD_EVENT_SCHEMA, EXAMPLE_CLOUD_EVENT } from './cloud-event-schema.js';

type Part = Readonly<Record<string, unknown>>;
type Parts = Readonly<Record<string, Part>>;

const CONTENT_TYPE = 'application/cloudevents+json';
/** Names of parts take no dots. */
const partName = (type: string): string => type.replaceAll('.', '-');
const refTo = (place: string): Part => ({ $ref: `#/${place}` });

const KEY = {
  kafka: {
    key: { type: 'string', description: 'The attribute partitionkey: the patient.' },
    bindingVersion: '0.5.0',
  },
};

const OUTGOING: Readonly<Record<SubscriptionKind, { readonly title: string; readonly of: Parts }>> =
  {
    'care-events': { title: 'Care events that are recorded', of: careEventMessages() },
    decisions: { title: 'Decisions of the engine', of: decisionMessages() },
    'handover-messages': { title: 'Messages of handovers', of: handoverMessages() },
  };

interface Channel {
  readonly name: string;
  readonly title: string;
  /** Undefined: no topic is configured. */
  readonly topic: string | undefined;
  readonly action: 'receive' | 'send';
  readonly messages: Parts;
}

/** @param version of this program */
export function asyncApiDocument(kafka: KafkaConfig | undefined, version: string): Part {
  const channels = channelsOf(kafka);
  const servers = (kafka?.address.brokers ?? []).map((host, i) => [
    `kafka${i + 1}`,
    { host, protocol: kafka?.address.tls === undefined ? 'kafka' : 'kafka-secure' },
  ]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Stafett',
      version,
      description:
        'Care events in, and what is recorded, decided and sent to receivers out: CloudEvents 1.0 in Kafka records, at least once, with ids by which a repeat is known. Records of one patient have one key and keep their order.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: CONTENT_TYPE,
    ...(servers.length > 0 && { servers: Object.fromEntries(servers) }),
    channels: Object.fromEntries(channels.map((each) => [each.name, channelPart(each)])),
    operations: Object.fromEntries(channels.map((each) => [operationName(each), operation(each)])),
    components: {
      schemas: { CloudEvent: CLOUD_EVENT_SCHEMA, OutgoingCloudEvent: OUTGOING_SCHEMA },
      messages: Object.assign({}, ...Object.values(OUTGOING).map(({ of }) => of)) as Parts,
    },
  };
}

function channelsOf(kafka: KafkaConfig | undefined): readonly Channel[] {
  const incoming = kafka?.in?.topics.map(({ topic }) => topic) ?? [undefined];
  const out = (Object.keys(OUTGOING) as SubscriptionKind[]).flatMap((kind) => {
    const found = (kafka?.out ?? []).filter((each) => each.kind === kind);
    const topics = found.length > 0 ? found.map(({ topic }) => topic) : [undefined];
    const { title, of: messages } = OUTGOING[kind];
    return topics.map((topic) => ({
      ...{ name: channelName(kind, topic), title, topic, action: 'send' as const, messages },
    }));
  });
  return [
    ...incoming.map((topic) => ({
      name: channelName('reports', topic),
      title: 'Care events that are reported',
      ...{ topic, action: 'receive' as const, messages: OUTGOING['care-events'].of },
    })),
    ...out,
  ];
}

function channelName(kind: string, topic: string | undefined): string {
  return topic === undefined ? kind : `${kind}-${partName(topic)}`;
}

function channelPart({ title, topic, messages }: Channel): Part {
  const names = Object.keys(messages);
  return {
    // Null: known once a topic is configured.
    address: topic ?? null,
    title,
    messages: Object.fromEntries(names.map((name) => [name, refTo(`components/messages/${name}`)])),
    ...(topic !== undefined && { bindings: { kafka: { topic, bindingVersion: '0.5.0' } } }),
  };
}

const operationName = ({ action, name }: Channel): string => `${action}-${name}`;

function operation({ action, name, title }: Channel): Part {
  return { action, channel: refTo(`channels/${name}`), title };
}

function careEventMessages(): Parts {
  return Object.fromEntries(
    [...CATALOGUE].map(([type, { version, description, schema }]) => {
      const literal = `${type}.v${version}`;
      const isExample = EXAMPLE_CLOUD_EVENT.type === literal;
      return [
        partName(literal),
        {
          ...{ name: literal, title: type, summary: description, contentType: CONTENT_TYPE },
          payload: {
            allOf: [
              refTo('components/schemas/CloudEvent'),
              { properties: { type: { enum: [literal, type] }, data: schema } },
            ],
          },
          bindings: KEY,
          ...(isExample && { examples: [{ payload: EXAMPLE_CLOUD_EVENT }] }),
        },
      ];
    }),
  );
}

function decisionMessages(): Parts {
  return messagesOf(DECISION_TYPES.map((type) => [decisionEventType(type), type]));
}

function handoverMessages(): Parts {
  return messagesOf(
    MESSAGE_KINDS.map((kind) => [
      `stafett.${kind === 'due-soon' ? 'duty' : 'handover'}.${kind}.v1`,
      kind,
    ]),
  );
}

function messagesOf(types: readonly (readonly [type: string, title: string])[]): Parts {
  return Object.fromEntries(
    types.map(([type, title]) => [
      partName(type),
      {
        ...{ name: type, title, contentType: CONTENT_TYPE },
        payload: {
          allOf: [
            refTo('components/schemas/OutgoingCloudEvent'),
            { properties: { type: { const: type } } },
          ],
        },
        bindings: KEY,
      },
    ]),
  );
}

const OUTGOING_SCHEMA: Part = {
  type: 'object',
  description: 'CloudEvents 1.0. Fields are only ever added.',
  required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'partitionkey', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', description: 'The same however often it comes.' },
    source: { type: 'string', format: 'uri-reference' },
    type: { type: 'string' },
    subject: { type: 'string', description: 'Pseudonym of the patient.' },
    time: { type: 'string', format: 'date-time', description: 'When it took effect.' },
    partitionkey: { type: 'string', description: 'The pseudonym again: the key of the record.' },
    datacontenttype: { const: 'application/json' },
    data: { type: 'object' },
  },
};
