/** The port, kept by kafkajs. It is loaded when Kafka is first used. */
import type { Admin, EachBatchPayload, Kafka, KafkaConfig, Producer } from 'kafkajs';
import { toKafkaFault } from './faults.js';
import type {
  ConsumerOptions,
  KafkaAddress,
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaProducer,
  PartitionOffset,
  RecordBatch,
  TopicDescription,
} from './port.js';
import { quietRequestQueues } from './quiet-queue.js';

/** A member that is not heard of for so long loses its partitions, ms. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** How long a broker may wait for more before it answers a fetch, ms. */
const FETCH_WAIT_MS = 500;
/** What one fetch may bring, in all and of each partition, bytes. */
const FETCH_BYTES = 16 * 1024 * 1024;
const PARTITION_BYTES = 4 * 1024 * 1024;
const CONNECT_MS = 3_000;
const REQUEST_MS = 30_000;
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };
/** A member that waits for its brokers keeps its place in the group: about a minute. */
const CONSUMER_RETRIES = 60;
/** Partitions whose batches are taken side by side. */
const PARTITIONS_AT_ONCE = 3;

export interface ClientOptions {
  /** What the client has to say, without content of records. */
  readonly onLog?: (message: string) => void;
}

export async function openKafkaClient(
  address: KafkaAddress,
  { onLog = () => undefined }: ClientOptions = {},
): Promise<KafkaClient> {
  const { default: kafkajs } = await import('kafkajs');
  quietRequestQueues();
  const { brokers, clientId, tls, sasl } = address;
  const config: KafkaConfig = {
    ...{ brokers: [...brokers], clientId, retry: RETRY },
    ...{ connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
    logLevel: kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ log }) =>
        onLog(log.message),
    ...(tls !== undefined && { ssl: { ...tls } }),
    ...(sasl !== undefined && { sasl: saslOf(sasl) }),
  };
  const kafka = new kafkajs.Kafka(config);
  return {
    openConsumer: (options) => openConsumer(kafka, options),
    openProducer: () => openProducer(kafka),
    openAdmin: () => openAdmin(kafka),
  };
}

function saslOf({
  mechanism,
  ...user
}: NonNullable<KafkaAddress['sasl']>): NonNullable<KafkaConfig['sasl']> {
  if (mechanism === 'plain') return { mechanism, ...user };
  return mechanism === 'scram-sha-256' ? { mechanism, ...user } : { mechanism, ...user };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toKafkaFault(error);
  }
}

async function openConsumer(kafka: Kafka, options: ConsumerOptions): Promise<KafkaConsumer> {
  const consumer = kafka.consumer({
    groupId: options.group,
    ...{ sessionTimeout: SESSION_MS, heartbeatInterval: HEARTBEAT_MS },
    ...{ maxWaitTimeInMs: FETCH_WAIT_MS, maxBytes: FETCH_BYTES },
    maxBytesPerPartition: PARTITION_BYTES,
    allowAutoTopicCreation: false,
    // Whoever opened it decides when to begin again.
    retry: {
      ...{ ...RETRY, retries: CONSUMER_RETRIES },
      restartOnFailure: () => Promise.resolve(false),
    },
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => options.onEnded(toKafkaFault(payload.error)));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) =>
    options.onAssigned(
      Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      ),
    ),
  );
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const { topic, partition, lastOffset, batchSize } = payload;
    if (batchSize > 0) return;
    options.onPassed({ topic, partition, offset: String(BigInt(lastOffset) + 1n) });
  });
  return translated(async () => {
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => options.onBatch(batchOf(payload)),
      });
    } catch (error) {
      await consumer.disconnect().catch(() => undefined);
      throw error;
    }
    return { close: () => consumer.disconnect() };
  });
}

function batchOf(payload: EachBatchPayload): RecordBatch {
  const { batch } = payload;
  const { topic, partition, messages } = batch;
  return {
    ...{ topic, partition, end: String(BigInt(batch.lastOffset()) + 1n) },
    records: messages.map(({ offset, timestamp, key, value, headers = {} }) => {
      return { offset, timestamp, key, value, headers };
    }),
    isStopping: () => !payload.isRunning() || payload.isStale(),
    heartbeat: () => payload.heartbeat(),
    commit: async (next) => {
      payload.resolveOffset(String(BigInt(next) - 1n));
      await payload.commitOffsetsIfNecessary({
        topics: [{ topic, partitions: [{ partition, offset: next }] }],
      });
    },
  };
}

async function openProducer(kafka: Kafka): Promise<KafkaProducer> {
  const { Partitioners } = (await import('kafkajs')).default;
  const producer: Producer = kafka.producer({
    // The same as that of Java's clients, so that all producers of a topic agree.
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    retry: RETRY,
  });
  await translated(() => producer.connect());
  return {
    send: (topic, records) =>
      translated(async () => {
        await producer.send({ topic, acks: -1, messages: records.map((each) => ({ ...each })) });
      }),
    close: () => producer.disconnect(),
  };
}

async function openAdmin(kafka: Kafka): Promise<KafkaAdmin> {
  // A broker that has just started is still loading its groups.
  const admin = kafka.admin({ retry: RETRY });
  await translated(() => admin.connect());
  return {
    describeTopic: (topic) => translated(() => describeTopic(admin, topic)),
    describeCluster: () =>
      translated(async () => ({ brokers: (await admin.describeCluster()).brokers.length })),
    bounds: (topic) =>
      translated(async () => {
        const offsets = await admin.fetchTopicOffsets(topic);
        return offsets.map(({ partition, low, high }) => {
          return { topic, partition, first: low, head: high };
        });
      }),
    committed: (group, topics) => translated(() => committed(admin, group, topics)),
    close: () => admin.disconnect(),
  };
}

async function describeTopic(admin: Admin, topic: string): Promise<TopicDescription> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics[0]?.partitions ?? [];
  const replicas = Math.min(...partitions.map((each) => each.replicas.length));
  const bytes = await maxMessageBytes(admin, topic);
  return {
    ...{ topic, partitions: partitions.length, replicas },
    ...(bytes !== undefined && { messageBytesMax: bytes }),
  };
}

async function maxMessageBytes(admin: Admin, topic: string): Promise<number | undefined> {
  const TOPIC = 2;
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: TOPIC, name: topic, configNames: ['max.message.bytes'] }],
    });
    const value = Number(resources[0]?.configEntries[0]?.configValue);
    return Number.isSafeInteger(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function committed(
  admin: Admin,
  groupId: string,
  topics: readonly string[],
): Promise<readonly PartitionOffset[]> {
  const all = await admin.fetchOffsets({ groupId, topics: [...topics] });
  return all.flatMap(({ topic, partitions }) =>
    partitions
      .filter(({ offset }) => offset !== '-1')
      .map(({ partition, offset }) => ({ topic, partition, offset })),
  );
}
