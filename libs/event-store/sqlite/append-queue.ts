/**
 * Gathers concurrent appends into groups: while one group is being committed, the
 * next one fills. What it holds encoded is bounded: beyond that an append waits (it does
 * not fail) and is encoded later. Each waiting append still holds the events its caller
 * gave, so whoever takes events in from outside must bound how many it lets in at once.
 */
import { StoreClosed, StoreFailed, StoreFull } from '../errors.js';
import type { EncodedBatch } from '../validation.js';
import type { BatchOutcome, GroupOutcome, GroupWriter } from './commit-protocol.js';

/** Limits of what waits for its commit, and of one commit. */
export const QUEUE_LIMITS = {
  /** Encoded payload bytes waiting; one batch more may go over it. */
  waitingBytes: 16 * 1024 * 1024,
  waitingBatches: 10_000,
  /** Events and payload bytes in one commit; one batch more may go over them. */
  groupEvents: 4_000,
  groupBytes: 4 * 1024 * 1024,
} as const;

interface Waiting {
  readonly batch: EncodedBatch;
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: Error) => void;
}

export interface AppendQueueOptions {
  readonly writer: GroupWriter;
  readonly clock: () => number;
  /** Events in one commit. Default `QUEUE_LIMITS.groupEvents`. */
  readonly groupEvents?: number;
  /** After each commit, before its appends are answered. */
  readonly onCommitted: (batches: readonly EncodedBatch[]) => void;
  /** Once, after every waiting append has failed. */
  readonly onFailure: (error: StoreFailed) => void;
}

export class AppendQueue {
  private readonly options: AppendQueueOptions;
  private waiting: Waiting[] = [];
  private bytesWaiting = 0;
  /** Appends that wait for room, first come first. */
  private readonly waitingForCapacity: (() => void)[] = [];
  private inFlight = false;
  private scheduled = false;
  private closing = false;
  private failure: StoreFailed | undefined;
  private whenIdle: (() => void) | undefined;

  constructor(options: AppendQueueOptions) {
    this.options = options;
    void options.writer.failure.then((reason) => {
      this.fail([], new StoreFailed(reason));
      this.notifyWhenIdle();
    });
  }

  /** `encode` runs once there is room, and may throw: then only this append fails. */
  append(encode: () => EncodedBatch): Promise<BatchOutcome> {
    if (this.closing) return Promise.reject(new StoreClosed());
    return new Promise((resolve, reject) => {
      const enter = (): void => this.enter(encode, resolve, reject);
      if (this.isFull || this.waitingForCapacity.length > 0) this.waitingForCapacity.push(enter);
      else enter();
    });
  }

  /** Resolves when every append made before is answered. */
  close(): Promise<void> {
    this.closing = true;
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => {
      this.whenIdle = resolve;
    });
  }

  private get isFull(): boolean {
    return (
      this.bytesWaiting >= QUEUE_LIMITS.waitingBytes ||
      this.waiting.length >= QUEUE_LIMITS.waitingBatches
    );
  }

  private get isIdle(): boolean {
    return !this.inFlight && this.waiting.length === 0 && this.waitingForCapacity.length === 0;
  }

  private enter(
    encode: () => EncodedBatch,
    resolve: Waiting['resolve'],
    reject: Waiting['reject'],
  ): void {
    if (this.failure !== undefined) {
      reject(this.failure);
      return;
    }
    let batch: EncodedBatch;
    try {
      batch = encode();
    } catch (error) {
      reject(error as Error);
      return;
    }
    this.waiting.push({ batch, resolve, reject });
    this.bytesWaiting += batch.bytes;
    if (this.inFlight || this.scheduled) return;
    // Everything that arrives in this turn of the event loop shares the commit.
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.send();
    });
  }

  private send(): void {
    if (this.inFlight || this.waiting.length === 0) return;
    const group = this.takeGroup();
    const batches = group.map(({ batch }) => batch);
    this.inFlight = true;
    void this.options.writer
      .commit({ batches, nowMs: this.options.clock() })
      .then((outcome) => this.answer(group, batches, outcome));
    this.admit();
  }

  private takeGroup(): Waiting[] {
    const { groupEvents = QUEUE_LIMITS.groupEvents } = this.options;
    let events = 0;
    let bytes = 0;
    let length = 0;
    for (const { batch } of this.waiting) {
      if (events >= groupEvents || bytes >= QUEUE_LIMITS.groupBytes) break;
      events += batch.events.length;
      bytes += batch.bytes;
      length += 1;
    }
    const group = this.waiting.slice(0, length);
    this.waiting = this.waiting.slice(length);
    this.bytesWaiting -= bytes;
    return group;
  }

  private admit(): void {
    while (this.waitingForCapacity.length > 0 && !this.isFull) this.waitingForCapacity.shift()!();
  }

  private answer(
    group: readonly Waiting[],
    batches: readonly EncodedBatch[],
    outcome: GroupOutcome,
  ): void {
    this.inFlight = false;
    if (outcome.kind === 'committed') {
      this.options.onCommitted(batches);
      for (const [index, each] of group.entries()) each.resolve(outcome.outcomes[index]!);
    } else if (outcome.kind === 'full') {
      const error = new StoreFull({ cause: new Error(outcome.reason) });
      for (const each of group) each.reject(error);
    } else {
      this.fail(group, new StoreFailed(outcome.reason));
    }
    this.send();
    this.notifyWhenIdle();
  }

  private notifyWhenIdle(): void {
    if (this.isIdle) this.whenIdle?.();
  }

  private fail(group: readonly Waiting[], error: StoreFailed): void {
    const isFirst = this.failure === undefined;
    this.failure ??= error;
    for (const each of [...group, ...this.waiting]) each.reject(error);
    this.waiting = [];
    this.bytesWaiting = 0;
    this.admit();
    // The waiting appends hear of it first: the handler may well end the process.
    if (isFirst) setImmediate(() => this.options.onFailure(error));
  }
}
