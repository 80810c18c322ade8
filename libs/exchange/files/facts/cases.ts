/** The cases of a file: whose they are, and what has come of them so far. */
import { hash } from 'node:crypto';
import { isPseudonym, pseudonymOf } from '../../identity/pseudonym.js';
import { MalformedFile } from '../source/malformed-file.js';
import { CASES_MAX, TOO_MANY_CASES, type LogContext } from './imported-batch.js';

/** A case, for as long as its rows are near each other. */
export interface CaseNames {
  readonly pseudonym: string;
  /** Under which contents of the case are hashed; the same in every log. */
  readonly key: string;
  readonly progress: CaseProgress;
}

export interface CaseProgress {
  /** So far. */
  events: number;
  /** Whether what the file says of the case has found its place. */
  isPlaced: boolean;
}

const REMEMBERED = 4_000;
/** Hexadecimal digits: it is never written anywhere. */
const KEY_DIGITS = 32;

export class Cases {
  private readonly names = new Map<string, CaseNames>();
  private readonly patients = new Map<string, string>();
  private readonly progress = new Map<string, CaseProgress>();
  private readonly secret: string;

  constructor(
    private readonly context: LogContext,
    private readonly casesMax = CASES_MAX,
  ) {
    this.secret = Buffer.from(context.secret).toString('hex');
  }

  /** How many there are. */
  get size(): number {
    return this.progress.size;
  }

  /**
   * @throws UnreadablePatient
   * @throws MalformedFile when there are too many cases to remember
   */
  named(name: string, line: number): CaseNames {
    let found = this.names.get(name);
    if (found === undefined) {
      // Hashes with a key cost more than all else that is done to a row.
      const pseudonym = pseudonymOf(this.context.secret, this.context.log, name);
      const text = `${this.secret}|content|${name.trim()}`;
      const key = hash('sha256', text, 'hex').slice(0, KEY_DIGITS);
      found = { pseudonym, key, progress: this.progressOf(pseudonym, line) };
      if (this.names.size >= REMEMBERED) this.names.clear();
      this.names.set(name, found);
    }
    return found;
  }

  /** @throws UnreadablePatient */
  patientOf(identifier: string, system: string, names: CaseNames, caseName: string): string {
    if (isPseudonym(identifier)) return identifier;
    if (system === this.context.log && identifier === caseName) return names.pseudonym;
    const key = `${system}|${identifier}`;
    let patient = this.patients.get(key);
    if (patient === undefined) {
      patient = pseudonymOf(this.context.secret, system, identifier);
      if (this.patients.size >= REMEMBERED) this.patients.clear();
      this.patients.set(key, patient);
    }
    return patient;
  }

  private progressOf(pseudonym: string, line: number): CaseProgress {
    let progress = this.progress.get(pseudonym);
    if (progress === undefined) {
      if (this.progress.size >= this.casesMax) throw new MalformedFile(TOO_MANY_CASES, line);
      progress = { events: 0, isPlaced: false };
      this.progress.set(pseudonym, progress);
    }
    return progress;
  }
}
