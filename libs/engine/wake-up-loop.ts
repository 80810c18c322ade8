/**
 * Looks for patients whose wake-up has come and wakes them, oldest first, in
 * bounded batches. After a definition was published it also goes once through
 * all patients, because deadlines are derived and a new version reaches those
 * already waiting; the log remembers that this was done.
 */
import type { StafettEngine } from './stafett-engine.js';
import type { Clock } from './tokens.js';

/** The index of wake-ups; a read model keeps it. Instants are ms since the epoch. */
export interface WakeUpIndex {
  /** Patients due at `now`, oldest first. */
  due(
    now: number,
    limit: number,
  ): Promise<readonly { readonly patient: string; readonly wake: number }[]>;
  /** Published versions whose review of all patients is not done. */
  pendingReviews(): Promise<readonly { readonly id: string; readonly version: number }[]>;
  /** Patients in order of their pseudonym, after the one given. */
  patientsAfter(patient: string, limit: number): Promise<readonly string[]>;
}

export interface WakeUpLoopOptions {
  readonly engine: StafettEngine;
  readonly index: WakeUpIndex;
  readonly clock: Clock;
  /** Pause between looks, ms. Default 1,000. */
  readonly pauseMs?: number;
  /** Patients per look and woken side by side. Defaults 1,000 and 16. */
  readonly batch?: number;
  readonly concurrency?: number;
  /** Told of a look that failed; the loop goes on. */
  readonly onError?: (error: unknown) => void;
}

export class WakeUpLoop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  /**
   * Wake-ups that turned out to change nothing: the index shows them until the
   * patient's next event. By patient: the wake-up seen, and when to look again.
   */
  private readonly idle = new Map<string, { wake: number; again: number }>();

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

  /** One look: returns how many decisions it led to. */
  async tick(): Promise<number> {
    const reviewed = await this.review();
    const { index, clock, batch = 1_000 } = this.options;
    const now = clock();
    // Idle ones come back first, so the look is widened by their number: they never crowd out others.
    const shown = await index.due(now, batch + this.idle.size);
    const due = shown.filter(({ patient, wake }) => {
      const seen = this.idle.get(patient);
      return seen === undefined || seen.wake !== wake || seen.again <= now;
    });
    const wakeOf = new Map(due.map(({ patient, wake }) => [patient, wake]));
    return reviewed + (await this.wakeAll([...wakeOf.keys()], wakeOf));
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.tick()
        .then(
          () => undefined,
          (error: unknown) => this.options.onError?.(error),
        )
        .then(() => this.schedule(this.options.pauseMs ?? 1_000));
    }, delayMs);
    this.timer.unref();
  }

  private async review(): Promise<number> {
    const { engine, index, batch = 1_000 } = this.options;
    const pending = await index.pendingReviews();
    if (pending.length === 0) return 0;
    let decisions = 0;
    let last = '';
    for (;;) {
      if (this.stopped) return decisions;
      const patients = await index.patientsAfter(last, batch);
      if (patients.length === 0) break;
      decisions += await this.wakeAll(patients);
      last = patients.at(-1) ?? last;
    }
    for (const { id, version } of pending) await engine.markReviewed(id, version);
    return decisions;
  }

  private async wakeAll(
    patients: readonly string[],
    wakeOf: ReadonlyMap<string, number> = new Map(),
  ): Promise<number> {
    const queue = patients.values();
    let decisions = 0;
    const worker = async (): Promise<void> => {
      for (const patient of queue) {
        if (this.stopped) return;
        const woken = await this.options.engine.wakePatient(patient);
        decisions += woken.decisions;
        const wake = wakeOf.get(patient);
        if (woken.decisions > 0 || wake === undefined) this.idle.delete(patient);
        else this.idle.set(patient, { wake, again: woken.nextWakeUp ?? Infinity });
      }
    };
    await Promise.all(Array.from({ length: this.options.concurrency ?? 16 }, worker));
    return decisions;
  }
}
