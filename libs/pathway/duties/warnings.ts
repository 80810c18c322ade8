/** Who is warned that a duty will soon be due, and when: before it is breached, if ever. */
import type { DutyInstance } from '../state/duty-instance.js';
import { type Limit, type OwnerDays, subtractLimit } from '#calendar';

export interface WarningTerms {
  /** Undefined: whoever owes the duty at that time. */
  readonly to: string | undefined;
  /** So long before the due time. */
  readonly before: Limit;
  /** Where days are added up, when so many are missing; undefined where it is told by time. */
  readonly counted: (() => number | undefined) | undefined;
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
  private readonly isCounted: boolean;
  /** Settled: no clock moves them any more. */
  private isFixed = false;

  constructor(private readonly setup: WarningSetup) {
    this.isCounted = setup.terms.some(({ counted }) => counted !== undefined);
  }

  /** From now on they stay as they are, until they are let go. */
  fix(dueAt: number | undefined): void {
    if (this.setup.terms.length === 0) return;
    this.timedFor(dueAt);
    this.isFixed = true;
  }

  release(): void {
    this.isFixed = false;
  }

  /** Those reached before that instant, earliest first; the same list while they are the same. */
  reachedBefore(instant: number, dueAt: number | undefined): Reached {
    if (this.setup.terms.length === 0) return NONE;
    if (dueAt === undefined && !this.isCounted) return NONE;
    const reached = this.timedFor(dueAt).filter(({ at }) => at < instant);
    if (reached.length === 0) return NONE;
    const { ownerAt } = this.setup;
    const found = reached.map(({ to, at }) => ({ to: to ?? ownerAt(at), at }));
    if (!areSame(found, this.reached)) this.reached = found;
    return this.reached;
  }

  /** The first after that instant; Infinity where there is none. */
  nextAfter(instant: number, dueAt: number | undefined): number {
    if (this.setup.terms.length === 0) return Infinity;
    return this.timedFor(dueAt).find(({ at }) => at > instant)?.at ?? Infinity;
  }

  /** Indices in the terms of the first that many. */
  indicesOf(count: number): readonly number[] {
    return this.timed.slice(0, count).map(({ index }) => index);
  }

  /** What is past due already when it begins is near no more. */
  private timedFor(dueAt: number | undefined): readonly TimedWarning[] {
    if (this.isFixed || (this.dueAt === dueAt && !this.isCounted)) return this.timed;
    this.dueAt = dueAt;
    return (this.timed = this.setup.terms
      .flatMap((terms, index) => {
        const at = this.instantOf(terms, dueAt);
        return at === undefined ? [] : [{ to: terms.to, at, index }];
      })
      .filter(({ at }) => dueAt === undefined || at <= dueAt)
      .sort((a, b) => a.at - b.at));
  }

  private instantOf(
    { before, counted }: WarningTerms,
    dueAt: number | undefined,
  ): number | undefined {
    const { days, armedAt } = this.setup;
    const byTime = dueAt === undefined ? undefined : subtractLimit(dueAt, before, days) + 1;
    const at = counted === undefined ? byTime : counted();
    return at === undefined ? undefined : Math.max(at, armedAt);
  }
}

function areSame(a: Reached, b: Reached): boolean {
  return a.length === b.length && a.every(({ to, at }, n) => to === b[n]?.to && at === b[n]?.at);
}
