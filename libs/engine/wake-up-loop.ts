/**
 * Looks for patients whose wake-up has come and wakes them, oldest first, in
 * bounded batches. After a definition was published or migrated it also goes once
 * through all patients: a pathway's first version opens journeys for what was recorded
 * before it, and a migration moves deadlines, which are derived; the log remembers that
 * this was done. One patient that cannot be woken is reported and tried again later; it
 * keeps nobody else waiting.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Reviewed, StafettEngine } from './stafett-engine.js';
import type { Clock } from './tokens.js';

/** The index of wake-ups; a read model keeps it. Instants are ms since the epoch. */
export interface WakeUpIndex {
  /** Patients due at `now`, oldest first. */
  due(now: number, limit: number): Promise<readonly { readonly patient: string }[]>;
  /** Publications and migrations whose review of all patients is not done. */
  pendingReviews(): Promise<readonly Reviewed[]>;
  /** Patients in order of their pseudonym, after the one given. */
  patientsAfter(patient: string, limit: number): Promise<readonly string[]>;
}

export interface WakeUpLoopOptions {
  readonly engine: Pick<StafettEngine, 'wakePatient' | 'markReviewed'>;
  readonly index: WakeUpIndex;
  readonly clock: Clock;
  /** Pause between looks when nothing is left to do, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Patients per look, of those due and of a review each. Default 1,000. */
  readonly batch?: number;
  /** Woken side by side. Default 16. */
  readonly concurrency?: number;
  /** Told of a patient that could not be woken, or a look that failed; the loop goes on. */
  readonly onError?: (error: unknown) => void;
}

/** How long a patient that could not be woken, or a review with such patients, is left alone, ms. */
const RETRY_MS = 60_000;

/** A walk through all patients, page by page. */
interface Review {
  readonly of: readonly Reviewed[];
  after: string;
  failures: number;
}

export class WakeUpLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  private review: Review | undefined;
  private reviewNotBefore = -Infinity;
  /** Patients that could not be woken, and when to try again. */
  private readonly failed = new Map<string, number>();

  constructor(private readonly options: WakeUpLoopOptions) {}

  start(): void {
    this.schedule(0);
  }

  /** Resolves when the look under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One look at those due and one page of a review. `more` tells that there is work left. */
  async tick(): Promise<{ decisions: number; more: boolean }> {
    const { index, clock, batch = 1_000 } = this.options;
    const now = clock();
    for (const [patient, again] of this.failed) if (again <= now) this.failed.delete(patient);
    // Those who failed come back first, so the look is widened: they never crowd out others.
    const shown = await index.due(now, batch + this.failed.size);
    const due = shown.map(({ patient }) => patient).filter((patient) => !this.failed.has(patient));
    const woken = await this.wakeAll(due);
    const reviewed = await this.reviewPage(now);
    return {
      decisions: woken.decisions + reviewed,
      more: due.length >= batch || this.review !== undefined,
    };
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.look().then((more) =>
        this.schedule(more ? 0 : (this.options.pauseMs ?? 1_000)),
      );
    }, delayMs);
    this.timer.unref();
  }

  private async look(): Promise<boolean> {
    try {
      return (await this.tick()).more;
    } catch (error) {
      this.options.onError?.(error);
      return false;
    }
  }

  private async reviewPage(now: number): Promise<number> {
    const { engine, index, batch = 1_000 } = this.options;
    if (this.review === undefined) {
      if (now < this.reviewNotBefore) return 0;
      const pending = await index.pendingReviews();
      if (pending.length === 0) return 0;
      this.review = { of: pending, after: '', failures: 0 };
    }
    const review = this.review;
    const patients = await index.patientsAfter(review.after, batch);
    const last = patients.at(-1);
    if (last !== undefined) {
      const { decisions, failures } = await this.wakeAll(patients);
      if (this.stopped) return decisions;
      review.failures += failures;
      review.after = last;
      return decisions;
    }
    this.review = undefined;
    // With a failure the review is not done: all of it again, later. Twice changes nothing.
    if (review.failures > 0) this.reviewNotBefore = now + RETRY_MS;
    else for (const each of review.of) await engine.markReviewed(each);
    return 0;
  }

  private async wakeAll(
    patients: readonly string[],
  ): Promise<{ decisions: number; failures: number }> {
    const { engine, clock, concurrency = 16, onError } = this.options;
    const queue = patients.values();
    let decisions = 0;
    let failures = 0;
    const worker = async (): Promise<void> => {
      for (const patient of queue) {
        if (this.stopped) return;
        try {
          const woken = await engine.wakePatient(patient);
          decisions += woken.decisions;
          this.failed.delete(patient);
        } catch (error) {
          failures += 1;
          this.failed.set(patient, clock() + RETRY_MS);
          onError?.(error);
        }
        // Reads from an embedded store never wait: without this, doors would get no turn.
        await turn();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return { decisions, failures };
  }
}
