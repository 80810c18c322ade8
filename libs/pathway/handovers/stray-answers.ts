/**
 * Answers that answer no offer, of one episode. Each is a deviation, and of one that several
 * handovers could mean, one: that of the service that answers, else one that was offered to another,
 * else the first.
 */
import type { TimedFact } from '#care-event';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { Deviation } from '../state/deviation.js';

interface Stray {
  readonly deviation: Deviation;
  /** The service that answers is the one that this handover leads to. */
  readonly isAsked: boolean;
}

export class StrayAnswers {
  private readonly byFact = new Map<TimedFact, readonly Stray[]>();

  constructor(private readonly context: Pick<EpisodeContext, 'retractDeviation'>) {}

  add(fact: TimedFact, stray: Stray): void {
    this.byFact.set(fact, [...(this.byFact.get(fact) ?? []), stray]);
  }

  /** All handovers that the fact could answer have seen it, and none was answered. */
  keepOne(fact: TimedFact): void {
    const strays = this.byFact.get(fact) ?? [];
    const kept =
      strays.find(({ isAsked }) => isAsked) ??
      strays.find(({ deviation }) => deviation.kind === 'answer-by-other') ??
      strays[0];
    if (kept === undefined) return;
    for (const stray of strays) if (stray !== kept) this.retract(stray);
    this.byFact.set(fact, [kept]);
  }

  /** The fact has answered a handover, or repeats an answer: it need not answer any other. */
  excuse(fact: TimedFact): void {
    for (const stray of this.byFact.get(fact) ?? []) this.retract(stray);
    this.byFact.delete(fact);
  }

  private retract({ deviation }: Stray): void {
    this.context.retractDeviation(deviation);
  }
}
