/** Who is warned that a duty will soon be due, and when: before it is breached, if ever. */
import type { DutyInstance } from '../state/duty-instance.js';
import { type Limit, type OwnerDays, subtractLimit } from '#calendar';

export interface WarningTerms {
  /** Undefined: whoever owes the duty at that time. */
  readonly to: string | undefined;
  /** So long before the due time. */
  readonly before: Limit;
}

type Reached = DutyInstance['warnings'];

interface TimedWarning {
  readonly to: string | undefined;
  readonly at: number;
  /** Index in the terms. */
  readonly index: number;
}

const NONE: Reached = [];

export interface WarningSetup {
  readonly terms: readonly WarningTerms[];
  readonly days: OwnerDays;
  /** Nobody is warned of a duty that has not begun. */
  readonly armedAt: number;
  /** Who owes the duty at that instant. */
  readonly ownerAt: (at: number) => string;
}

/** The warnings of one instance; they move with its due time. */
export class Warnings {
  private timed: readonly TimedWarning[] = [];
  private dueAt: number | undefined;
  private reached = NONE;

  constructor(private readonly setup: WarningSetup) {}

  /** Those reached before that instant, earliest first; the same list while they are the same. */
  reachedBefore(instant: number, dueAt: number | undefined): Reached {
    if (this.setup.terms.length === 0 || dueAt === undefined) return NONE;
    const reached = this.timedFor(dueAt).filter(({ at }) => at < instant);
    if (reached.length === 0) return NONE;
    const { ownerAt } = this.setup;
    const found = reached.map(({ to, at }) => ({ to: to ?? ownerAt(at), at }));
    if (!areSame(found, this.reached)) this.reached = found;
    return this.reached;
  }

  /** The first after that instant; Infinity where there is none. */
  nextAfter(instant: number, dueAt: number): number {
    if (this.setup.terms.length === 0) return Infinity;
    return this.timedFor(dueAt).find(({ at }) => at > instant)?.at ?? Infinity;
  }

  /** Indices in the terms of the first that many. */
  indicesOf(count: number): readonly number[] {
    return this.timed.slice(0, count).map(({ index }) => index);
  }

  /** What is past due already when it begins is near no more. */
  private timedFor(dueAt: number): readonly TimedWarning[] {
    if (this.dueAt === dueAt) return this.timed;
    const { terms, days, armedAt } = this.setup;
    this.dueAt = dueAt;
    return (this.timed = terms
      .map(({ to, before }, index) => {
        return { to, at: Math.max(subtractLimit(dueAt, before, days) + 1, armedAt), index };
      })
      .filter(({ at }) => at <= dueAt)
      .sort((a, b) => a.at - b.at));
  }
}

function areSame(a: Reached, b: Reached): boolean {
  return a.length === b.length && a.every(({ to, at }, n) => to === b[n]?.to && at === b[n]?.at);
}
