/**
 * Keeps a consumer going: opens it, begins again when it ends by itself, and watches it. A consumer
 * that says nothing is not trusted: where a partition has records and nothing moves, it is replaced.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type {
  KafkaAdmin,
  KafkaClient,
  PartitionOffset,
  RecordBatch,
  TopicPartition,
} from '../client/port.js';
import { BatchTaker, type BatchTakerOptions } from './batch-taker.js';

export interface KafkaIntakeOptions extends Omit<BatchTakerOptions, 'onDone' | 'onWaiting'> {
  readonly client: KafkaClient;
  readonly group: string;
  /** Called for what failed; the intake goes on. */
  readonly onError: (error: unknown) => void;
  /** Between two looks at the heads of the partitions, ms. Default 5,000. */
  readonly lookMs?: number;
  /** A partition with records that does not move for so long is stalled, ms. Default 60,000. */
  readonly stalledMs?: number;
}

export interface PartitionStatus extends TopicPartition {
  /** The first offset that is not done. */
  readonly position: string;
  /** The offset that the next record will get. */
  readonly head: string;
  /** Records behind; those that are gone from the topic are not counted. */
  readonly lag: number;
}

export interface IntakeStatus {
  /** `waiting`: the store or the disk holds it up; nothing is lost. */
  readonly state: 'connecting' | 'running' | 'waiting' | 'stopped';
  /** Why it waits or cannot connect. */
  readonly reason?: string;
  readonly partitions: readonly PartitionStatus[];
  readonly counts: {
    readonly accepted: number;
    readonly repeated: number;
    readonly setAside: number;
  };
  /** How many times the consumer was replaced because it had gone silent. */
  readonly stalls: number;
}

/** The consumer says nothing although there are records. */
export class ConsumerStalled extends Error {
  readonly code = 'consumer-stalled';
  override readonly name = 'ConsumerStalled';
  constructor({ topic, partition }: TopicPartition) {
    super(`Nothing came from ${topic}/${partition} although it has records: it is read anew.`);
  }
}

interface Tracked extends TopicPartition {
  position: bigint;
  head: bigint;
  movedAt: number;
}

const LOOK_MS = 5_000;
const STALLED_MS = 60_000;
const AGAIN_MS = 500;
const AGAIN_MAX_MS = 15_000;

export class KafkaIntake {
  private readonly taker: BatchTaker;
  private readonly stopping = new AbortController();
  private readonly busy = new Set<string>();
  private tracked = new Map<string, Tracked>();
  private state: IntakeStatus['state'] = 'connecting';
  private fault: unknown;
  /** The brokers did not answer when they were last asked. */
  private isAway = false;
  private stalls = 0;
  private supervising: Promise<void> | undefined;

  constructor(private readonly options: KafkaIntakeOptions) {
    this.taker = new BatchTaker({
      ...options,
      onDone: (reached) => this.moveTo(reached),
      onWaiting: options.onError,
    });
  }

  start(): void {
    this.supervising ??= this.supervise();
  }

  /** Resolves when what is under way is recorded and committed, and the group is left. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.supervising;
    this.state = 'stopped';
  }

  status(): IntakeStatus {
    const { waitingFor, counts } = this.taker;
    const isHeldUp = this.state === 'running' && waitingFor !== undefined;
    const isAway = this.state === 'running' && this.isAway;
    const state = isHeldUp ? 'waiting' : isAway ? 'connecting' : this.state;
    const reason = state === 'waiting' ? waitingFor : state === 'running' ? undefined : this.fault;
    return {
      state,
      ...(reason instanceof Error && { reason: reason.message }),
      partitions: [...this.tracked.values()].map(({ topic, partition, position, head }) => ({
        ...{ topic, partition, position: String(position), head: String(head) },
        lag: Number(head > position ? head - position : 0n),
      })),
      counts: { ...counts },
      stalls: this.stalls,
    };
  }

  private async supervise(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      const began = Date.now();
      try {
        await this.runOnce(signal);
      } catch (error) {
        this.fault = error;
        this.options.onError(error);
      }
      this.state = 'connecting';
      this.tracked.clear();
      failures = Date.now() - began > AGAIN_MAX_MS ? 0 : failures + 1;
      const ms = Math.min(AGAIN_MS * 2 ** failures, AGAIN_MAX_MS);
      await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** One consumer, from its opening to its end. @throws why it ended, unless it was to stop */
  private async runOnce(signal: AbortSignal): Promise<void> {
    const { client, group, topics } = this.options;
    const { promise: ended, resolve: end } = Promise.withResolvers<Error | undefined>();
    const consumer = await client.openConsumer({
      ...{ group, topics: topics.map(({ topic }) => topic), onEnded: end },
      onBatch: (batch) => this.take(batch),
      onAssigned: (partitions) => this.assign(partitions),
      onPassed: (reached) => this.moveTo(reached),
    });
    const over = new AbortController();
    const stop = (): void => end(undefined);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.state = 'running';
    this.fault = undefined;
    this.isAway = false;
    const watching = this.watch(over.signal).then(end);
    try {
      const why = await ended;
      if (why !== undefined) throw why;
    } finally {
      signal.removeEventListener('abort', stop);
      over.abort();
      await consumer.close();
      await watching;
    }
  }

  private async take(batch: RecordBatch): Promise<void> {
    const key = keyOf(batch);
    this.busy.add(key);
    try {
      await this.taker.take(batch);
    } finally {
      this.busy.delete(key);
      const tracked = this.tracked.get(key);
      if (tracked !== undefined) tracked.movedAt = performance.now();
    }
  }

  private assign(partitions: readonly TopicPartition[]): void {
    const movedAt = performance.now();
    this.tracked = new Map(
      partitions.map((each) => [
        keyOf(each),
        this.tracked.get(keyOf(each)) ?? { ...each, position: 0n, head: 0n, movedAt },
      ]),
    );
  }

  private moveTo({ offset, ...place }: PartitionOffset): void {
    const tracked = this.tracked.get(keyOf(place));
    if (tracked === undefined) return;
    tracked.position = BigInt(offset);
    tracked.movedAt = performance.now();
    if (tracked.head < tracked.position) tracked.head = tracked.position;
  }

  /** @returns why the consumer is to be replaced */
  private async watch(signal: AbortSignal): Promise<ConsumerStalled | undefined> {
    const { client, lookMs = LOOK_MS } = this.options;
    let admin: KafkaAdmin | undefined;
    try {
      while (!signal.aborted) {
        try {
          admin ??= await client.openAdmin();
          await this.look(admin);
          this.isAway = false;
        } catch (error) {
          if (error instanceof ConsumerStalled) return error;
          // The consumer waits for its brokers in silence.
          if (signal.aborted) return undefined;
          this.isAway = true;
          this.fault = error;
          this.options.onError(error);
          await admin?.close().catch(() => undefined);
          admin = undefined;
        }
        await pause(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
      return undefined;
    } finally {
      await admin?.close().catch(() => undefined);
    }
  }

  /** @throws ConsumerStalled */
  private async look(admin: KafkaAdmin): Promise<void> {
    const { group, topics, stalledMs = STALLED_MS } = this.options;
    const names = topics.map(({ topic }) => topic);
    const committed = new Map(
      (await admin.committed(group, names)).map((each) => [keyOf(each), BigInt(each.offset)]),
    );
    for (const { first, head, ...place } of (
      await Promise.all(names.map((name) => admin.bounds(name)))
    ).flat()) {
      const tracked = this.tracked.get(keyOf(place));
      if (tracked === undefined) continue;
      tracked.head = BigInt(head);
      for (const known of [BigInt(first), committed.get(keyOf(place)) ?? 0n])
        if (tracked.position < known) tracked.position = known;
      const isIdle = !this.busy.has(keyOf(place)) && this.busy.size === 0;
      const isSilent = performance.now() - tracked.movedAt > stalledMs;
      if (tracked.head <= tracked.position) tracked.movedAt = performance.now();
      else if (isIdle && isSilent) {
        this.stalls += 1;
        throw new ConsumerStalled(place);
      }
    }
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
