/** Gathers facts of scattered rows by patient, up to a bounded number and size. */
import type { CareEvent } from '#care-event';
import { DistinctCount } from './distinct-count.js';
import type { BadRow, PatientFacts, Reading } from './reading.js';

const ROWS_MAX = 2_000;
const CHARACTERS_MAX = 8 * 1024 * 1024;

export interface WindowRow {
  readonly patient: string;
  /** Pseudonym of the case: a patient may have several. */
  readonly caseName: string;
  readonly fact: CareEvent;
  readonly line: number;
  /** About how large it is. */
  readonly characters: number;
}

export class Window {
  private groups = new Map<string, PatientFacts>();
  private bad: BadRow[] = [];
  private rows = 0;
  private characters = 0;
  private cases = 0;
  private readonly seen = new DistinctCount();

  get isFull(): boolean {
    return this.rows >= ROWS_MAX || this.characters >= CHARACTERS_MAX;
  }

  get isOpen(): boolean {
    return this.rows > 0;
  }

  add(row: WindowRow): void {
    let group = this.groups.get(row.patient);
    if (group === undefined) {
      group = { patient: row.patient, facts: [], lines: [] };
      this.groups.set(row.patient, group);
    }
    if (this.seen.add(row.caseName)) this.cases += 1;
    group.facts.push(row.fact);
    group.lines.push(row.line);
    this.rows += 1;
    this.characters += row.characters;
  }

  addBad(row: BadRow): void {
    this.bad.push(row);
    this.rows += 1;
    // A rejected row is kept in part only.
    this.characters += 100;
  }

  take(): Reading {
    const reading = { groups: [...this.groups.values()], bad: this.bad, cases: this.cases };
    this.groups = new Map();
    this.bad = [];
    this.rows = this.characters = this.cases = 0;
    return reading;
  }
}
