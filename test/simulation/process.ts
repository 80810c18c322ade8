/**
 * One process: engine, wake-up loop and projections on a faulty store, from its start to
 * its crash and again. What it has in memory dies with it; its disk stays.
 */
import {
  DefinitionRegistry,
  EngineModule,
  StafettEngine,
  type Clock,
  type ParkedSequences,
} from '#engine';
import type { CareEvent, FactOutcome, FactSink } from '#care-event';
import { retrying, type EventStore } from '#event-store';
import type { ReadModels } from '#projections';
import { openReadModels } from '#projections/sqlite';
import { asked } from './asked.js';
import { loseCheckpoints } from './faulty-checkpoints.js';
import { FaultyModels } from './faulty-models.js';
import { FaultyStore } from './faulty-store.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, type FaultMix } from './faults.js';
import { Link } from './link.js';
import type { MemoryEventStore } from './memory-store.js';
import type { Around, Planted } from './planted.js';
import type { Observer } from './observer.js';
import type { Mending } from './poison.js';
import { openProcessing } from './processing.js';
import type { Receivers } from './receivers.js';
import { asRemote, type Remote } from './remote.js';
import { openDelivering } from './delivering.js';
import type { Random } from './random.js';
import type { Life, Scheduler } from './scheduler.js';
import { Readings } from './readings.js';
import { openWakeUps } from './wake-ups.js';
import { Wiring } from './wiring.js';

/** What all processes of one run share. */
export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly store: MemoryEventStore;
  /** Undefined where the log lies on the same machine. */
  readonly remote: Remote | undefined;
  readonly faults: FaultMix;
  readonly planted: Planted;
  readonly mending: Mending;
  readonly observer: Observer;
  readonly receivers: Receivers;
}

/** A few tries soon after one another: some appends settle by them, some stay unknown. */
const SETTLING = { firstPauseMs: 200, budgetMs: 1_000 };

export class SimulatedProcess {
  /** Read models, in a file of its own: undefined until they are made. */
  kept: ReadModels | undefined;
  /** How far its clock is ahead, ms. */
  clockAheadMs = 0;
  private readonly random: Random;
  private readonly disk = new Map<string, unknown>();
  private life: Life;
  private link: Link | undefined;
  private models: FaultyModels | undefined;
  private door: FactSink | undefined;
  private runningEngine: StafettEngine | undefined;
  private parkedSequences: ParkedSequences | undefined;
  private isCalm = false;
  private starts = 0;

  constructor(
    readonly name: string,
    private readonly around: Surroundings,
    random: Random,
  ) {
    this.random = random.fork(name);
    this.life = { name, alive: false };
  }

  /** Undefined while it is down or still starting. */
  get engine(): StafettEngine | undefined {
    return this.runningEngine;
  }

  get parked(): ParkedSequences | undefined {
    return this.parkedSequences;
  }

  start(): void {
    if (this.life.alive) return;
    this.starts += 1;
    let stepsLeft = this.stepsToLive();
    const afterStep = (): void => {
      stepsLeft -= 1;
      if (stepsLeft > 0 || this.isCalm) return;
      const down = this.random.oneOf([MINUTE_MS, HOUR_MS, 12 * HOUR_MS, 4 * DAY_MS]);
      this.crash(this.random.whole(1, down));
    };
    const life = { name: `${this.name}.${this.starts}`, alive: true, afterStep };
    this.life = life;
    this.around.scheduler.note(life, 'starts');
    this.begin(life).catch((fault: unknown) => {
      this.around.scheduler.note(life, `cannot start: ${String(fault)}`);
      if (life.alive) this.crash(this.random.whole(MINUTE_MS, HOUR_MS));
    });
    this.planClockJumps(life);
  }

  /** Ends it at once, and starts it again later. */
  crash(downMs: number): void {
    if (!this.life.alive) return;
    const { scheduler, faults } = this.around;
    this.life.alive = false;
    scheduler.note(this.life, `crashes, down for ${downMs} ms`);
    this.runningEngine = this.door = this.parkedSequences = undefined;
    if (this.random.happens(0.3)) loseCheckpoints(this.disk, this.random);
    this.models?.crash();
    if (!this.isCalm && this.random.happens(faults.modelsLost)) this.forgetModels();
    scheduler.after(downMs, { name: this.name, alive: true }, 'start', () => this.start());
  }

  /** The file of the read models is deleted. */
  forgetModels(): void {
    this.around.scheduler.note(this.life, 'read models are gone');
    void this.kept?.close();
    this.kept = undefined;
    this.disk.clear();
  }

  /** From now on nothing goes wrong and its clock is right. */
  calm(): void {
    this.isCalm = true;
    this.clockAheadMs = 0;
    this.link?.calm();
    this.start();
  }

  /** One report, as a door takes it in. */
  async take(patient: string, fact: CareEvent): Promise<FactOutcome> {
    if (this.door === undefined) throw new Error(`${this.name} is down`);
    const { outcomes } = await this.door.recordFacts(patient, [fact]);
    return outcomes[0]!;
  }

  private async begin(life: Life): Promise<void> {
    const { scheduler, store, remote, planted, observer, faults } = this.around;
    const random = this.random;
    const hangs = (): void =>
      scheduler.after(random.whole(HOUR_MS, 6 * HOUR_MS), life, 'is killed, as it hangs', () =>
        this.crash(MINUTE_MS),
      );
    const link = new Link(scheduler, random, life, faults.calls, hangs, remote);
    if (this.isCalm) link.calm();
    this.link = link;
    const readings = new Readings(() => scheduler.now);
    const clock: Clock = () => readings.note(scheduler.now + this.clockAheadMs);
    const around: Around = { life, random, clock, disk: this.disk };
    const faulty = new FaultyStore({
      process: life.name,
      link,
      store,
      clockShowed: () => readings.latest(),
      onAppended: (seen) => observer.appended(seen),
    });
    const retry = {
      pause: (ms: number) => scheduler.sleep(ms, life, 'asks again'),
      elapsedMs: () => scheduler.now,
      ...SETTLING,
    };
    const reached = remote === undefined ? faulty : asRemote(faulty, random, retry);
    const settling = (unsettled: EventStore): EventStore => retrying(unsettled, retry);
    const settled = settling(reached);
    const engineClock = planted.clock?.(clock, around) ?? clock;
    const wiring = new Wiring(
      EngineModule.register({
        store: asked(settling(planted.engineStore?.(reached, around) ?? reached), observer),
        clock: engineClock,
      }),
    );
    await wiring.get(DefinitionRegistry).load();
    const engine = wiring.get(StafettEngine);
    const wakeUps = openWakeUps({
      store: settled,
      models: faults.realModels ? await this.openModels(life) : undefined,
      isLive: remote !== undefined,
      clock: engineClock,
      around,
      planted,
      observer,
    });
    const { lot, processor } = await openProcessing({
      ...this.around,
      log: store,
      store: settled,
      clock,
      around,
    });
    const delivering = openDelivering({
      ...this.around,
      now: () => scheduler.now,
      log: store,
      store: settled,
      clock,
      around,
    });
    void this.repeat(life, 'processor', () => processor.runOnce());
    void this.repeat(life, 'deliveries', () => delivering.tick());
    this.parkedSequences = lot;
    this.runningEngine = engine;
    this.door = planted.door?.(engine, around) ?? engine;
    void this.repeat(life, 'index', () => wakeUps.catchUp());
    void this.repeat(life, 'wake-ups', () => wakeUps.look());
  }

  private async openModels(life: Life): Promise<ReadModels> {
    this.kept ??= await openReadModels({ file: ':memory:', access: 'write' });
    return (this.models = new FaultyModels(this.kept, this.around.scheduler, life));
  }

  /** A loop that goes on whatever happens to one of its rounds. */
  private async repeat(life: Life, what: string, round: () => Promise<unknown>): Promise<void> {
    const { scheduler } = this.around;
    while (life.alive) {
      const pause = this.isCalm
        ? this.random.whole(DAY_MS, 2 * DAY_MS)
        : this.random.whole(HOUR_MS, 20 * HOUR_MS);
      await scheduler.sleep(pause, life, what);
      try {
        await round();
      } catch (fault) {
        scheduler.note(life, `${what} failed: ${String(fault)}`);
      }
    }
  }

  private stepsToLive(): number {
    const { crashEverySteps } = this.around.faults;
    if (crashEverySteps === Infinity) return Infinity;
    return this.random.whole(1, 2 * crashEverySteps);
  }

  private planClockJumps(life: Life): void {
    const { scheduler, faults } = this.around;
    const random = this.random;
    if (this.isCalm) return;
    const in_ = (everyMs: number): number => random.whole(1, 2 * everyMs);
    const jump = (): void => {
      scheduler.after(in_(faults.clockJumpEveryMs), life, 'clock jumps', () => {
        if (this.isCalm) return;
        const most = faults.clockJumpMostMs;
        this.clockAheadMs = random.happens(0.4) ? 0 : random.whole(-most, most);
        jump();
        return `${this.clockAheadMs} ms ahead`;
      });
    };
    if (faults.clockJumpEveryMs !== Infinity) jump();
  }
}
