/**
 * Gathers concurrent appends into groups: while one group is being committed, the
 * next one fills. What it holds encoded is bounded: beyond that an append waits (it does
 * not fail) and is encoded later. Each waiting append still holds the events its caller
 * gave, so whoever takes events in from outside must bound how many it lets in at once.
 * No append waits longer than its deadline.
 */
import {
  LogRemoved,
  OutcomeUnknown,
  StoreClosed,
  StoreFailed,
  StoreFull,
  StoreReadOnly,
  Unavailable,
} from './errors.js';
import type { AppendOptions } from './port.js';
import type { EncodedBatch } from './validation.js';
import type { BatchOutcome, FailedOutcome, GroupOutcome, GroupWriter } from './commit-protocol.js';
import { PendingAppend } from './pending-append.js';

/** Limits of what waits for its commit, and of one commit. */
export const QUEUE_LIMITS = {
  /** Encoded payload bytes waiting; one batch more may go over it. */
  waitingBytes: 16 * 1024 * 1024,
  waitingBatches: 10_000,
  /** Events and payload bytes in one commit; one batch more may go over them. */
  groupEvents: 4_000,
  groupBytes: 4 * 1024 * 1024,
} as const;

/** How exactly deadlines are kept, ms: one timer looks at all appends. */
const DEADLINE_CHECK_MS = 50;

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
  private waiting: PendingAppend[] = [];
  private bytesWaiting = 0;
  /** Appends that wait for room, first come first. */
  private waitingForCapacity: PendingAppend[] = [];
  private inFlight: readonly PendingAppend[] = [];
  private scheduled = false;
  private closing = false;
  private failure: StoreFailed | undefined;
  private whenIdle: (() => void) | undefined;
  private deadlineCheck: NodeJS.Timeout | undefined;

  constructor(private readonly options: AppendQueueOptions) {
    void options.writer.failure.then((outcome) => {
      this.fail(failureOf(outcome));
      this.notifyWhenIdle();
    });
  }

  /** `encode` runs once there is room, and may throw: then only this append fails. */
  append(encode: () => EncodedBatch, options: AppendOptions = {}): Promise<BatchOutcome> {
    if (this.closing) return Promise.reject(new StoreClosed());
    const append = new PendingAppend(encode, options);
    if (this.isFull || this.waitingForCapacity.length > 0) this.waitingForCapacity.push(append);
    else this.admit(append);
    this.deadlineCheck ??= setTimeout(this.checkDeadlines, DEADLINE_CHECK_MS).unref();
    return append.answered;
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
    return (
      this.inFlight.length === 0 &&
      this.waiting.length === 0 &&
      this.waitingForCapacity.length === 0
    );
  }

  private admit(append: PendingAppend): void {
    if (this.failure !== undefined) {
      append.reject(this.failure);
      return;
    }
    const batch = append.prepare();
    if (batch === undefined) return;
    this.waiting.push(append);
    this.bytesWaiting += batch.bytes;
    if (this.inFlight.length > 0 || this.scheduled) return;
    // Everything that arrives in this turn of the event loop shares the commit.
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.send();
      // What was waiting may have been settled meanwhile, so that nothing is left to commit.
      this.notifyWhenIdle();
    });
  }

  private send(): void {
    if (this.inFlight.length > 0) return;
    const group = this.takeGroup();
    if (group.length > 0) {
      const batches = group.map(({ batch }) => batch!);
      this.inFlight = group;
      void this.options.writer
        .commit({ batches, nowMs: this.options.clock() })
        .then((outcome) => this.answer(batches, outcome));
    }
    this.admitWaiting();
  }

  private takeGroup(): PendingAppend[] {
    const { groupEvents = QUEUE_LIMITS.groupEvents } = this.options;
    const group: PendingAppend[] = [];
    let events = 0;
    let bytes = 0;
    let taken = 0;
    for (const append of this.waiting) {
      if (events >= groupEvents || bytes >= QUEUE_LIMITS.groupBytes) break;
      const { batch, isSettled } = append;
      taken += 1;
      this.bytesWaiting -= batch!.bytes;
      if (isSettled) continue;
      events += batch!.events.length;
      bytes += batch!.bytes;
      group.push(append);
    }
    this.waiting = this.waiting.slice(taken);
    return group;
  }

  private admitWaiting(): void {
    let admitted = 0;
    while (admitted < this.waitingForCapacity.length && !this.isFull) {
      this.admit(this.waitingForCapacity[admitted]!);
      admitted += 1;
    }
    if (admitted > 0) this.waitingForCapacity = this.waitingForCapacity.slice(admitted);
  }

  private answer(batches: readonly EncodedBatch[], outcome: GroupOutcome): void {
    const group = this.inFlight;
    if (outcome.kind === 'committed') {
      this.inFlight = [];
      this.options.onCommitted(batches);
      for (const [index, each] of group.entries()) each.resolve(outcome.outcomes[index]!);
    } else if (outcome.kind === 'failed') {
      this.fail(failureOf(outcome));
    } else {
      this.inFlight = [];
      const error = refusalOf(outcome);
      for (const each of group) each.reject(error);
    }
    this.send();
    this.notifyWhenIdle();
  }

  private notifyWhenIdle(): void {
    if (this.isIdle) this.whenIdle?.();
  }

  private fail(error: StoreFailed): void {
    const isFirst = this.failure === undefined;
    this.failure ??= error;
    for (const each of [...this.inFlight, ...this.waiting, ...this.waitingForCapacity])
      each.reject(error);
    this.inFlight = [];
    this.waiting = [];
    this.waitingForCapacity = [];
    this.bytesWaiting = 0;
    // The waiting appends hear of it first: the handler may well end the process.
    if (isFirst) setImmediate(() => this.options.onFailure(error));
  }

  private readonly checkDeadlines = (): void => {
    this.deadlineCheck = undefined;
    const nowMs = performance.now();
    const isOver = ({ dueMs, isSettled }: PendingAppend): boolean => dueMs <= nowMs && !isSettled;
    for (const each of [...this.waiting, ...this.waitingForCapacity].filter(isOver))
      each.reject(new Unavailable('It is busy: the append was not begun before its deadline.'));
    for (const each of this.inFlight.filter(isOver))
      each.reject(new OutcomeUnknown('the commit took longer than the deadline of the append'));
    if (!this.isIdle)
      this.deadlineCheck = setTimeout(this.checkDeadlines, DEADLINE_CHECK_MS).unref();
  };
}

/** Of a group after which the next one may go through. */
function refusalOf(outcome: Exclude<GroupOutcome, { kind: 'committed' | 'failed' }>): Error {
  if (outcome.kind === 'read-only') return new StoreReadOnly();
  if (outcome.kind === 'full') return new StoreFull({ cause: new Error(outcome.reason) });
  if (outcome.kind === 'unknown') return new OutcomeUnknown(outcome.reason);
  return new Unavailable(outcome.reason);
}

function failureOf({ reason, removed }: FailedOutcome): StoreFailed {
  return removed === undefined ? new StoreFailed(reason) : new LogRemoved(removed);
}
