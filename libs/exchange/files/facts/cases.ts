/** The cases of a file: whose they are, and what has come of them so far. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { isPseudonym, pseudonymOf } from '../../identity/pseudonym.js';
import { MalformedFile } from '../source/malformed-file.js';
import { CASES_MAX, TOO_MANY_CASES, type LogContext } from './imported-batch.js';

/** A case, for as long as its rows are near each other. */
export interface CaseNames {
  readonly pseudonym: string;
  /** Under which contents of the case are hashed; the same in every log. */
  readonly key: string;
}

const REMEMBERED = 20_000;

export class Cases {
  private readonly names = new Map<string, CaseNames>();
  private readonly patients = new Map<string, string>();
  /** Events so far, twice; one more where what the file says of the case has found its place. */
  private readonly progress = new Map<string, number>();
  private readonly secret: KeyObject;

  constructor(
    private readonly context: LogContext,
    private readonly casesMax = CASES_MAX,
  ) {
    this.secret = createSecretKey(context.secret);
  }

  /** How many there are. */
  get size(): number {
    return this.progress.size;
  }

  /** @throws UnreadablePatient */
  named(name: string): CaseNames {
    let found = this.names.get(name);
    if (found === undefined) {
      // Hashes with a key cost more than all else that is done to a row.
      const pseudonym = pseudonymOf(this.context.secret, this.context.log, name);
      const key = createHmac('sha256', this.secret).update(`content|${name.trim()}`).digest('hex');
      found = { pseudonym, key };
      if (this.names.size >= REMEMBERED) this.names.clear();
      this.names.set(name, found);
    }
    return found;
  }

  /** @throws UnreadablePatient */
  patientOf(identifier: string, system: string): string {
    if (isPseudonym(identifier)) return identifier;
    if (system === this.context.log) return this.named(identifier).pseudonym;
    const key = `${system}|${identifier}`;
    let patient = this.patients.get(key);
    if (patient === undefined) {
      patient = pseudonymOf(this.context.secret, system, identifier);
      if (this.patients.size >= REMEMBERED) this.patients.clear();
      this.patients.set(key, patient);
    }
    return patient;
  }

  /**
   * The number of the next event of the case, from 1.
   * @throws MalformedFile when there are too many cases to remember
   */
  nextEvent(pseudonym: string, line: number): number {
    const so = this.progress.get(pseudonym) ?? 0;
    this.progress.set(pseudonym, so + 2);
    if (this.progress.size > this.casesMax) throw new MalformedFile(TOO_MANY_CASES, line);
    return (so >>> 1) + 1;
  }

  /** True once for each case. */
  placesCaseData(pseudonym: string): boolean {
    const so = this.progress.get(pseudonym) ?? 0;
    if ((so & 1) === 1) return false;
    this.progress.set(pseudonym, so | 1);
    return true;
  }
}
