/**
 * The projection runner: reads the log in batches, folds in memory, and writes the
 * changed rows and the checkpoint in one transaction. Killed at any moment, it goes
 * on from the last batch that was written whole.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  type EventPage,
  type EventStore,
  holdsAt,
  identityOf,
  LIMITS,
  type Position,
  type RecordedEvent,
} from '#event-store';
import { factFromStored, PATIENT_STREAM } from '#care-event';
import {
  createCheckpoints,
  readCheckpoints,
  readLogIdentity,
  saveCheckpoints,
  saveLogIdentity,
  type Checkpoint,
} from '../port/checkpoints.js';
import { ALL_MODELS } from '../models/all-models.js';
import type { Fold, LogEntry, Model } from '../models/model.js';
import type { ReadModels, WriteTransaction } from '../port/read-models.js';

/**
 * Events folded before a write when far behind: the more, the fewer rows a patient's
 * journey is spread over. Where patients' events are interleaved, three times the
 * batch made a rebuild 1.6 times as fast at the same resident memory.
 */
const BATCH_EVENTS = 150_000;

/**
 * Following, how long after a write the log is left alone: what comes meanwhile is written
 * together. An event that comes alone is written at once, or after this time at most.
 */
const GATHER_MS = 20;

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
  /** Stops between batches: what was not written yet is folded again next time. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress extends Checkpoint {
  /** Last position of the log when it was last looked at. */
  readonly head: Position | undefined;
}

/** Models that stand at the same place and are folded together. */
interface Group {
  readonly folds: ReadonlyMap<Model, Fold>;
  checkpoint: Checkpoint;
}

export class ProjectionRunner {
  readonly #store: EventStore;
  readonly #models: ReadModels;
  readonly #batchEvents: number;
  readonly #all: readonly Model[];
  #running = false;

  constructor(options: RunnerOptions) {
    this.#store = options.store;
    this.#models = options.models;
    this.#batchEvents = options.batchEvents ?? BATCH_EVENTS;
    this.#all = options.definitions ?? ALL_MODELS;
  }

  /**
   * Folds whatever the log holds by now. A model of another version, or made from
   * another log, is rebuilt.
   *
   * @throws whatever `signal` was aborted with; what was written stays
   */
  async catchUp(options: RunOptions = {}): Promise<Checkpoint> {
    return this.#alone(async () => (await this.#catchUp(options)).checkpoint);
  }

  /** Catches up, then keeps up with the log, until `signal` is aborted: then it returns. */
  async follow(options: RunOptions & { readonly signal: AbortSignal }): Promise<void> {
    await this.#alone(async () => {
      const { signal, onProgress } = options;
      if (signal.aborted) return;
      let group: Group;
      try {
        group = await this.#catchUp(options);
      } catch (error) {
        if (signal.aborted && error === signal.reason) return;
        throw error;
      }
      for await (const events of this.#gathered(group, signal)) {
        await this.#write(group, events.last, events.count);
        onProgress?.({ ...group.checkpoint, head: group.checkpoint.position });
        await pause(GATHER_MS, undefined, { signal }).catch(() => undefined);
      }
    });
  }

  /** Folds what comes, and says when it should be written: when there is no more, or enough. */
  async *#gathered(group: Group, signal: AbortSignal) {
    const after = group.checkpoint.position;
    const live = this.#store.subscribe({ signal, ...(after === undefined ? {} : { after }) });
    let last: RecordedEvent | undefined;
    let count = 0;
    for await (const message of live) {
      if (message.kind === 'events') {
        fold(group, message.events, count);
        last = message.events.at(-1);
        count += message.events.length;
      }
      if (last === undefined || (message.kind === 'events' && count < this.#batchEvents)) continue;
      yield { last, count };
      last = undefined;
      count = 0;
    }
  }

  /**
   * Makes one model, or all, anew from the log.
   *
   * @throws RangeError there is no model of that name
   */
  async rebuild(name?: string, options: RunOptions = {}): Promise<Checkpoint> {
    const models = this.#all.filter((model) => name === undefined || model.name === name);
    if (models.length === 0) throw new RangeError(`There is no read model called ${name}.`);
    return this.#alone(async () => {
      await this.#prepare();
      await this.#models.write((transaction) => reset(transaction, models));
      return (await this.#catchUp(options)).checkpoint;
    });
  }

  /** One run at a time: two would write the same events twice. */
  async #alone<T>(run: () => Promise<T>): Promise<T> {
    if (this.#running) throw new Error('The projection runner is already running.');
    this.#running = true;
    try {
      return await run();
    } finally {
      this.#running = false;
    }
  }

  /** Brings all models to the head of the log: those furthest behind first, until all stand together. */
  async #catchUp(options: RunOptions): Promise<Group> {
    await this.#prepare();
    for (;;) {
      const groups = await this.#groups();
      const [first, second] = groups;
      if (first === undefined) throw new Error('The projection runner has no models to keep.');
      await this.#advance(first, second?.checkpoint.events, options);
      if (second === undefined) return first;
    }
  }

  /** Makes missing tables; drops models of another version or another log. */
  async #prepare(): Promise<void> {
    const {
      events: [origin],
    } = await this.#store.readLog({ limit: 1 });
    const first = origin === undefined ? '' : identityOf(origin);
    await this.#models.write(async (transaction) => {
      await createCheckpoints(transaction.db);
      const stored = await readCheckpoints(transaction.db);
      const sameLog = (await readLogIdentity(transaction.db)) === first;
      const stale: Model[] = [];
      for (const model of this.#all) {
        const found = stored.get(model.name);
        const goesOn =
          found?.version === model.version &&
          (found.position === undefined ||
            (sameLog && (await holdsAt(this.#store, found.position, found.event))));
        if (!goesOn) stale.push(model);
      }
      await reset(transaction, stale);
      await saveLogIdentity(transaction, first);
    });
  }

  /** The models by where they stand, furthest behind first. */
  async #groups(): Promise<Group[]> {
    return this.#models.read(async ({ db }) => {
      const stored = await readCheckpoints(db);
      const groups = new Map<number, { folds: Map<Model, Fold>; checkpoint: Checkpoint }>();
      for (const model of this.#all) {
        const { position, events } = stored.get(model.name)!;
        const group = groups.get(events) ?? { folds: new Map(), checkpoint: { position, events } };
        group.folds.set(model, await model.begin(db));
        groups.set(events, group);
      }
      return [...groups.values()].sort((a, b) => a.checkpoint.events - b.checkpoint.events);
    });
  }

  /** Folds a group up to the head of the log, or up to where `until` events have been folded. */
  async #advance(group: Group, until = Infinity, options: RunOptions): Promise<void> {
    options.signal?.throwIfAborted();
    const head = await this.#store.head();
    let { position, events } = group.checkpoint;
    let last: RecordedEvent | undefined;
    let pending = 0;
    let page = this.#page(position, until - events);
    for (;;) {
      options.signal?.throwIfAborted();
      const { events: read, end } = await page;
      if (read.length > 0) {
        last = read.at(-1)!;
        position = last.position;
        // The next page is read while this one is folded.
        if (!end) page = this.#page(position, until - events - read.length);
        fold(group, read, pending);
        pending += read.length;
        events += read.length;
      }
      if (last !== undefined && (end || pending >= this.#batchEvents)) {
        await this.#write(group, last, pending);
        last = undefined;
        pending = 0;
      }
      if (read.length > 0) options.onProgress?.({ position, events, head });
      if (end) return;
    }
  }

  #page(after: Position | undefined, most: number): Promise<EventPage> {
    if (most <= 0) return Promise.resolve({ events: [], end: true });
    const limit = Math.min(LIMITS.pageEvents, this.#batchEvents, most);
    const page = this.#store.readLog({ limit, ...(after === undefined ? {} : { from: after }) });
    // Its failure is met when it is awaited; after an abort nobody does.
    page.catch(() => undefined);
    return page;
  }

  /** @param count events folded since the last write, up to `last` */
  async #write(group: Group, last: RecordedEvent, count: number): Promise<void> {
    const events = group.checkpoint.events + count;
    await this.#models.write(async (transaction) => {
      for (const each of group.folds.values()) await each.write(transaction);
      await saveCheckpoints(transaction, group.folds.keys(), events, last);
    });
    group.checkpoint = { position: last.position, events };
  }
}

/** @param pending events folded since the last write, which the checkpoint does not count yet */
function fold(group: Group, events: readonly RecordedEvent[], pending = 0): void {
  let place = group.checkpoint.events + pending;
  for (const event of events) {
    const entry = toEntry(event, place++);
    for (const each of group.folds.values()) each.add(entry);
  }
}

function toEntry(event: RecordedEvent, place: number): LogEntry {
  if (!event.stream.startsWith(PATIENT_STREAM))
    return { event, place, patient: undefined, fact: undefined };
  const patient = event.stream.slice(PATIENT_STREAM.length);
  return { event, place, patient, fact: factFromStored(event) };
}

async function reset(transaction: WriteTransaction, models: readonly Model[]): Promise<void> {
  for (const model of models) {
    for (const table of model.tables)
      await transaction.db.schema.dropTable(table).ifExists().execute();
    await model.create(transaction);
  }
  await saveCheckpoints(transaction, models, 0, undefined);
}
