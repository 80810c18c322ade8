/** To whom a duty is escalated when it is not done in time, and when. */
import type { DutyInstance } from '../state/duty-instance.js';
import { addLimit, type Limit, type OwnerDays } from '#calendar';

export interface EscalationTerms {
  readonly to: string;
  /** Undefined: as soon as it is past due. */
  readonly after: Limit | undefined;
}

type Steps = DutyInstance['escalations'];

const NONE: Steps = [];

/** The steps of one instance; they move with its due time. */
export class Escalation {
  private steps: Steps = NONE;
  /** Index of each step in the terms. */
  private indices: readonly number[] = [];
  private dueAt: number | undefined;

  constructor(
    private readonly terms: readonly EscalationTerms[],
    private readonly days: OwnerDays,
  ) {}

  /** The steps reached before that instant, earliest first. */
  reachedBefore(instant: number, dueAt: number | undefined): Steps {
    if (this.terms.length === 0 || dueAt === undefined || dueAt + 1 >= instant) return NONE;
    const reached = this.stepsFrom(dueAt).filter(({ at }) => at < instant);
    return reached.length === 0 ? NONE : reached;
  }

  /** The first step after that instant; Infinity where there is none. */
  nextAfter(instant: number, dueAt: number): number {
    if (this.terms.length === 0) return Infinity;
    return this.stepsFrom(dueAt).find(({ at }) => at > instant)?.at ?? Infinity;
  }

  /** Indices in the terms of the first that many steps. */
  indicesOf(steps: number): readonly number[] {
    return this.indices.slice(0, steps);
  }

  private stepsFrom(dueAt: number): Steps {
    if (this.dueAt === dueAt) return this.steps;
    const timed = this.terms
      .map(({ to, after: length }, index) => {
        const last = length === undefined ? dueAt : addLimit(dueAt, length, this.days);
        return { to, at: last + 1, index };
      })
      .sort((a, b) => a.at - b.at);
    this.dueAt = dueAt;
    this.indices = timed.map(({ index }) => index);
    return (this.steps = timed.map(({ to, at }) => ({ to, at })));
  }
}
