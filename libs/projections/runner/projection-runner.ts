/**
 * The projection runner: reads the log in batches, folds in memory, and writes the changed
 * rows and the checkpoint in one transaction. Killed at any moment, it resumes from the last
 * batch that was written completely.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { checkToken, comparePositions, LIMITS, tokenOf } from '#event-store';
import type { EventPage, EventStore, Position, RecordedEvent } from '#event-store';
import { factFromStored, PATIENT_STREAM } from '#care-event';
import { ALL_MODELS } from '../models/all-models.js';
import type { Fold, LogEntry, Model } from '../models/model.js';
import {
  CHECKPOINTS,
  isBehind,
  readCheckpoints,
  saveCheckpoints,
  checkpointPosition,
  type Checkpoint,
} from '../port/checkpoints.js';
import { CommitUnknown, ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels, WriteTransaction } from '../port/read-models.js';

/**
 * Events folded before a write when far behind: the more, the fewer rows a patient's
 * journey is spread over. Where patients' events are interleaved, three times the
 * batch made a rebuild 1.6 times as fast at the same resident memory.
 */
const BATCH_EVENTS = 150_000;

/**
 * Pause after a write while following: events that arrive meanwhile are written together. A
 * single event is written at once, or after this time at most.
 */
const GATHER_MS = 20;

/** How many answers to commits may be lost in a row, and the pause before the next attempt. */
const LOST_COMMITS_MAX = 10;
const LOST_COMMIT_PAUSE_MS = 100;

export interface RunnerOptions {
  readonly store: EventStore;
  /** Opened with access `write`. */
  readonly models: ReadModels;
  /** Default 150,000. A batch is held in memory until it is written. */
  readonly batchEvents?: number;
  /** Default: all of them. */
  readonly definitions?: readonly Model[];
}

export interface RunOptions {
  /** Stops between batches: what has not been written yet is folded again next time. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Folded {
  /** Of the last event folded; undefined before the first. */
  readonly position: Position | undefined;
  /** Number of events folded by this run. */
  readonly events: number;
}

export interface Progress extends Folded {
  /** Last known position of the log. */
  readonly head: Position | undefined;
}

/** Models at the same position, which are folded together. */
interface Group {
  readonly folds: ReadonlyMap<Model, Fold>;
  position: Position | undefined;
}

export class ProjectionRunner {
  private readonly store: EventStore;
  private readonly models: ReadModels;
  private readonly batchEvents: number;
  private readonly all: readonly Model[];
  private running = false;
  /** Events folded by the run under way. */
  private folded = 0;
  /** The identity of the log. */
  private log = '';

  constructor(options: RunnerOptions) {
    this.store = options.store;
    this.models = options.models;
    this.batchEvents = options.batchEvents ?? BATCH_EVENTS;
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
      const { position } = await this.bringUpToDate(options);
      return { position, events: this.folded };
    });
  }

  /** Catches up, then keeps up with the log, until `signal` is aborted: then it returns. */
  async follow(options: RunOptions & { readonly signal: AbortSignal }): Promise<void> {
    const { signal } = options;
    await this.exclusively(async () => {
      while (!signal.aborted) {
        try {
          await this.keepUp(await this.bringUpToDate(options), options);
        } catch (error) {
          if (signal.aborted && error === signal.reason) return;
          if (!(error instanceof CommitUnknown)) throw error;
        }
      }
    });
  }

  /**
   * Makes one model, or all, anew from the log.
   *
   * @throws RangeError there is no model of that name
   */
  async rebuild(name?: string, options: RunOptions = {}): Promise<Folded> {
    const models = this.all.filter((model) => name === undefined || model.name === name);
    if (models.length === 0) throw new RangeError(`There is no read model called ${name}.`);
    return this.exclusively(async () => {
      await fromCheckpoints(async () => {
        await this.prepare();
        await this.models.write((transaction) => reset(transaction, models));
      });
      const { position } = await this.bringUpToDate(options);
      return { position, events: this.folded };
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

  /** Brings all models to the head of the log: those furthest behind first, until they are together. */
  private bringUpToDate(options: RunOptions): Promise<Group> {
    return fromCheckpoints(async () => {
      await this.prepare();
      for (;;) {
        const [first, second] = await this.groups();
        if (first === undefined) throw new Error('The projection runner has no models to keep.');
        await this.advance(first, second, options);
        if (second === undefined) return first;
      }
    });
  }

  /** Creates missing tables; resets models of another version or another log. */
  private async prepare(): Promise<void> {
    this.log = await this.store.identity();
    const stored = await this.checkpoints();
    const stale: Model[] = [];
    for (const model of this.all)
      if (!(await this.isCurrent(model, stored?.get(model.name)))) stale.push(model);
    if (stale.length === 0) return;
    await this.models.write(async (transaction) => {
      if (stored === undefined) await transaction.createTable(CHECKPOINTS);
      await reset(transaction, stale);
    });
  }

  /** Undefined if there are none, or only those of an earlier version of this program. */
  private async checkpoints(): Promise<ReadonlyMap<string, Checkpoint> | undefined> {
    try {
      return await this.models.read(readCheckpoints);
    } catch (error) {
      if (error instanceof ReadModelsOutdated) return undefined;
      throw error;
    }
  }

  private async isCurrent({ version }: Model, found: Checkpoint | undefined): Promise<boolean> {
    if (found?.version !== version) return false;
    const { token } = found;
    return token === undefined || (await checkToken(this.store, token)) === 'same';
  }

  /** The models by position, furthest behind first. */
  private groups(): Promise<Group[]> {
    return this.models.read(async (view) => {
      const stored = await readCheckpoints(view);
      const groups = new Map<Position | undefined, Map<Model, Fold>>();
      for (const model of this.all) {
        const position = checkpointPosition(stored.get(model.name));
        const folds = groups.get(position) ?? new Map<Model, Fold>();
        groups.set(position, folds.set(model, await model.begin(view.db)));
      }
      return [...groups]
        .map(([position, folds]) => ({ position, folds }))
        .sort((a, b) => (isBehind(a.position, b.position) ? -1 : 1));
    });
  }

  /** Folds a group up to the head of the log, or up to the position of the next one. */
  private async advance(group: Group, next: Group | undefined, options: RunOptions): Promise<void> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const head = await this.store.head();
    let last: RecordedEvent | undefined;
    let pending = 0;
    let page = this.page(group.position, next?.position);
    for (;;) {
      signal?.throwIfAborted();
      const { events, end } = await page;
      if (events.length > 0) {
        last = events.at(-1)!;
        // The next page is read while this one is folded.
        if (!end) page = this.page(last.position, next?.position);
        fold(group, events);
        pending += events.length;
        this.folded += events.length;
      }
      if (last !== undefined && pending > 0 && (end || pending >= this.batchEvents)) {
        await this.write(group, last);
        pending = 0;
      }
      if (events.length > 0) onProgress?.({ position: last?.position, events: this.folded, head });
      if (end) return;
    }
  }

  /** @param upTo inclusive; undefined: as far as the log goes */
  private page(after: Position | undefined, upTo: Position | undefined): Promise<EventPage> {
    if (upTo !== undefined && !isBehind(after, upTo))
      return Promise.resolve({ events: [], end: true });
    const limit = Math.min(LIMITS.pageEvents, this.batchEvents);
    const page = this.store
      .readLog({ limit, ...(after === undefined ? {} : { from: after }) })
      .then((read) => (upTo === undefined ? read : endingAt(upTo, read)));
    // Its failure is handled where it is awaited; after an abort it is not.
    page.catch(() => undefined);
    return page;
  }

  private async keepUp(
    group: Group,
    { signal, onProgress }: RunOptions & { readonly signal: AbortSignal },
  ): Promise<void> {
    for await (const last of this.batches(group, signal)) {
      await this.write(group, last);
      onProgress?.({ position: last.position, events: this.folded, head: last.position });
      await pause(GATHER_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Folds what arrives, and yields when it should be written: when there is no more, or enough. */
  private async *batches(group: Group, signal: AbortSignal): AsyncGenerator<RecordedEvent, void> {
    const after = group.position;
    const live = this.store.subscribe({ signal, ...(after === undefined ? {} : { after }) });
    let last: RecordedEvent | undefined;
    let pending = 0;
    for await (const message of live) {
      if (message.kind === 'events') {
        fold(group, message.events);
        last = message.events.at(-1);
        pending += message.events.length;
        this.folded += message.events.length;
      }
      if (last === undefined || (message.kind === 'events' && pending < this.batchEvents)) continue;
      yield last;
      last = undefined;
      pending = 0;
    }
  }

  /** Rows and checkpoint together. */
  private async write(group: Group, last: RecordedEvent): Promise<void> {
    const token = tokenOf(this.log, last);
    await this.models.write(async (transaction) => {
      for (const each of group.folds.values()) await each.write(transaction);
      await saveCheckpoints(transaction, [...group.folds.keys()], token);
    });
    group.position = last.position;
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

/** What of a page does not lie behind a position. */
function endingAt(upTo: Position, { events, end }: EventPage): EventPage {
  const within = events.filter(({ position }) => comparePositions(position, upTo) <= 0);
  return { events: within, end: end || within.length < events.length };
}

function fold(group: Group, events: readonly RecordedEvent[]): void {
  for (const event of events) {
    const entry = toEntry(event);
    for (const each of group.folds.values()) each.add(entry);
  }
}

function toEntry(event: RecordedEvent): LogEntry {
  if (!event.stream.startsWith(PATIENT_STREAM))
    return { event, patient: undefined, fact: undefined };
  const patient = event.stream.slice(PATIENT_STREAM.length);
  return { event, patient, fact: factFromStored(event) };
}

async function reset(transaction: WriteTransaction, models: readonly Model[]): Promise<void> {
  for (const { tables } of models) for (const table of tables) await transaction.createTable(table);
  await saveCheckpoints(transaction, models, undefined);
}
