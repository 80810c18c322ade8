/** Gathers facts of scattered rows by patient, up to a bounded number and size. */
import type { CareEvent } from '#care-event';
import type { BadRow, ImportedBatch, PatientFacts } from './imported-batch.js';

const ROWS_MAX = 2_000;
const CHARACTERS_MAX = 8 * 1024 * 1024;

export interface BatchFact {
  readonly patient: string;
  readonly fact: CareEvent;
  readonly keptAsText?: number;
}

export class ImportBatch {
  private groups = new Map<string, PatientFacts>();
  private bad: BadRow[] = [];
  private rows = 0;
  private characters = 0;
  private keptAsText = 0;

  get isFull(): boolean {
    return this.rows >= ROWS_MAX || this.characters >= CHARACTERS_MAX;
  }

  get isEmpty(): boolean {
    return this.rows === 0;
  }

  /** @param characters about how large it is */
  add({ patient, fact, keptAsText = 0 }: BatchFact, line: number, characters: number): void {
    let group = this.groups.get(patient);
    if (group === undefined) {
      group = { patient, facts: [], lines: [] };
      this.groups.set(patient, group);
    }
    group.facts.push(fact);
    group.lines.push(line);
    this.rows += 1;
    this.characters += characters;
    this.keptAsText += keptAsText;
  }

  addKeptAsText(numbers: number): void {
    this.keptAsText += numbers;
  }

  addBad(row: BadRow): void {
    this.bad.push(row);
    this.rows += 1;
    // A rejected row is kept in part only.
    this.characters += 100;
  }

  /** @param cases how many began in it */
  take(cases: number): ImportedBatch {
    const { bad, keptAsText } = this;
    const batch = { groups: [...this.groups.values()], bad, cases, keptAsText };
    this.groups = new Map();
    this.bad = [];
    this.rows = this.characters = this.keptAsText = 0;
    return batch;
  }
}
