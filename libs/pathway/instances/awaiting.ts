/**
 * Which fact answers which: the assessment of a referral, the acceptance of an offer. Used by
 * duties, handovers and queues alike.
 */
import { mayPrecede, type TimedFact } from '#care-event';
import { fieldOf } from '../definition/pattern.js';

/** Something that waits for an answer. */
export interface Awaiting {
  readonly from: TimedFact;
  /** Value of the field that it shares with its answer; undefined where there is none. */
  readonly match: string | undefined;
}

/** The value of the field that a rule matches by, as text, so that `7` and `"7"` are the same. */
export function matchOf({ fact }: TimedFact, field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  const value = fieldOf(fact.data, field);
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** They match also where either side does not say what it is about. */
export function matches(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** Whether the fact, which matches by `match`, is another one and may have come after it. */
export function answers(fact: TimedFact, match: string | undefined, awaiting: Awaiting): boolean {
  const { from } = awaiting;
  return fact !== from && matches(awaiting.match, match) && mayPrecede(from, fact);
}

/** A fact that comes before everything it could answer, and what it would do. */
export interface Early<Meaning> {
  readonly fact: TimedFact;
  readonly match: string | undefined;
  readonly meaning: Meaning;
}

/**
 * Facts that come before everything they could answer. One that is known only to the day or
 * month may still answer what begins within its interval.
 */
export class EarlyFacts<Meaning> {
  private kept: Early<Meaning>[];

  constructor(earlier: readonly Early<Meaning>[] = []) {
    this.kept = [...earlier];
  }

  /** The same facts, to be used without using these up. */
  copy(): EarlyFacts<Meaning> {
    return new EarlyFacts(this.kept);
  }

  keep(early: Early<Meaning>): void {
    const { start } = early.fact;
    if (this.kept.length > 0) this.kept = this.kept.filter(({ fact }) => fact.end >= start);
    this.kept.push(early);
  }

  /** Those that may answer it, in order. */
  answersTo(awaiting: Awaiting): readonly Early<Meaning>[] {
    if (this.kept.length === 0) return [];
    return this.kept.filter(({ fact, match }) => answers(fact, match, awaiting));
  }

  /** Keeps what it can still do after it answered. */
  use(early: Early<Meaning>, left: Meaning): void {
    if (left === early.meaning) return;
    this.kept = this.kept.map((kept) => (kept === early ? { ...kept, meaning: left } : kept));
  }

  /** A fact that answers once is used up. */
  useUp(early: Early<Meaning>): void {
    this.kept = this.kept.filter((kept) => kept !== early);
  }
}
