/**
 * Which fact answers which: a referral, the assessment of that referral; an offer, its
 * acceptance. Used alike by duties, handovers and queues.
 */
import { mayPrecede, type TimedFact } from '#care-event';
import { fieldOf } from '../definition/pattern.js';

/** Something that waits for an answer. */
export interface Awaiting {
  readonly from: TimedFact;
  /** Value of the field that it shares with its answer; undefined where it has none. */
  readonly match: string | undefined;
}

/** The value of the field that a rule matches by, as text, so that `7` and `"7"` are one. */
export function matchOf({ fact }: TimedFact, field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  const value = fieldOf(fact.data, field);
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** Where either side does not say what it is about, they belong together. */
export function matches(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** Whether the fact, which matches by `match`, may have come after the other one and is not it. */
export function answers(fact: TimedFact, match: string | undefined, awaiting: Awaiting): boolean {
  const { from } = awaiting;
  return fact !== from && matches(awaiting.match, match) && mayPrecede(from, fact);
}

/** A fact that stands before everything it could answer, and what it would mean. */
export interface Early<Meaning> {
  readonly fact: TimedFact;
  readonly match: string | undefined;
  readonly meaning: Meaning;
}

/**
 * Facts that stand before everything they could answer. One that is known only to the
 * day or month may yet answer what begins within its interval.
 */
export class EarlyFacts<Meaning> {
  private kept: Early<Meaning>[] = [];

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

  /** What is left of its meaning after it answered. */
  use(early: Early<Meaning>, left: Meaning): void {
    if (left === early.meaning) return;
    this.kept = this.kept.map((kept) => (kept === early ? { ...kept, meaning: left } : kept));
  }

  /** One fact answers once. */
  useUp(early: Early<Meaning>): void {
    this.kept = this.kept.filter((kept) => kept !== early);
  }
}
