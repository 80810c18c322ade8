/**
 * The projection runner: reads the log in batches, folds in memory, and writes the changed
 * rows and the checkpoint in one transaction. Killed at any moment, it resumes from the last
 * batch that was written completely.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable, type EventStore, type Position } from '#event-store';
import { ALL_MODELS } from '../models/all-models.js';
import { BatchMaker } from '../batches/batch-maker.js';
import { RevisionSkipped } from '../models/contiguity.js';
import type { LogBatch } from '../batches/log-batch.js';
import type { Model } from '../models/model.js';
import { CommitUnknown, ReadModelsUnavailable } from '../port/errors.js';
import { isBehind } from '../port/checkpoints.js';
import type { ReadModels } from '../port/read-models.js';
import { isFull, logBatches, type LogBatches, type ReadSoFar } from '../batches/log-batches.js';
import { earlierOf, positionBefore } from '../batches/log-pages.js';
import { readGroups, type ModelGroup } from './model-group.js';
import { resetStaleModels } from './stale-models.js';

/**
 * Pause after a write while following: events that arrive meanwhile are written together. A
 * single event is written at once, or after this time at most.
 */
const GATHER_MS = 20;

/** How long a transaction goes on with what was put off where nothing waits for it. */
const SETTLE_ALONE_MS = 500;

/** Pause before a new attempt while the disk is full, ms. */
const RETRY_MS = 1_000;

/** How many answers to commits may be lost in a row, and the pause before the next attempt. */
const LOST_COMMITS_MAX = 10;
const LOST_COMMIT_PAUSE_MS = 100;

export interface RunnerOptions {
  readonly store: EventStore;
  /** Opened with access `write`. */
  readonly models: ReadModels;
  /** Default 262,144. A batch is held in memory until it is written. */
  readonly batchEvents?: number;
  /** Reads the log up to its end. Default: this thread does. */
  readonly batches?: LogBatches;
  /** Default: all of them. */
  readonly definitions?: readonly Model[];
}

export interface RunOptions {
  /** Stops between batches: what has not been written yet is folded again next time. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Not beyond this position. Default: as far as the log goes. */
  readonly upTo?: Position;
}

/** The models stay where they are until it is over: a gap in the log, too, can be closed from a backup. */
type Passing = ReadModelsUnavailable | Unavailable | RevisionSkipped;

function mayPass(error: unknown): error is Passing {
  return [ReadModelsUnavailable, Unavailable, RevisionSkipped].some(
    (kind) => error instanceof kind,
  );
}

export interface FollowOptions extends RunOptions {
  readonly signal: AbortSignal;
  /** Called for what may pass, before each new attempt. */
  readonly onFault?: (fault: Passing) => void;
  /** Pause before a new attempt, ms. Default 1,000. */
  readonly retryMs?: number;
}

export interface Folded {
  /** Of the last event folded; undefined before the first. */
  readonly position: Position | undefined;
  /** Number of events folded by this run. */
  readonly events: number;
}

export interface Progress extends Folded {
  /** Of the last event written: what queries show. */
  readonly written: Position | undefined;
  /** Last known position of the log. */
  readonly head: Position | undefined;
}

export class ProjectionRunner {
  private readonly store: EventStore;
  private readonly models: ReadModels;
  private readonly batchEvents: number | undefined;
  private readonly batches: LogBatches;
  private readonly all: readonly Model[];
  private running = false;
  /** Events that the run under way has written, or has got from those who follow the log. */
  private folded = 0;
  /** The identity of the log. */
  private log = '';

  constructor(options: RunnerOptions) {
    this.store = options.store;
    this.models = options.models;
    this.batchEvents = options.batchEvents;
    this.batches = options.batches ?? ((...of) => logBatches(this.store, ...of));
    this.all = options.definitions ?? ALL_MODELS;
  }

  /**
   * Folds whatever the log holds by now. A model of another version, or made from
   * another log, is rebuilt.
   *
   * @throws whatever `signal` was aborted with; what was written stays
   */
  async catchUp(options: RunOptions = {}): Promise<Folded> {
    return this.exclusively(async () => {
      return this.bringUpToDateAndSettle(options);
    });
  }

  /**
   * Catches up, then keeps up with the log, until `signal` is aborted: then it returns. While the
   * disk is full, or the log cannot be read, it tries again and again.
   */
  async follow(options: FollowOptions): Promise<void> {
    const { signal, onFault, retryMs = RETRY_MS } = options;
    await this.exclusively(async () => {
      while (!signal.aborted) {
        try {
          return await this.writingUpToGap(options, async () => {
            const group = await fromCheckpoints(() => this.advanceAll(options));
            await this.keepUp(group, options);
          });
        } catch (error) {
          if (signal.aborted && error === signal.reason) return;
          if (error instanceof CommitUnknown) continue;
          if (!mayPass(error)) throw error;
          onFault?.(error);
          await pause(retryMs, undefined, { signal }).catch(() => undefined);
        }
      }
    });
  }

  /** One run at a time: two would write the same events twice. */
  private async exclusively<T>(run: () => Promise<T>): Promise<T> {
    if (this.running) throw new Error('The projection runner is already running.');
    this.running = true;
    this.folded = 0;
    try {
      return await run();
    } finally {
      this.running = false;
    }
  }

  private bringUpToDateAndSettle(options: RunOptions): Promise<Folded> {
    const advance = (): Promise<ModelGroup> => this.advanceAll(options);
    return fromCheckpoints(async () => {
      const group = await this.writingUpToGap(options, advance);
      while (!(await group.settle(this.models, SETTLE_ALONE_MS))) options.signal?.throwIfAborted();
      return { position: group.position, events: this.folded };
    });
  }

  /**
   * Where an event is missing, what stands before the gap is right: it is written before the gap
   * is reported, however much of it came in one batch with what stands behind.
   */
  private async writingUpToGap<T>(options: RunOptions, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof RevisionSkipped) await this.advanceBefore(error.position, options);
      throw error;
    }
  }

  /** @throws RevisionSkipped another gap comes before this one */
  private async advanceBefore(gap: Position, options: RunOptions): Promise<void> {
    const upTo = await positionBefore(this.store, gap);
    if (upTo === undefined) return;
    const head = await this.store.head();
    const onProgress = (progress: Progress) => options.onProgress?.({ ...progress, head });
    const before = { ...options, upTo, onProgress };
    await this.writingUpToGap(before, () => fromCheckpoints(() => this.advanceAll(before)));
  }

  /** Brings all models to `upTo` or the head of the log: those furthest behind first, until they are together. */
  private async advanceAll(options: RunOptions): Promise<ModelGroup> {
    this.log = await this.store.identity();
    await resetStaleModels(this.store, this.models, this.all);
    for (;;) {
      const [first, second] = await readGroups(this.models, this.all);
      if (first === undefined) throw new Error('The projection runner has no models to keep.');
      await this.advance(first, second, options);
      const isThere = options.upTo !== undefined && !isBehind(first.position, options.upTo);
      if (second === undefined || isThere) return first;
    }
  }

  /** Folds a group up to the head of the log, or up to the position of the next one. */
  private async advance(
    group: ModelGroup,
    next: ModelGroup | undefined,
    { signal, onProgress, upTo: end }: RunOptions,
  ): Promise<void> {
    signal?.throwIfAborted();
    const upTo = earlierOf(next?.position, end);
    const head = end ?? (await this.store.head());
    const { position: after } = group;
    // As they are now: the group adds to them while others still read.
    const names = [...group.names];
    let ahead = 0;
    const progress = (position: Position | undefined): void => {
      const events = this.folded + Math.max(ahead, 0);
      onProgress?.({ position, written: group.position, events, head });
    };
    const onRead = ({ position, events }: ReadSoFar): void => {
      ahead += events;
      progress(position);
    };
    const stretch = { after, upTo, head, names, batchEvents: this.batchEvents };
    for await (const batch of this.batches(stretch, { signal, onRead })) {
      await group.write(this.models, this.log, batch);
      this.folded += batch.events;
      ahead -= batch.events;
      progress(group.position);
    }
  }

  private async keepUp(
    group: ModelGroup,
    { signal, onProgress }: RunOptions & { readonly signal: AbortSignal },
  ): Promise<void> {
    // What the models put off is done between batches; a fault of it ends the following.
    const faults = new AbortController();
    const stop = AbortSignal.any([signal, faults.signal]);
    let settling = Promise.resolve();
    const settle = (): void => {
      settling = settling
        .then(() => this.settleUntil(group, stop))
        .catch((fault: unknown) => faults.abort(fault));
    };
    settle();
    try {
      for await (const batch of this.arriving(group, stop)) {
        await group.write(this.models, this.log, batch);
        const { position } = batch.last;
        onProgress?.({ position, written: position, events: this.folded, head: position });
        settle();
        await pause(GATHER_MS, undefined, { signal: stop }).catch(() => undefined);
      }
    } catch (fault) {
      // Whoever begins anew must not meet what this group still does.
      faults.abort(fault);
      throw fault;
    } finally {
      await settling;
    }
    if (!signal.aborted) faults.signal.throwIfAborted();
  }

  private async settleUntil(group: ModelGroup, stop: AbortSignal): Promise<void> {
    while (!stop.aborted && !(await group.settle(this.models)));
  }

  /** What arrives, as soon as it should be written: when there is no more, or enough. */
  private async *arriving(group: ModelGroup, signal: AbortSignal): AsyncGenerator<LogBatch, void> {
    const after = group.position;
    const live = this.store.subscribe({ signal, ...(after === undefined ? {} : { after }) });
    const maker = new BatchMaker(group.names);
    for await (const message of live) {
      if (message.kind === 'events') {
        maker.add(message.events);
        this.folded += message.events.length;
        if (!isFull(maker, { batchEvents: this.batchEvents })) continue;
      }
      const batch = maker.take();
      if (batch !== undefined) yield batch;
    }
  }
}

/**
 * Starts from the checkpoints, and starts over whenever the answer to a commit is lost: the
 * checkpoints show whether it took place.
 */
async function fromCheckpoints<T>(run: () => Promise<T>): Promise<T> {
  for (let lost = 1; ; lost += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof CommitUnknown) || lost >= LOST_COMMITS_MAX) throw error;
      await pause(LOST_COMMIT_PAUSE_MS);
    }
  }
}
