/**
 * Kafka as we need it: a narrow port around whichever client speaks to the brokers. Nothing outside
 * this folder knows a client.
 *
 * What a consumer guarantees: batches of one partition come one after the other, in its order.
 * Partitions are given up only when every batch under way has ended, and `heartbeat` throws as soon
 * as the group asks for that. It moves no offset by itself: only `commit` does, and a member that has
 * lost its partitions commits nothing any more.
 * What a producer guarantees: `send` resolves when every in-sync replica has the records; those with
 * the same key keep their order.
 */

export interface KafkaAddress {
  /** `host:port` */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** PEM; empty: the system's certificates. Absent: no encryption. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface KafkaRecord {
  readonly offset: string;
  /** Milliseconds since the epoch, in digits. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<
    Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>
  >;
}

/** Consecutive records of one partition. */
export interface RecordBatch extends TopicPartition {
  readonly records: readonly KafkaRecord[];
  /** The first offset behind the batch, and behind what of it is not for readers. */
  readonly end: string;
  /** Whoever is asked to stop takes no further record. */
  isStopping(): boolean;
  /** @throws when the group takes partitions away: the batch ends there */
  heartbeat(): Promise<void>;
  /** @param next the first offset that is not done. @throws when the partition is not ours any more */
  commit(next: string): Promise<void>;
}

export interface ConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** May throw: the batch comes again, from the last commit on. */
  readonly onBatch: (batch: RecordBatch) => Promise<void>;
  readonly onAssigned: (partitions: readonly TopicPartition[]) => void;
  /** Up to there a partition held nothing for readers. */
  readonly onPassed: (reached: PartitionOffset) => void;
  /** It has ended by itself and will not go on. */
  readonly onEnded: (error: Error) => void;
}

export interface KafkaConsumer {
  /** Resolves when the batches under way have ended and the group is left. */
  close(): Promise<void>;
}

export interface NewKafkaRecord {
  readonly key: string | null;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface KafkaProducer {
  /** @throws KafkaFault */
  send(topic: string, records: readonly NewKafkaRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  /** Replicas of its partitions, the fewest. */
  readonly replicas: number;
  /** Largest batch that it takes, bytes; undefined where we may not ask. */
  readonly messageBytesMax?: number;
}

export interface PartitionOffset extends TopicPartition {
  readonly offset: string;
}

/** The first offset that is still there, and the one that the next record will get. */
export interface PartitionBounds extends TopicPartition {
  readonly first: string;
  readonly head: string;
}

export interface KafkaAdmin {
  /** @throws KafkaFault, `unknown-topic` for one that is not there */
  describeTopic(topic: string): Promise<TopicDescription>;
  /** How many brokers there are, and whether they name a controller. */
  describeCluster(): Promise<{ readonly brokers: number }>;
  bounds(topic: string): Promise<readonly PartitionBounds[]>;
  /** What the group has committed; partitions without are left out. */
  committed(group: string, topics: readonly string[]): Promise<readonly PartitionOffset[]>;
  close(): Promise<void>;
}

/** Connects when it is first used. */
export interface KafkaClient {
  openConsumer(options: ConsumerOptions): Promise<KafkaConsumer>;
  openProducer(): Promise<KafkaProducer>;
  openAdmin(): Promise<KafkaAdmin>;
}

export type KafkaFaultCode =
  | 'message-too-large'
  | 'unknown-topic'
  | 'not-authorised'
  | 'authentication-failed'
  | 'unreachable'
  | 'kafka-fault';

/** What Kafka refused, or that it cannot be reached. Holds neither a password nor what was sent. */
export class KafkaFault extends Error {
  override readonly name = 'KafkaFault';
  constructor(
    readonly code: KafkaFaultCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
