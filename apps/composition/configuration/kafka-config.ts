/**
 * `kafka.yaml`: which brokers, how to log in, which topics are read and what goes to which. Read
 * strictly, since a slip here sends events nowhere or somewhere else. Passwords stand in files or
 * environment variables, never in it, and are never repeated in a message.
 */
import { dirname, resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { isReceiverName } from '#care-event';
import {
  SUBSCRIPTION_KINDS,
  type IncomingTopic,
  type KafkaAddress,
  type KafkaTarget,
  type Subscription,
} from '#exchange/kafka';
import { readCheckedYaml } from '#pathway-language';
import { ConfigurationInvalid } from './configuration-invalid.js';
import { attempt, readCertificates, readGuarded, readPassword } from './delivery-secrets.js';
import { readNamedFile, type NamedFile } from './read-named-file.js';

export interface KafkaConfig {
  readonly address: KafkaAddress;
  /** Absent: nothing is read. */
  readonly in?: { readonly group: string; readonly topics: readonly IncomingTopic[] };
  readonly out: readonly Subscription[];
  /** Who gets messages of handovers pushed, and to which topic. */
  readonly receivers: readonly KafkaTarget[];
}

const FILE_BYTES_MAX = 256 * 1024;
const DEFAULTS = { clientId: 'stafett', mode: 'structured' } as const;

const closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 2_000 });
const Topic = Type.String({ pattern: '^[A-Za-z0-9._-]{1,249}$' });
const Mode = Type.Optional(Type.Enum(['binary', 'structured']));
const Names = Type.Optional(Type.Array(Text, { minItems: 1, maxItems: 1_000 }));

const Outgoing = Type.Optional(
  Type.Array(
    Type.Object(
      { topic: Topic, mode: Mode, types: Names, pathways: Names, organisations: Names },
      closed,
    ),
    { minItems: 1, maxItems: 100 },
  ),
);

const KafkaSchema = Type.Object(
  {
    brokers: Type.Array(Text, { minItems: 1, maxItems: 100 }),
    'client-id': Type.Optional(Text),
    /** Encrypted; by the system's certificates unless it names others. */
    tls: Type.Optional(
      Type.Union([
        Type.Boolean(),
        Type.Object(
          {
            'ca-file': Type.Optional(Text),
            'cert-file': Type.Optional(Text),
            'key-file': Type.Optional(Text),
          },
          closed,
        ),
      ]),
    ),
    sasl: Type.Optional(
      Type.Object(
        {
          mechanism: Type.Enum(['plain', 'scram-sha-256', 'scram-sha-512']),
          username: Text,
          password: Type.Object({ file: Type.Optional(Text), env: Type.Optional(Text) }, closed),
        },
        closed,
      ),
    ),
    in: Type.Optional(
      Type.Object(
        {
          group: Text,
          topics: Type.Array(
            Type.Union([
              Topic,
              Type.Object({ topic: Topic, organisation: Type.Optional(Text) }, closed),
            ]),
            { minItems: 1, maxItems: 1_000 },
          ),
        },
        closed,
      ),
    ),
    out: Type.Optional(
      Type.Object(
        { 'care-events': Outgoing, decisions: Outgoing, 'handover-messages': Outgoing },
        closed,
      ),
    ),
    receivers: Type.Optional(
      Type.Record(Type.String(), Type.Object({ topic: Topic, mode: Mode }, closed), {
        maxProperties: 2_000,
      }),
    ),
  },
  { ...closed, 'x-confidential': true },
);
type Written = Static<typeof KafkaSchema>;
type Report = (path: readonly (string | number)[], message: string) => void;

/**
 * @returns undefined when there is no such file and nobody asked for it by name
 * @throws ConfigurationInvalid; the system's errors for a file that cannot be read
 */
export async function loadKafkaConfig(
  named: NamedFile,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KafkaConfig | undefined> {
  const read = await readNamedFile(named);
  return read === undefined ? undefined : readKafkaConfig(read.text, read.path, env);
}

/**
 * @param file where it stands: names of other files are reckoned from there
 * @throws ConfigurationInvalid
 */
export function readKafkaConfig(
  yaml: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): KafkaConfig {
  if (Buffer.byteLength(yaml) > FILE_BYTES_MAX)
    throw new ConfigurationInvalid([
      { location: file, message: `it is larger than ${FILE_BYTES_MAX} bytes` },
    ]);
  let address: KafkaAddress | undefined;
  const read = readCheckedYaml(yaml, KafkaSchema, (written, at) => {
    address = addressOf(written, { folder: dirname(file), env, at });
    checkBrokers(written, at);
    checkTopics(written, at);
  });
  if ('problems' in read || address === undefined)
    throw new ConfigurationInvalid(
      ('problems' in read ? read.problems : []).map(({ line, column, message }) => ({
        location: `${file}:${line}:${column}`,
        message,
      })),
    );
  const { value } = read;
  return {
    address,
    ...(value.in !== undefined && {
      in: {
        group: value.in.group,
        topics: value.in.topics.map((each) => (typeof each === 'string' ? { topic: each } : each)),
      },
    }),
    out: SUBSCRIPTION_KINDS.flatMap((kind) =>
      (value.out?.[kind] ?? []).map((each) => ({ mode: DEFAULTS.mode, ...each, kind })),
    ),
    receivers: Object.entries(value.receivers ?? {}).map(([service, target]) => ({
      ...{ service, mode: DEFAULTS.mode },
      ...target,
    })),
  };
}

interface Around {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly at: Report;
}

function addressOf({ brokers, tls, sasl, ...rest }: Written, around: Around): KafkaAddress {
  const { folder, env, at } = around;
  const password =
    sasl &&
    attempt(
      () => readPassword(sasl.password, folder, env),
      (message) => at(['sasl', 'password'], message),
    );
  return {
    brokers,
    clientId: rest['client-id'] ?? DEFAULTS.clientId,
    ...(tls !== undefined && tls !== false && { tls: tlsOf(tls === true ? {} : tls, around) }),
    ...(sasl !== undefined && { sasl: { ...sasl, password: password ?? '' } }),
  };
}

function tlsOf(
  written: Exclude<NonNullable<Written['tls']>, boolean>,
  { folder, at }: Around,
): NonNullable<KafkaAddress['tls']> {
  const file = (name: keyof typeof written, read: (path: string) => string) => {
    const path = written[name];
    if (path === undefined) return undefined;
    return attempt(
      () => read(resolve(folder, path)),
      (message) => at(['tls', name], message),
    );
  };
  if ((written['cert-file'] === undefined) !== (written['key-file'] === undefined))
    at(['tls'], 'cert-file and key-file go together');
  const ca = file('ca-file', readCertificates);
  const cert = file('cert-file', readCertificates);
  const key = file('key-file', readGuarded);
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

const BROKER = /^([^\s:/@]+|\[[0-9a-f:]+\]):\d{1,5}$/i;

function checkBrokers({ brokers }: Written, at: Report): void {
  for (const [i, broker] of brokers.entries())
    if (!BROKER.test(broker)) at(['brokers', i], `${broker} is no broker; write it as host:9092`);
}

function checkTopics(written: Written, at: Report): void {
  const incoming = new Set<string>();
  for (const [i, each] of (written.in?.topics ?? []).entries()) {
    const topic = typeof each === 'string' ? each : each.topic;
    if (incoming.has(topic)) at(['in', 'topics', i], `${topic} is there twice`);
    incoming.add(topic);
  }
  for (const kind of SUBSCRIPTION_KINDS) {
    const known = new Set<string>();
    for (const [i, { topic }] of (written.out?.[kind] ?? []).entries()) {
      const place = ['out', kind, i, 'topic'];
      if (known.has(topic)) at(place, `${topic} is there twice`);
      if (incoming.has(topic))
        at(place, `${topic} is read as well: what is sent there would come in again`);
      known.add(topic);
    }
  }
  for (const [service, { topic }] of Object.entries(written.receivers ?? {})) {
    if (!isReceiverName(service))
      at(
        ['receivers', service],
        'a receiver is a service, or a service@organisation; either may be * for any',
      );
    if (incoming.has(topic))
      at(
        ['receivers', service],
        `${topic} is read as well: what is sent there would come in again`,
      );
  }
}
