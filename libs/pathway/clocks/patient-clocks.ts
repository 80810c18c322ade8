/** The clocks of a definition that count all that is known of a patient, episodes or not. */
import type { ClockReading } from '../state/assessment.js';
import type { PatientAge, PlacedFact } from '#care-event';
import { ClockBoard } from './clock-board.js';
import type { ClockWatch } from './clock-tracker.js';
import type { Effects } from '../rules/effects.js';
import type { DeviationList } from '../state/deviation-list.js';
import type { PathwayRules } from '../rules/pathway-rules.js';

interface PatientClocksSetup {
  readonly rules: PathwayRules;
  /** All facts of the patient that concern the pathway, in order; it grows. */
  readonly facts: readonly PlacedFact[];
  readonly age: PatientAge;
  readonly deviations: DeviationList;
  readonly touched: Set<string> | undefined;
}

export class PatientClocks {
  private readonly board: ClockBoard;
  /** By fact, the clocks that it nullified: an episode may look back on it later. */
  private readonly nullified = new Map<PlacedFact, readonly string[]>();
  private taken = 0;

  constructor(private readonly setup: PatientClocksSetup) {
    this.board = new ClockBoard(setup.rules, 'patient', setup.deviations, setup.touched);
  }

  /** Ids of the clocks that the last of so many facts nullifies, unless it was taken already. */
  nullifiedBy(count: number, effects: Effects): readonly string[] {
    this.advance(count - 1);
    return this.taken < count ? this.board.nullifiedBy(effects) : [];
  }

  /** Ids of the clocks that a fact taken before nullified. */
  nullifiedAt(fact: PlacedFact): readonly string[] {
    return this.nullified.get(fact) ?? [];
  }

  /** Takes the facts up to that many of them. */
  advance(count: number): void {
    const { facts, rules, age } = this.setup;
    for (; this.taken < count; this.taken += 1) {
      const fact = facts[this.taken];
      if (fact === undefined) continue;
      const effects = rules.effectsOf(fact, age);
      const nullified = this.board.nullifiedBy(effects);
      if (nullified.length > 0) this.nullified.set(fact, nullified);
      this.board.take(fact, effects);
    }
  }

  clock(id: string): ClockWatch | undefined {
    return this.board.clock(id);
  }

  readings(at: number): readonly ClockReading[] {
    return this.board.readings(at);
  }
}
