/** Gathers facts of scattered rows by patient, up to a bounded number and size. */
import type { CareEvent } from '#care-event';
import { MalformedFile } from '../source/malformed-file.js';
import {
  CASES_MAX,
  TOO_MANY_CASES,
  type BadRow,
  type ImportedBatch,
  type PatientFacts,
} from './imported-batch.js';

const ROWS_MAX = 2_000;
const CHARACTERS_MAX = 8 * 1024 * 1024;

export interface BatchRow {
  readonly patient: string;
  /** Pseudonym of the case: a patient may have several. */
  readonly caseName: string;
  readonly fact: CareEvent;
  readonly line: number;
  /** About how large it is. */
  readonly characters: number;
  readonly keptAsText?: number;
}

export class ImportBatch {
  private groups = new Map<string, PatientFacts>();
  private bad: BadRow[] = [];
  private rows = 0;
  private characters = 0;
  private cases = 0;
  private keptAsText = 0;
  private readonly caseNames = new Set<string>();

  constructor(private readonly casesMax = CASES_MAX) {}

  get isFull(): boolean {
    return this.rows >= ROWS_MAX || this.characters >= CHARACTERS_MAX;
  }

  get isEmpty(): boolean {
    return this.rows === 0;
  }

  /** @throws MalformedFile when there are too many cases to remember */
  add(row: BatchRow): void {
    this.countCase(row);
    let group = this.groups.get(row.patient);
    if (group === undefined) {
      group = { patient: row.patient, facts: [], lines: [] };
      this.groups.set(row.patient, group);
    }
    group.facts.push(row.fact);
    group.lines.push(row.line);
    this.rows += 1;
    this.characters += row.characters;
    this.keptAsText += row.keptAsText ?? 0;
  }

  addBad(row: BadRow): void {
    this.bad.push(row);
    this.rows += 1;
    // A rejected row is kept in part only.
    this.characters += 100;
  }

  take(): ImportedBatch {
    const { bad, cases, keptAsText } = this;
    const batch = { groups: [...this.groups.values()], bad, cases, keptAsText };
    this.groups = new Map();
    this.bad = [];
    this.rows = this.characters = this.cases = this.keptAsText = 0;
    return batch;
  }

  /** Counted over the whole file: a case begins where its first row stands. */
  private countCase({ caseName, line }: BatchRow): void {
    const known = this.caseNames.size;
    this.caseNames.add(caseName);
    if (this.caseNames.size > this.casesMax) throw new MalformedFile(TOO_MANY_CASES, line);
    this.cases += this.caseNames.size - known;
  }
}
