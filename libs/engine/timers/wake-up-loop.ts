/**
 * Wakes the patients whose wake-up is due, oldest first, in bounded batches. After a
 * definition was published or migrated it also reviews all patients once: a pathway's first
 * version opens journeys for what was recorded before it, and a migration moves deadlines,
 * which are derived; and after an import of organisations, since others may be meant now. The
 * log records that the review was done. Nobody waits for a review, so it can be told to take its
 * time. A patient whose wake-up fails is reported and tried again
 * later, and keeps nobody else waiting.
 *
 * The index lags behind the log, so due patients are taken in rounds: a round remembers how
 * far it has come, and the next one begins when the index shows what this one appended. That
 * way nobody is woken repeatedly meanwhile, and nothing has to be remembered per patient.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { comparePositions, type Position } from '#event-store';
import type { Review } from '#care-event';
import { isWithin } from '../shared/elapsed.js';
import { forEachConcurrently } from '../shared/for-each-concurrently.js';
import { FailedPatients, RETRY_MS } from './failed-patients.js';
import { isFatal, type FatalFault } from './fatal-faults.js';
import { PollingLoop } from '../shared/polling-loop.js';
import type { Clock } from '../shared/tokens.js';
import type { WakeUpResult } from '../patients/patient-waker.js';

/** An entry of the index; opaque but for the patient. */
export interface DueWakeUp {
  readonly patient: string;
  /** Milliseconds since the epoch. */
  readonly wake: number;
  /** Of the event that asked for it: orders the entries of one instant. */
  readonly position: Position;
}

/** The index of wake-ups; a read model keeps it. Instants are ms since the epoch. */
export interface WakeUpIndex {
  /** Patients due at `now`, oldest first; only those after the one given, if any. */
  due(now: number, limit: number, after?: DueWakeUp): Promise<readonly DueWakeUp[]>;
  /** How far the index has read the log. */
  position(): Promise<Position | undefined>;
  /** Reviews of all patients that are not done. */
  pendingReviews(): Promise<readonly Review[]>;
  /** Patients in order of their pseudonym, after the one given. */
  patientsAfter(patient: string, limit: number): Promise<readonly string[]>;
}

/** What the loop needs of the engine. */
export interface WakeUpEngine {
  wakePatient(patient: string): Promise<WakeUpResult>;
  markReviewed(reviewed: Review): Promise<Position>;
  /** Whether anybody can be concerned, by the definitions as they were last read. Default: yes. */
  concernsAnybody?(review: Review): boolean;
  /** Reads definitions again where another thread or process publishes them. */
  refreshDefinitions?(): Promise<void>;
}

export interface WakeUpLoopOptions {
  readonly engine: WakeUpEngine;
  readonly index: WakeUpIndex;
  readonly clock: Clock;
  /** Pause between polls when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Patients per poll, of those due and, up to 1,000, of a review. Default 1,000. */
  readonly batch?: number;
  /** Patients woken side by side. Default 16. */
  readonly concurrency?: number;
  /** Carries out each piece of a review, and may rest before the next. Default: no rest. */
  readonly paced?: (piece: () => Promise<void>) => Promise<void>;
  /** Called when a wake-up or a whole poll failed; the loop goes on. */
  readonly onError?: (error: unknown) => void;
  /** Called for each patient whose wake-up failed, so that it can be parked. */
  readonly onFailed?: (patient: string, error: unknown) => Promise<void> | void;
  /** Parked patients are skipped. */
  readonly isParked?: (patient: string) => Promise<boolean> | boolean;
}

/** Patients woken before other work may run: reads from an embedded store never wait. */
const WOKEN_PER_TURN = 8;
/** Patients of a review between two rests: a few milliseconds, or one group of appends. */
const REVIEWED_PER_PIECE = 16;
/** Patients of a review per poll: those who are due wait so long for the next one. */
const REVIEWED_PER_POLL = 1_000;

/** A walk through all patients, page by page. */
interface ReviewWalk {
  readonly of: readonly Review[];
  /** Nobody can be concerned: it is done before it begins. */
  readonly isIdle: boolean;
  after: string;
  failures: number;
}

export class WakeUpLoop {
  private readonly polling: PollingLoop;
  private stopped = false;
  private review: ReviewWalk | undefined;
  private reviewFailedAt = -Infinity;
  private readonly failed = new FailedPatients();
  /** How far the round of due patients has come; undefined between rounds. */
  private reached: DueWakeUp | undefined;
  /** Of what this loop appended last. */
  private appended: Position | undefined;

  constructor(private readonly options: WakeUpLoopOptions) {
    this.polling = new PollingLoop({ ...options, poll: () => this.tick() });
  }

  start(): void {
    this.polling.start();
  }

  /** Resolves when the poll under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.polling.stop();
  }

  /**
   * One page of due patients, or the last of them and one page of a review. `more` says that there is work left.
   * @throws faults of the store: the next poll begins where this one did
   */
  async tick(): Promise<{ decisions: number; woken: number; more: boolean }> {
    const { engine, clock } = this.options;
    const now = clock();
    await engine.refreshDefinitions?.();
    const due = await this.duePage(now);
    // Who is due comes first: a review goes on where a round of them is through.
    const reviewed = this.reached === undefined ? await this.reviewPage(now) : NOBODY;
    return {
      decisions: due.decisions + reviewed.decisions,
      woken: due.woken + reviewed.woken,
      more: this.reached !== undefined || this.review !== undefined,
    };
  }

  private async duePage(now: number): Promise<WokenMany> {
    const { index, batch = 1_000 } = this.options;
    if (this.reached === undefined && !(await this.indexIsCurrent())) return NOBODY;
    const due = await index.due(now, batch, this.reached);
    const waiting = due.filter(({ patient }) => !this.failed.isResting(patient, now));
    const woken = await this.wakeAll(waiting.map(({ patient }) => patient));
    this.reached = due.length < batch ? undefined : due.at(-1);
    return woken;
  }

  /** Whether the index shows what was appended last; before that it still lists who was just woken. */
  private async indexIsCurrent(): Promise<boolean> {
    if (this.appended === undefined) return true;
    const position = await this.options.index.position();
    return position !== undefined && comparePositions(position, this.appended) >= 0;
  }

  private async reviewPage(now: number): Promise<WokenMany> {
    const { engine, index, batch = 1_000 } = this.options;
    this.review ??= await this.nextReview(now);
    const { review } = this;
    if (review === undefined) return NOBODY;
    const limit = Math.min(batch, REVIEWED_PER_POLL);
    const patients = review.isIdle ? [] : await index.patientsAfter(review.after, limit);
    if (patients.length > 0) return this.reviewAll(review, patients);
    this.review = undefined;
    // After a failure the whole review is repeated later; repeating changes nothing.
    if (review.failures > 0) this.reviewFailedAt = now;
    else for (const each of review.of) this.advanceTo(await engine.markReviewed(each));
    return NOBODY;
  }

  private async nextReview(now: number): Promise<ReviewWalk | undefined> {
    const { engine, index } = this.options;
    if (isWithin(RETRY_MS, this.reviewFailedAt, now)) return undefined;
    // Before that it may list as pending a review that was just completed.
    if (!(await this.indexIsCurrent())) return undefined;
    const pending = await index.pendingReviews();
    if (pending.length === 0) return undefined;
    // What is to be reviewed may have been published since the poll began.
    await engine.refreshDefinitions?.();
    const isIdle = !pending.some((review) => engine.concernsAnybody?.(review) ?? true);
    return { of: pending, isIdle, after: '', failures: 0 };
  }

  /** Piece by piece; one that was broken off is begun again. */
  private async reviewAll(review: ReviewWalk, patients: readonly string[]): Promise<WokenMany> {
    const { paced = (piece) => piece() } = this.options;
    const total = { decisions: 0, woken: 0, failures: 0 };
    for (let from = 0; from < patients.length && !this.stopped; from += REVIEWED_PER_PIECE) {
      const piece = patients.slice(from, from + REVIEWED_PER_PIECE);
      await paced(async () => {
        const { decisions, woken, failures } = await this.wakeAll(piece);
        total.decisions += decisions;
        total.woken += woken;
        if (this.stopped) return;
        review.failures += failures;
        review.after = piece.at(-1) ?? review.after;
      });
    }
    return total;
  }

  private async wakeAll(patients: readonly string[]): Promise<WokenMany> {
    const { concurrency = 16 } = this.options;
    const total = { decisions: 0, woken: 0, failures: 0 };
    let fault: FatalFault | undefined;
    const isStopped = (): boolean => this.stopped || fault !== undefined;
    await forEachConcurrently(patients, { concurrency, isStopped }, async (patient) => {
      const decisions = await this.wakeOne(patient);
      if (isFatal(decisions)) {
        fault ??= decisions;
        return;
      }
      total.woken += 1;
      if (decisions === undefined) total.failures += 1;
      else total.decisions += decisions;
      if (total.woken % WOKEN_PER_TURN === 0) await turn();
    });
    if (fault !== undefined) throw fault;
    return total;
  }

  /** How many decisions were appended; undefined when the wake-up failed; the fault when it was the store's. */
  private async wakeOne(patient: string): Promise<number | FatalFault | undefined> {
    const { engine, clock, onError, isParked } = this.options;
    try {
      if ((await isParked?.(patient)) === true) return 0;
      const { decisions, position } = await engine.wakePatient(patient);
      if (position !== undefined) this.advanceTo(position);
      this.failed.remove(patient);
      return decisions;
    } catch (error) {
      // A full disk is not the patient's fault: nobody is parked for it.
      if (isFatal(error)) return error;
      this.failed.add(patient, clock());
      onError?.(error);
      return this.reportFailure(patient, error);
    }
  }

  private async reportFailure(patient: string, error: unknown): Promise<FatalFault | undefined> {
    const { onError, onFailed } = this.options;
    try {
      await onFailed?.(patient, error);
    } catch (fault) {
      if (isFatal(fault)) return fault;
      onError?.(fault);
    }
    return undefined;
  }

  private advanceTo(position: Position): void {
    if (this.appended === undefined || comparePositions(position, this.appended) > 0)
      this.appended = position;
  }
}

interface WokenMany {
  readonly decisions: number;
  readonly woken: number;
  readonly failures: number;
}

const NOBODY: WokenMany = { decisions: 0, woken: 0, failures: 0 };
