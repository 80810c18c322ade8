/** One run: the world of one seed from its first day until everything has come to rest. */
import type { CareEvent, FactOutcome } from '#care-event';
import { checkPoisoned } from './checks/poisoned.js';
import { publishedLog, RELAY } from './definitions.js';
import { DAY_MS, drawFaults, type FaultMix } from './faults.js';
import type { MemoryEventStore } from './memory-store.js';
import { Observer } from './observer.js';
import { Operators } from './operators.js';
import { NOTHING_PLANTED, type Planted } from './planted.js';
import { drawPoison, Mending } from './poison.js';
import { SimulatedProcess } from './process.js';
import { Publishers } from './publishers.js';
import { Receivers } from './receivers.js';
import { Random } from './random.js';
import { Remote } from './remote.js';
import { Scheduler, WORLD } from './scheduler.js';
import { END_MS, STORIES_BEGIN_MS, STORIES_END_MS, tellStories } from './stories.js';
import type { Trace } from './trace.js';

/** Nothing was appended for so long, while every loop went round several times: nothing will be. */
const QUIET_MS = 8 * DAY_MS;

export interface WorldOptions {
  readonly planted?: Planted;
  /** Faults that are not left to the seed. */
  readonly mix?: Partial<FaultMix>;
}

export class World {
  readonly faults: FaultMix;
  readonly scheduler: Scheduler;
  readonly store: MemoryEventStore;
  readonly observer: Observer;
  readonly mending: Mending;
  readonly receivers: Receivers;
  readonly processes: readonly SimulatedProcess[];
  readonly publishers: Publishers;
  readonly operators: Operators;
  /** Undefined where the log lies on the same machine. */
  readonly remote: Remote | undefined;
  private readonly random: Random;

  static async of(
    seed: number,
    trace: Trace,
    { planted = NOTHING_PLANTED, mix = {} }: WorldOptions = {},
  ): Promise<World> {
    const faults = { ...drawFaults(new Random(seed).fork('faults')), ...mix };
    return new World(seed, trace, { planted, faults }, await publishedLog([RELAY]));
  }

  private constructor(
    seed: number,
    trace: Trace,
    { planted, faults }: { readonly planted: Planted; readonly faults: FaultMix },
    published: MemoryEventStore,
  ) {
    const random = new Random(seed);
    this.random = random.fork('world');
    const scheduler = new Scheduler(random.fork('scheduler'), trace, STORIES_BEGIN_MS);
    const remote = faults.remote ? new Remote(scheduler, random.fork('remote')) : undefined;
    const store = published.copied({
      clock: () => scheduler.now + (remote?.clockAheadMs ?? 0),
      uniqueKeys: remote === undefined,
    });
    const observer = new Observer(store, faults.processes, () => scheduler.now);
    const mending = new Mending(drawPoison(random.fork('poison')));
    const receivers = new Receivers(scheduler, random.fork('receivers'), faults);
    const around = { scheduler, store, remote, faults, planted, mending, observer, receivers };
    const processes = Array.from(
      { length: faults.processes },
      (_, n) => new SimulatedProcess(`p${n + 1}`, around, random),
    );
    const door = (patient: string, fact: CareEvent): Promise<FactOutcome> =>
      this.random.oneOf(processes).take(patient, fact);
    this.publishers = new Publishers(scheduler, random.fork('publishers'), faults, door);
    this.publishers.report(tellStories(random.fork('stories')));
    this.operators = new Operators(
      scheduler,
      random.fork('operators'),
      processes,
      mending,
      remote !== undefined,
    );
    this.faults = faults;
    this.remote = remote;
    this.scheduler = scheduler;
    this.store = store;
    this.observer = observer;
    this.mending = mending;
    this.receivers = receivers;
    this.processes = processes;
  }

  /** @throws Error when it does not come to rest */
  async run(): Promise<void> {
    const { scheduler, processes, publishers, operators } = this;
    for (const process of processes) process.start();
    this.remote?.begin();
    // A process learns of what another publishes when it starts, so only one may be running.
    if (this.faults.realModels && processes.length === 1) operators.publishWatch();
    operators.lookAtParked();
    await scheduler.run(() => scheduler.now >= STORIES_END_MS && publishers.isDone);
    if (this.random.happens(0.3)) await this.everybodyIsDown();
    this.receivers.calm();
    this.remote?.calm();
    for (const process of processes) process.calm();
    scheduler.note(WORLD, 'from here on nothing goes wrong');
    await this.rest();
  }

  private async rest(): Promise<void> {
    const { scheduler, mending, observer } = this;
    await scheduler.run(() => this.isAtRest);
    if (mending.isMended(scheduler.now)) return;
    observer.violations.push(...checkPoisoned(this));
    mending.mend();
    observer.lastAppendAt = scheduler.now;
    await scheduler.run(() => this.isAtRest);
  }

  private async everybodyIsDown(): Promise<void> {
    const { scheduler, processes } = this;
    const downMs = this.random.whole(1, 14) * DAY_MS;
    const until = scheduler.now + downMs;
    for (const process of processes) process.crash(downMs + this.random.whole(0, DAY_MS));
    scheduler.after(downMs, WORLD, 'everybody was down', () => undefined);
    await scheduler.run(() => scheduler.now >= until);
  }

  private get isAtRest(): boolean {
    const { operators, scheduler, observer } = this;
    const quiet = scheduler.now - Math.max(observer.lastAppendAt, END_MS);
    return quiet >= QUIET_MS && operators.watchWanted === operators.watchPublished;
  }
}
