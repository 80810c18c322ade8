/** A broker with topics, and who writes to it and reads from it, for tests of the whole system. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs, { type Kafka, type Message, type Producer } from 'kafkajs';
import { startKafka, type KafkaBroker } from '#exchange/kafka/embedded';
import type { KafkaConfig } from '../apps/composition/index.js';

export interface ReceivedRecord {
  readonly partition: number;
  readonly key: string | undefined;
  readonly value: string | undefined;
}

export class TestBroker {
  private constructor(
    private readonly dataDir: string,
    readonly broker: KafkaBroker,
    readonly kafka: Kafka,
    readonly producer: Producer,
  ) {}

  static async start(): Promise<TestBroker> {
    const dataDir = mkdtempSync(join(tmpdir(), 'stafett-kafka-'));
    const broker = await startKafka({ dataDir });
    const kafka = new kafkajs.Kafka({
      ...{ brokers: [broker.address], clientId: 'test', logLevel: kafkajs.logLevel.NOTHING },
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 30 },
    });
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    return new TestBroker(dataDir, broker, kafka, producer);
  }

  async createTopic(topic: string, partitions: number): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
    });
    await admin.disconnect();
  }

  async send(topic: string, messages: readonly Message[]): Promise<void> {
    await this.producer.send({ topic, acks: -1, messages: [...messages] });
  }

  configuration(more: Partial<KafkaConfig> = {}): KafkaConfig {
    const address = { brokers: [this.broker.address], clientId: 'stafett' };
    return { address, out: [], receivers: [], ...more };
  }

  /** What a topic holds, in the order of each partition; `enough` says when to stop. */
  async read(
    topic: string,
    enough: (received: readonly ReceivedRecord[]) => boolean,
    timeoutMs = 60_000,
  ): Promise<readonly ReceivedRecord[]> {
    const received: ReceivedRecord[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const consumer = this.kafka.consumer({ groupId: `reader-${topic}-${Date.now()}` });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: ({ partition, message }) => {
        const { key, value } = message;
        received.push({ partition, key: key?.toString(), value: value?.toString() });
        if (enough(received)) resolve();
        return Promise.resolve();
      },
    });
    const timer = setTimeout(resolve, timeoutMs);
    await promise;
    clearTimeout(timer);
    await consumer.disconnect();
    return received;
  }

  async stop(): Promise<void> {
    await this.producer.disconnect();
    await this.broker.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** Polls until it holds. @throws Error with the message, when it took too long */
export async function until(
  holds: () => Promise<boolean> | boolean,
  message: string,
  timeoutMs = 90_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It took too long: ${message}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
