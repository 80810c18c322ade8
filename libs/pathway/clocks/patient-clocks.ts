/** The clocks of a definition that count everything known of a patient, inside episodes or not. */
import type { ClockReading } from '../state/clock-reading.js';
import type { PatientAge, TimedFact } from '#care-event';
import { ClockBoard } from './clock-board.js';
import type { ClockTracker } from './clock-tracker.js';
import type { Effects } from '../rules/effects.js';
import type { DeviationList } from '../state/deviation-list.js';
import type { PathwayRules } from '../rules/pathway-rules.js';

interface PatientClocksSetup {
  readonly rules: PathwayRules;
  /** All facts of the patient that concern the pathway, in order; it grows. */
  readonly facts: readonly TimedFact[];
  readonly age: PatientAge;
  readonly deviations: DeviationList;
  readonly touched: Set<string> | undefined;
}

export class PatientClocks {
  private readonly board: ClockBoard;
  /** The clocks that each fact nullified: an episode may look back on it later. */
  private readonly nullified = new Map<TimedFact, readonly string[]>();
  private applied = 0;

  constructor(private readonly setup: PatientClocksSetup) {
    this.board = new ClockBoard(setup.rules, 'patient', setup.deviations, setup.touched);
  }

  /**
   * Ids of the clocks that the last of that many facts nullifies, unless it was applied already.
   */
  nullifiedBy(count: number, effects: Effects): readonly string[] {
    this.advance(count - 1);
    return this.applied < count ? this.board.nullifiedBy(effects) : [];
  }

  /** Ids of the clocks that a fact nullified that was applied before. */
  nullifiedAt(fact: TimedFact): readonly string[] {
    return this.nullified.get(fact) ?? [];
  }

  /** Applies facts until that many have been applied. */
  advance(count: number): void {
    const { facts, rules, age } = this.setup;
    for (; this.applied < count; this.applied += 1) {
      const fact = facts[this.applied];
      if (fact === undefined) continue;
      const effects = rules.effectsOf(fact, age);
      const nullified = this.board.nullifiedBy(effects);
      if (nullified.length > 0) this.nullified.set(fact, nullified);
      this.board.apply(fact, effects);
    }
  }

  clock(id: string): ClockTracker | undefined {
    return this.board.clock(id);
  }

  readings(at: number): readonly ClockReading[] {
    return this.board.readings(at);
  }
}
