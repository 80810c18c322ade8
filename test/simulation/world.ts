/** One run: the world of one seed from its first day until everything has come to rest. */
import { StafettEngine, DefinitionRegistry, EngineModule } from '#engine';
import type { CareEvent, FactOutcome } from '#pathway';
import { readFileSync } from 'node:fs';
import type { AppendSeen } from './faulty-store.js';
import { DAY_MS, drawFaults, HOUR_MS, MINUTE_MS, type FaultMix } from './faults.js';
import { MemoryEventStore } from './memory-store.js';
import { NOTHING_PLANTED, type Planted } from './planted.js';
import { SimulatedProcess } from './process.js';
import { Publishers } from './publishers.js';
import { Random } from './random.js';
import { Scheduler, WORLD } from './scheduler.js';
import { STORIES_BEGIN_MS, STORIES_END_MS, tellStories, type Happening } from './stories.js';
import type { Trace } from './trace.js';
import { Wiring } from './wiring.js';

/** Everything is due and decided by then; what is checked is checked as of this instant. */
export const END_MS = STORIES_END_MS + 20 * DAY_MS;

const FOLDER = new URL('../../../test/simulation/pathways/', import.meta.url);
export const RELAY = readFileSync(new URL('relay.yaml', FOLDER), 'utf8');
export const WATCH = readFileSync(new URL('watch.yaml', FOLDER), 'utf8');
export const AUTHOR = { author: 'simulation', reason: 'simulation' };

export class World {
  readonly faults: FaultMix;
  readonly scheduler: Scheduler;
  readonly store: MemoryEventStore;
  readonly processes: readonly SimulatedProcess[];
  readonly publishers: Publishers;
  readonly appends: AppendSeen[] = [];
  readonly happenings: readonly Happening[];
  /** Published in the middle of the run, in some runs. */
  watchPublished = false;
  readonly #random: Random;
  #lastAppendAt = 0;

  static async of(seed: number, trace: Trace, planted = NOTHING_PLANTED): Promise<World> {
    return new World(seed, trace, planted, await publishedLog([RELAY]));
  }

  private constructor(
    readonly seed: number,
    trace: Trace,
    readonly planted: Planted,
    published: MemoryEventStore,
  ) {
    const random = new Random(seed);
    this.#random = random.fork('world');
    this.faults = drawFaults(random.fork('faults'));
    this.scheduler = new Scheduler(random.fork('scheduler'), trace, STORIES_BEGIN_MS);
    this.store = published.copied(() => this.scheduler.now);
    const surroundings = {
      scheduler: this.scheduler,
      store: this.store,
      faults: this.faults,
      planted,
      onAppended: (seen: AppendSeen): void => {
        this.appends.push(seen);
        if (!seen.appended.repeated) this.#lastAppendAt = this.scheduler.now;
      },
    };
    this.processes = Array.from(
      { length: this.faults.processes },
      (_, n) => new SimulatedProcess(`p${n + 1}`, surroundings, random),
    );
    const door = (patient: string, fact: CareEvent): Promise<FactOutcome> =>
      this.#random.oneOf(this.processes).take(patient, fact);
    const chance = random.fork('publishers');
    this.publishers = new Publishers(this.scheduler, chance, this.faults, door);
    this.happenings = tellStories(random.fork('stories'));
  }

  /** @throws Error when it does not come to rest */
  async run(): Promise<void> {
    const { scheduler, processes, publishers } = this;
    for (const process of processes) process.start();
    publishers.report(this.happenings);
    // A process learns of what another publishes when it starts, so only one may be running.
    if (this.faults.realModels && processes.length === 1) this.#publishWatch();
    await scheduler.run(() => scheduler.now >= STORIES_END_MS && publishers.isDone);
    if (this.#random.happens(0.3)) {
      const weeks = this.#random.whole(1, 14) * DAY_MS;
      for (const process of processes) process.crash(weeks + this.#random.whole(0, DAY_MS));
      const until = scheduler.now + weeks;
      scheduler.after(weeks, WORLD, 'everybody was down', () => undefined);
      await scheduler.run(() => scheduler.now >= until);
    }
    for (const process of processes) process.calm();
    scheduler.note(WORLD, 'from here on nothing goes wrong');
    await scheduler.run(() => scheduler.now >= END_MS && this.#isAtRest);
  }

  get #isAtRest(): boolean {
    const quiet = this.scheduler.now - Math.max(this.#lastAppendAt, END_MS);
    return quiet >= 8 * DAY_MS && (!this.#watchWanted || this.watchPublished);
  }

  #watchWanted = false;

  #publishWatch(): void {
    const { scheduler } = this;
    this.#watchWanted = true;
    const attempt = (delayMs: number): void => {
      scheduler.after(delayMs, WORLD, 'publish the watch', () => {
        if (this.watchPublished) return;
        attempt(this.#random.whole(HOUR_MS, DAY_MS));
        const engine = this.processes[0]?.engine;
        engine?.publishDefinition(WATCH, AUTHOR).then(
          ({ status }) => {
            this.watchPublished ||= status !== 'refused';
            scheduler.note(WORLD, `the watch is ${status}`);
          },
          () => undefined,
        );
      });
    };
    attempt(this.#random.whole(MINUTE_MS, 12 * DAY_MS));
  }
}

/** An engine on a log in which these pathways were published from the beginning, without any fault. */
export async function openPublished(
  clock: () => number,
  yamls: readonly string[],
): Promise<{ readonly store: MemoryEventStore; readonly engine: StafettEngine }> {
  const store = (await publishedLog(yamls)).copied(clock);
  const wiring = new Wiring(EngineModule.register({ store, clock }));
  await wiring.get(DefinitionRegistry).load();
  return { store, engine: wiring.get(StafettEngine) };
}

const logs = new Map<string, MemoryEventStore>();

/** Published once for all runs: reading and checking a definition takes longer than a calm run. */
export async function publishedLog(yamls: readonly string[]): Promise<MemoryEventStore> {
  const key = yamls.join('\n---\n');
  const known = logs.get(key);
  if (known !== undefined) return known;
  const clock = (): number => STORIES_BEGIN_MS;
  const store = new MemoryEventStore({ clock });
  const engine = new Wiring(EngineModule.register({ store, clock })).get(StafettEngine);
  for (const yaml of yamls) await engine.publishDefinition(yaml, AUTHOR);
  logs.set(key, store);
  return store;
}
