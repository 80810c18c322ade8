/** Kafka in memory: topics of one partition, a group, and what goes wrong with real ones when asked. */
import type {
  ConsumerOptions,
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaProducer,
  KafkaRecord,
  NewKafkaRecord,
} from './port.js';
import { KafkaFault } from './port.js';

const BATCH = 100;

export class KafkaInMemory implements KafkaClient {
  readonly topics = new Map<string, KafkaRecord[]>();
  /** Of the one group. */
  readonly committed = new Map<string, number>();
  /** The next consumers say nothing, as if they had lost their brokers and not noticed. */
  silent = 0;
  /** Sends that fail before they go through, and those that go through and are reported as failed. */
  failingSends = 0;
  unansweredSends = 0;
  consumers = 0;
  private readonly open = new Set<(error: Error) => void>();

  add(topic: string, ...values: readonly (string | null)[]): void {
    for (const value of values) this.append(topic, { key: null, value, headers: {} });
  }

  valuesOf(topic: string): readonly string[] {
    return (this.topics.get(topic) ?? []).map(({ value }) => value?.toString() ?? '');
  }

  /** As after too many retries. */
  endConsumers(): void {
    for (const end of this.open) end(new KafkaFault('unreachable', 'gone'));
  }

  openConsumer(options: ConsumerOptions): Promise<KafkaConsumer> {
    this.consumers += 1;
    const isSilent = this.silent > 0;
    if (isSilent) this.silent -= 1;
    const closing = new AbortController();
    const end = (error: Error): void => {
      closing.abort();
      options.onEnded(error);
    };
    this.open.add(end);
    options.onAssigned(options.topics.map((topic) => ({ topic, partition: 0 })));
    const running = isSilent ? Promise.resolve() : this.feed(options, closing.signal);
    return Promise.resolve({
      close: async () => {
        closing.abort();
        this.open.delete(end);
        await running;
      },
    });
  }

  openProducer(): Promise<KafkaProducer> {
    return Promise.resolve({
      send: (topic, records) => {
        if (this.failingSends-- > 0) return Promise.reject(new KafkaFault('unreachable', 'gone'));
        for (const record of records) this.append(topic, record);
        if (this.unansweredSends-- > 0)
          return Promise.reject(new KafkaFault('unreachable', 'gone'));
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  }

  openAdmin(): Promise<KafkaAdmin> {
    const headOf = (topic: string): string => String(this.topics.get(topic)?.length ?? 0);
    return Promise.resolve({
      describeTopic: (topic) => Promise.resolve({ topic, partitions: 1, replicas: 1 }),
      describeCluster: () => Promise.resolve({ brokers: 1 }),
      bounds: (topic) =>
        Promise.resolve([{ topic, partition: 0, first: '0', head: headOf(topic) }]),
      committed: (_group, topics) =>
        Promise.resolve(
          topics.flatMap((topic) => {
            const offset = this.committed.get(topic);
            return offset === undefined ? [] : [{ topic, partition: 0, offset: String(offset) }];
          }),
        ),
      close: () => Promise.resolve(),
    });
  }

  private append(
    topic: string,
    { key, value, headers }: Omit<NewKafkaRecord, 'value'> & { value: string | null },
  ): void {
    const records = this.topics.get(topic) ?? [];
    this.topics.set(topic, records);
    records.push({
      ...{ offset: String(records.length), timestamp: '0', headers },
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
    });
  }

  private async feed(options: ConsumerOptions, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const topic of options.topics) {
        const from = this.committed.get(topic) ?? 0;
        const records = (this.topics.get(topic) ?? []).slice(from, from + BATCH);
        if (records.length === 0) continue;
        await options.onBatch({
          ...{ topic, partition: 0, records, end: String(from + records.length) },
          isStopping: () => signal.aborted,
          heartbeat: () => Promise.resolve(),
          commit: (next) => Promise.resolve(void this.committed.set(topic, Number(next))),
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}
