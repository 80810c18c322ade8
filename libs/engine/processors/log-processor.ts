/**
 * Feeds the log to a handler: the events of one patient one after the other, those of
 * several patients side by side.
 *
 * Dispatch → apply → persist → acknowledge: the handler decides and appends; only then does
 * the checkpoint move. It is saved once every event up to it was handled or parked, so a
 * crash repeats what lies behind it and never skips anything. Handlers therefore have to
 * find nothing to do when an event comes again.
 *
 * A fault of the store (full, failed, closed, another writer) ends the run, and nothing is
 * acknowledged: it is not the event's fault. Whatever else a handler throws is poison: after
 * a few attempts that patient's sequence is parked in the log, and everybody else's goes on.
 * A release is an event in the log like any other: where the processor meets it, it processes
 * the events that were held back, and then goes on.
 *
 * `runOnce` uses no timer and no real time: it only awaits the store, the checkpoints, the
 * handler and `turn`, so that a test decides what happens between any two of them.
 */
import {
  comparePositions,
  checkToken,
  isConflict,
  isStoreFault,
  LIMITS,
  LogDamaged,
  positionOf,
  readStreamPages,
  readWholeLog,
  tokenOf,
  type DamagedEvent,
  type EventPlace,
  type EventStore,
  type LogEvent,
  type Position,
  type RecordedEvent,
  type SubscriptionFilter,
} from '#event-store';
import { PARKED_STREAM, PATIENT_STREAM, RELEASE_TYPES, type Processor } from '#care-event';
import { faultOf } from '../parking/fault-of.js';
import { releaseFromStored, type ReleaseEvent } from '../parking/parked-sequence.js';
import type { ParkedSequences } from '../parking/parked-sequences.js';
import type { Clock } from '../shared/tokens.js';
import type { CheckpointStore } from './checkpoint-store.js';
import { KeyedExecutor } from '../shared/keyed-executor.js';
import { CheckpointWindow } from './checkpoint-window.js';

/** How often an event is given to the handler before it counts as poison: passing faults pass, and poison costs little. */
export const ATTEMPTS = 3;
/** Events read ahead of the slowest one: enough to keep every handler busy, and at most some MB. */
const READ_AHEAD_EVENTS = 1_000;
/** The same by the memory that their payloads take, and what one page may have of the log's bytes. */
const READ_AHEAD_BYTES = 4 * 1024 * 1024;
const PAGE_BYTES = 1024 * 1024;
/** Events processed between two saved checkpoints: what a crash repeats takes well under a second. */
const CHECKPOINT_EVENTS = 1_000;
/** Time between two saved checkpoints, ms: the same where events are few and slow. */
const CHECKPOINT_MS = 1_000;
/** Patients side by side. Handlers mostly wait for a commit, and those that wait together share one. */
const CONCURRENCY = 16;

export interface LogProcessorOptions {
  readonly name: Processor;
  readonly store: EventStore;
  readonly checkpoints: CheckpointStore;
  readonly parking: ParkedSequences;
  /**
   * Types of the events that it is about: all others are passed over and not even read.
   * Default: every type.
   */
  readonly types?: readonly string[];
  /**
   * Pseudonym of the patient whose sequence an event belongs to; undefined skips the event.
   * The same event always has the same answer. Must not throw.
   */
  readonly partitionKeyOf: (event: RecordedEvent) => string | undefined;
  /**
   * Whose sequence a damaged event holds up: it is parked there. Default: nobody's.
   * As `partitionKeyOf` otherwise.
   */
  readonly damagedKeyOf?: (event: DamagedEvent) => string | undefined;
  /** Handles one event and persists what follows. The same event may come again. */
  readonly handle: (event: RecordedEvent) => Promise<void>;
  /**
   * Where this processor's events of a patient are, for processing those held back.
   * Default: the patient's own stream. `log` reads the whole log from the parked event on.
   */
  readonly sequencesIn?: 'patient-streams' | 'log';
  readonly clock: Clock;
  /** Default 16. */
  readonly concurrency?: number;
  /** Default 1,000. */
  readonly readAheadEvents?: number;
  /** Default 1,000. */
  readonly checkpointEvents?: number;
  /** Awaited after each handled event and each page: lets others run where the store never waits. */
  readonly turn?: () => Promise<unknown>;
}

/** What one run did. */
export interface ProcessorRun {
  /** Events that the handler took. */
  readonly handled: number;
  /** Events held back because their sequence is parked. */
  readonly held: number;
  /** Sequences that were parked. */
  readonly parked: number;
  /** Releases that were processed. */
  readonly released: number;
  /** Last event up to which every event was handled or parked; undefined before the first. */
  readonly position: Position | undefined;
}

export class LogProcessor {
  readonly name: Processor;
  private last: EventPlace | undefined;
  private at: Position | undefined;
  private resumed = false;
  private running = false;

  constructor(private readonly options: LogProcessorOptions) {
    this.name = options.name;
  }

  /** Last event up to which every event was handled or parked; undefined before the first run. */
  get position(): Position | undefined {
    return this.at;
  }

  /**
   * Processes what the log holds by now. Aborted, it lets the handlers under way finish and
   * leaves the rest to the next run.
   *
   * @throws faults of the store; what was handled before is acknowledged
   */
  async runOnce(signal?: AbortSignal): Promise<ProcessorRun> {
    if (this.running) throw new Error(`The processor ${this.name} is already running.`);
    this.running = true;
    try {
      await this.resume();
      return await this.run(signal);
    } finally {
      this.running = false;
    }
  }

  /** Continues from the saved checkpoint, unless that is of another log. */
  private async resume(): Promise<void> {
    if (this.resumed) return;
    const { checkpoints, store } = this.options;
    const saved = await checkpoints.load(this.name);
    if (saved !== undefined && (await checkToken(store, saved)) === 'same')
      this.at = positionOf(saved);
    this.resumed = true;
  }

  private async run(signal: AbortSignal | undefined): Promise<ProcessorRun> {
    const { store, clock, turn, concurrency = CONCURRENCY } = this.options;
    const { readAheadEvents = READ_AHEAD_EVENTS, checkpointEvents = CHECKPOINT_EVENTS } =
      this.options;
    const counts = { handled: 0, held: 0, parked: 0, released: 0 };
    const head = await store.head();
    const window = new CheckpointWindow();
    const executor = new KeyedExecutor({ concurrency });
    let fault: { readonly error: unknown } | undefined;
    const ended = (): boolean => fault !== undefined || signal?.aborted === true;
    let unsaved = 0;
    let savedAt = clock();
    const acknowledge = async (): Promise<void> => {
      const { passed, last } = window.advance();
      if (last !== undefined) this.moveTo(last);
      unsaved += passed;
      const isTime = unsaved >= checkpointEvents || clock() - savedAt >= CHECKPOINT_MS;
      if (unsaved === 0 || !isTime) return;
      await this.save();
      unsaved = 0;
      savedAt = clock();
    };
    const dispatch = (event: LogEvent): void => {
      const release = this.releaseOf(event);
      const key = release === undefined ? this.keyOf(event) : release.patient;
      const done = window.add(event);
      if (key === undefined) return done();
      void executor.run(key, async () => {
        if (ended()) return;
        try {
          const isDone =
            release === undefined
              ? await this.process(key, event, counts)
              : await this.processRelease(release, counts, ended);
          if (isDone) done();
        } catch (error) {
          fault ??= { error };
        }
      });
    };
    try {
      let read = this.at;
      let isAtHead = head === undefined;
      while (!isAtHead && !ended()) {
        // Half a window at least, so that one slow event does not make for pages of one.
        if (window.size > readAheadEvents / 2 || window.bytes > READ_AHEAD_BYTES) {
          await executor.nextFinished();
          await acknowledge();
          continue;
        }
        const limit = Math.min(readAheadEvents - window.size, LIMITS.pageEvents);
        const bounds = { limit, maxBytes: PAGE_BYTES, ...this.filter() };
        const page = await store.readLog({ ...bounds, ...(read && { from: read }) });
        for (const event of page.events)
          if (comparePositions(event.position, head!) <= 0) dispatch(event);
        if (page.reached !== undefined && comparePositions(page.reached.position, head!) <= 0)
          window.pass(page.reached);
        read = (page.reached ?? page.events.at(-1))?.position ?? read;
        isAtHead = page.end || comparePositions(read!, head!) >= 0;
        await acknowledge();
        await turn?.();
      }
    } catch (error) {
      fault ??= { error };
    }
    // Whatever happened: no handler is left running behind the next run's back.
    while (!executor.isIdle) await executor.nextFinished();
    await acknowledge();
    if (unsaved > 0) await this.save();
    if (fault !== undefined) throw fault.error;
    return { ...counts, position: this.at };
  }

  private moveTo(place: EventPlace): void {
    this.at = place.position;
    this.last = place;
  }

  private filter(): { readonly filter?: SubscriptionFilter } {
    const { types } = this.options;
    return types === undefined ? {} : { filter: { types: [...types, ...RELEASE_TYPES] } };
  }

  private async save(): Promise<void> {
    if (this.last === undefined) return;
    const { checkpoints, store } = this.options;
    await checkpoints.save(this.name, tokenOf(await store.identity(), this.last));
  }

  private releaseOf(event: LogEvent): ReleaseEvent | undefined {
    if (event.damage !== undefined || !event.stream.startsWith(PARKED_STREAM)) return undefined;
    const release = releaseFromStored(event);
    return release?.processor === this.name ? release : undefined;
  }

  private keyOf(event: LogEvent): string | undefined {
    if (event.damage !== undefined) return this.options.damagedKeyOf?.(event);
    return event.stream.startsWith(PARKED_STREAM) ? undefined : this.options.partitionKeyOf(event);
  }

  private async process(patient: string, event: LogEvent, counts: Counts): Promise<true> {
    if (this.options.parking.covers(this.name, patient, event.position)) counts.held += 1;
    else await this.attempt(patient, event, counts);
    return true;
  }

  /**
   * Processes the events that were held back up to this release.
   * @returns false where it was stopped before the last of them
   */
  private async processRelease(
    release: ReleaseEvent,
    counts: Counts,
    ended: () => boolean,
  ): Promise<boolean> {
    const { parking } = this.options;
    const parked = await parking.releasedBy(release);
    if (parked === undefined) return true;
    for await (const page of this.heldBack(release, parked.position)) {
      for (const event of page) {
        if (ended()) return false;
        if (this.keyOf(event) !== release.patient) continue;
        if (comparePositions(event.position, release.position) >= 0) break;
        // Once it is parked again on the way, the rest is no longer due.
        if (!parking.isDueAt(release, event.position)) continue;
        await this.attempt(release.patient, event, counts);
      }
      await this.options.turn?.();
    }
    counts.released += 1;
    return true;
  }

  /** Pages from the parked event on that may hold this patient's events. */
  private async *heldBack({ patient, position }: ReleaseEvent, parked: Position) {
    const { store, sequencesIn = 'patient-streams' } = this.options;
    if (sequencesIn === 'patient-streams') {
      for await (const page of readStreamPages(store, `${PATIENT_STREAM}${patient}`))
        yield page.filter((event) => comparePositions(event.position, parked) >= 0);
      return;
    }
    const {
      events: [before],
    } = await store.readLog({ direction: 'backwards', from: parked, limit: 1 });
    const after = before === undefined ? {} : { after: before.position };
    for await (const page of readWholeLog(store, { ...after, ...this.filter() })) {
      yield page;
      if (comparePositions(page.at(-1)!.position, position) >= 0) return;
    }
  }

  /** Gives the event to the handler until it is handled, or parks its sequence. @throws faults of the store */
  private async attempt(patient: string, event: LogEvent, counts: Counts): Promise<void> {
    if (event.damage === undefined) await this.tryToHandle(patient, event, counts);
    else await this.park(patient, event, new LogDamaged(event), counts);
    await this.options.turn?.();
  }

  private async tryToHandle(patient: string, event: RecordedEvent, counts: Counts): Promise<void> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        await this.options.handle(event);
        counts.handled += 1;
        return;
      } catch (error) {
        if (isStoreFault(error)) {
          if (attempts < ATTEMPTS && isConflict(error)) continue;
          throw error;
        }
        if (attempts < ATTEMPTS) continue;
        return this.park(patient, event, error, counts);
      }
    }
  }

  private async park(
    patient: string,
    event: LogEvent,
    error: unknown,
    counts: Counts,
  ): Promise<void> {
    const { parking } = this.options;
    try {
      await parking.park({ processor: this.name, patient, event, ...faultOf(error, patient) });
      counts.parked += 1;
    } catch (fault) {
      // What was parked of this patient cannot be read, so from now on all of it waits.
      if (!(fault instanceof LogDamaged)) throw fault;
      counts.held += 1;
    }
  }
}

interface Counts {
  handled: number;
  held: number;
  parked: number;
  released: number;
}
