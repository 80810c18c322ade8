/** The clocks of a definition that count all that is known of a patient, episodes or not. */
import type { ClockReading, PlacedFact } from '../journey/assessment.js';
import { ClockBoard } from './clock-board.js';
import type { ClockWatch } from './clock-watch.js';
import type { DeviationList } from '../journey/deviation-list.js';
import type { PathwayRules } from '../definition/pathway-rules.js';
import type { PatientAge } from '../journey/patient-age.js';

export interface PatientClocksSetup {
  readonly rules: PathwayRules;
  /** All facts of the patient that concern the pathway, in order; it grows. */
  readonly facts: readonly PlacedFact[];
  readonly age: PatientAge;
  readonly deviations: DeviationList;
  readonly touched: Set<string> | undefined;
}

export class PatientClocks {
  readonly #setup: PatientClocksSetup;
  readonly #board: ClockBoard;
  #taken = 0;

  constructor(setup: PatientClocksSetup) {
    this.#setup = setup;
    this.#board = new ClockBoard(setup.rules, 'patient', setup.deviations, setup.touched);
  }

  /** Takes the facts up to that many of them; ids of the clocks that the last one nullified. */
  advance(count: number): readonly string[] {
    const { facts, rules, age } = this.#setup;
    let nullified: readonly string[] = [];
    for (; this.#taken < count; this.#taken += 1) {
      const fact = facts[this.#taken];
      if (fact !== undefined) nullified = this.#board.take(fact, rules.effectsOf(fact, age));
    }
    return nullified;
  }

  clock(id: string): ClockWatch | undefined {
    return this.#board.clock(id);
  }

  readings(at: number): readonly ClockReading[] {
    return this.#board.readings(at);
  }
}
