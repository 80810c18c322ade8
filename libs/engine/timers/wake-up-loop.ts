/**
 * PollingLoop for patients whose wake-up has come and wakes them, oldest first, in
 * bounded batches. After a definition was published or migrated it also goes once
 * through all patients: a pathway's first version opens journeys for what was recorded
 * before it, and a migration moves deadlines, which are derived; the log remembers that
 * this was done. One patient that cannot be woken is reported and tried again later; it
 * keeps nobody else waiting.
 *
 * The index lags behind the log, so those due are gone through in rounds: a round remembers
 * how far it has come, and the next one begins when the index shows what this one appended.
 * Thus nobody is woken again and again meanwhile, and nothing has to be remembered by patient.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { comparePositions, StoreClosed, StoreFailed, StoreFull, type Position } from '#event-store';
import { FailedPatients, isWithin, RETRY_MS } from './failed-patients.js';
import { PollingLoop } from '../shared/polling-loop.js';
import type { Reviewed } from '../definitions/mark-reviewed.js';
import type { Clock } from '../shared/tokens.js';
import type { WakeUpResult } from '../patients/patient-waker.js';

/** Where a due patient stands in the index; opaque but for the patient. */
export interface DueWakeUp {
  readonly patient: string;
  /** Milliseconds since the epoch. */
  readonly wake: number;
  /** Tells apart those of one instant: which of them came first. */
  readonly place: number;
}

/** The index of wake-ups; a read model keeps it. Instants are ms since the epoch. */
export interface WakeUpIndex {
  /** Patients due at `now`, oldest first; only those that come after the one given, if any. */
  due(now: number, limit: number, after?: DueWakeUp): Promise<readonly DueWakeUp[]>;
  /** Up to where in the log the index has come. */
  position(): Promise<Position | undefined>;
  /** Publications and migrations whose review of all patients is not done. */
  pendingReviews(): Promise<readonly Reviewed[]>;
  /** Patients in order of their pseudonym, after the one given. */
  patientsAfter(patient: string, limit: number): Promise<readonly string[]>;
}

/** What the loop needs of the engine. */
export interface WakeUpEngine {
  wakePatient(patient: string): Promise<WakeUpResult>;
  markReviewed(reviewed: Reviewed): Promise<Position>;
  /** Brings the definitions up to date where somebody else publishes them. */
  refreshDefinitions?(): Promise<void>;
}

export interface WakeUpLoopOptions {
  readonly engine: WakeUpEngine;
  readonly index: WakeUpIndex;
  readonly clock: Clock;
  /** Pause between looks when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Patients per look, of those due and of a review each. Default 1,000. */
  readonly batch?: number;
  /** WakeUpResult side by side. Default 16. */
  readonly concurrency?: number;
  /** Told of a patient that could not be woken, or a look that failed; the loop goes on. */
  readonly onError?: (error: unknown) => void;
  /** Told of each patient that could not be woken, so that it can be parked. */
  readonly onFailed?: (patient: string, error: unknown) => Promise<void> | void;
  /** Those that are parked are passed by. */
  readonly isParked?: (patient: string) => Promise<boolean> | boolean;
}

/** Patients woken before other work gets its turn: reads from an embedded store never wait. */
const WOKEN_PER_TURN = 8;

/** A walk through all patients, page by page. */
interface Review {
  readonly of: readonly Reviewed[];
  after: string;
  failures: number;
}

export class WakeUpLoop {
  private readonly looks: PollingLoop;
  private stopped = false;
  private review: Review | undefined;
  private reviewFailedAt = -Infinity;
  private readonly failed = new FailedPatients();
  /** How far the round of those due has come; undefined between rounds. */
  private reached: DueWakeUp | undefined;
  /** The last thing that was appended. */
  private appended: Position | undefined;

  constructor(private readonly options: WakeUpLoopOptions) {
    this.looks = new PollingLoop({ ...options, poll: () => this.tick() });
  }

  start(): void {
    this.looks.start();
  }

  /** Resolves when the look under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.looks.stop();
  }

  /**
   * One look at those due and one page of a review. `more` tells that there is work left.
   * @throws StoreFull, StoreFailed, StoreClosed: the next look begins where this one did
   */
  async tick(): Promise<{ decisions: number; woken: number; more: boolean }> {
    const { engine, clock } = this.options;
    const now = clock();
    await engine.refreshDefinitions?.();
    const due = await this.duePage(now);
    const reviewed = await this.reviewPage(now);
    return {
      decisions: due.decisions + reviewed.decisions,
      woken: due.woken + reviewed.woken,
      more: this.reached !== undefined || this.review !== undefined,
    };
  }

  private async duePage(now: number): Promise<WokenMany> {
    const { index, batch = 1_000 } = this.options;
    if (this.reached === undefined && !(await this.indexShowsAll())) return NOBODY;
    const due = await index.due(now, batch, this.reached);
    const waiting = due.filter(({ patient }) => !this.failed.isResting(patient, now));
    const woken = await this.wakeAll(waiting.map(({ patient }) => patient));
    this.reached = due.length < batch ? undefined : due.at(-1);
    return woken;
  }

  /** Whether the index has come to what was appended last; before that it shows who was woken already. */
  private async indexShowsAll(): Promise<boolean> {
    if (this.appended === undefined) return true;
    const position = await this.options.index.position();
    return position !== undefined && comparePositions(position, this.appended) >= 0;
  }

  private async reviewPage(now: number): Promise<WokenMany> {
    const { engine, index, batch = 1_000 } = this.options;
    if (this.review === undefined) {
      if (isWithin(RETRY_MS, this.reviewFailedAt, now)) return NOBODY;
      // Before that it may show as pending what was just noted as done.
      if (!(await this.indexShowsAll())) return NOBODY;
      const pending = await index.pendingReviews();
      if (pending.length === 0) return NOBODY;
      // What is to be reviewed may have been published since the look began.
      await engine.refreshDefinitions?.();
      this.review = { of: pending, after: '', failures: 0 };
    }
    const review = this.review;
    const patients = await index.patientsAfter(review.after, batch);
    const last = patients.at(-1);
    if (last !== undefined) {
      const woken = await this.wakeAll(patients);
      if (this.stopped) return woken;
      review.failures += woken.failures;
      review.after = last;
      return woken;
    }
    this.review = undefined;
    // With a failure the review is not done: all of it again, later. Twice changes nothing.
    if (review.failures > 0) this.reviewFailedAt = now;
    else for (const each of review.of) this.noteAppended(await engine.markReviewed(each));
    return NOBODY;
  }

  private async wakeAll(patients: readonly string[]): Promise<WokenMany> {
    const { concurrency = 16 } = this.options;
    const queue = patients.values();
    const total = { decisions: 0, woken: 0, failures: 0 };
    let fault: StoreFault | undefined;
    const worker = async (): Promise<void> => {
      for (const patient of queue) {
        if (this.stopped || fault !== undefined) return;
        const decisions = await this.wakeOne(patient);
        if (isStoreFault(decisions)) {
          fault ??= decisions;
          return;
        }
        total.woken += 1;
        if (decisions === undefined) total.failures += 1;
        else total.decisions += decisions;
        if (total.woken % WOKEN_PER_TURN === 0) await turn();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    if (fault !== undefined) throw fault;
    return total;
  }

  /** How many decisions were taken; undefined when it failed; the fault when it was the store's. */
  private async wakeOne(patient: string): Promise<number | StoreFault | undefined> {
    const { engine, clock, onError, isParked } = this.options;
    try {
      if ((await isParked?.(patient)) === true) return 0;
      const { decisions, position } = await engine.wakePatient(patient);
      if (position !== undefined) this.noteAppended(position);
      this.failed.remove(patient);
      return decisions;
    } catch (error) {
      // A full disk is no fault of the patient: nobody is told off or parked for it.
      if (isStoreFault(error)) return error;
      this.failed.add(patient, clock());
      onError?.(error);
      return this.tellFailed(patient, error);
    }
  }

  private async tellFailed(patient: string, error: unknown): Promise<StoreFault | undefined> {
    const { onError, onFailed } = this.options;
    try {
      await onFailed?.(patient, error);
    } catch (fault) {
      if (isStoreFault(fault)) return fault;
      onError?.(fault);
    }
    return undefined;
  }

  private noteAppended(position: Position): void {
    if (this.appended === undefined || comparePositions(position, this.appended) > 0)
      this.appended = position;
  }
}

type StoreFault = StoreFull | StoreFailed | StoreClosed;

function isStoreFault(what: unknown): what is StoreFault {
  return what instanceof StoreFull || what instanceof StoreFailed || what instanceof StoreClosed;
}

interface WokenMany {
  readonly decisions: number;
  readonly woken: number;
  readonly failures: number;
}

const NOBODY: WokenMany = { decisions: 0, woken: 0, failures: 0 };
