/** The periods of a duty that is owed again and again, such as a report every 14 days. */
import type { Awaiting } from '../instances/awaiting.js';
import type { DutyTerms } from './duty-terms.js';

/** Keeps a limit of one second on an old pathway from filling the memory. */
export const PERIODS_MAX = 1_000;

export class DutySeries {
  readonly awaiting: Awaiting;
  readonly terms: DutyTerms;
  /** When each period so far began. */
  private readonly begins: number[] = [];
  private next: number | undefined;

  constructor(awaiting: Awaiting, terms: DutyTerms) {
    this.awaiting = awaiting;
    this.terms = terms;
    this.next = awaiting.from.start;
  }

  get periods(): number {
    return this.begins.length;
  }

  /**
   * When the next period begins: right after the last is due, and not before the fact that began
   * the series. Undefined while that is not known.
   */
  nextBegin(): number | undefined {
    if (this.terms.plan.moves) this.next = this.plannedNext();
    return this.next;
  }

  begin(at: number): void {
    this.begins.push(at);
    this.next = this.plannedNext();
  }

  /** Drops the last period, which begins again, perhaps at another time. */
  dropLast(): void {
    this.begins.pop();
    this.next = this.plannedNext();
  }

  private plannedNext(): number | undefined {
    if (this.begins.length === 0) return this.awaiting.from.start;
    if (this.begins.length >= PERIODS_MAX) return undefined;
    const due = this.terms.plan.due(this.begins.length);
    return due === undefined ? undefined : Math.max(due + 1, this.awaiting.from.start);
  }
}
