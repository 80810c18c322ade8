/**
 * The publishers: they report what happened until they are answered, through whichever
 * process answers, late, twice, all at once or with other content under the same id.
 */
import type { FactOutcome, CareEvent } from '#care-event';
import { DAY_MS, HOUR_MS, MINUTE_MS, type FaultMix } from './faults.js';
import type { Random } from './random.js';
import { WORLD, type Scheduler } from './scheduler.js';
import type { Happening } from './stories.js';

/** Takes a report to some process; rejects when nothing is known of what became of it. */
export type Door = (patient: string, fact: CareEvent) => Promise<FactOutcome>;

export interface Answer {
  readonly patient: string;
  readonly fact: CareEvent;
  readonly outcome: FactOutcome;
}

/** A publisher that hears nothing for so long asks again. */
const PATIENCE_MS = 8 * HOUR_MS;

export class Publishers {
  readonly answers: Answer[] = [];
  /** Every content that was sent, whatever became of it. */
  readonly sent: { readonly patient: string; readonly fact: CareEvent }[] = [];
  private open = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private readonly faults: FaultMix,
    private readonly door: Door,
  ) {}

  /** Every report was answered. */
  get isDone(): boolean {
    return this.open === 0;
  }

  report(happenings: readonly Happening[]): void {
    for (const { patient, fact, at } of happenings) {
      const { random, faults } = this;
      this.send(patient, fact, at + this.lateness());
      if (random.happens(faults.reportedTwice)) this.send(patient, fact, at + this.lateness());
      if (random.happens(faults.reportedChanged)) {
        const changed = { ...fact, data: { ...fact.data, reason: 'changed' } };
        this.send(patient, changed, at + this.lateness());
      }
    }
  }

  private lateness(): number {
    const { random, faults } = this;
    if (!random.happens(faults.reportedLate)) return random.whole(0, MINUTE_MS);
    return random.whole(0, random.oneOf([HOUR_MS, DAY_MS, 6 * DAY_MS]));
  }

  private send(patient: string, fact: CareEvent, at: number): void {
    this.open += 1;
    this.sent.push({ patient, fact });
    this.later(at - this.scheduler.now, patient, fact);
  }

  private later(delayMs: number, patient: string, fact: CareEvent): void {
    this.scheduler.after(Math.max(0, delayMs), WORLD, `report ${fact.id} ${fact.type}`, () => {
      let settled = false;
      const again = (): void => {
        if (settled) return;
        settled = true;
        this.later(this.random.whole(MINUTE_MS, HOUR_MS), patient, fact);
      };
      this.scheduler.after(PATIENCE_MS, WORLD, `patience with ${fact.id}`, again);
      this.door(patient, fact).then((outcome) => {
        // What comes after patience has run out is heard all the same.
        this.answers.push({ patient, fact, outcome });
        this.scheduler.note(WORLD, `${fact.id} ${outcome.status}`);
        if (settled) return;
        settled = true;
        this.open -= 1;
      }, again);
    });
  }
}
