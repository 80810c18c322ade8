/** One queue of one episode, fact by fact: when the patient joined it and left it. */
import { factKey, type TimedFact } from '#care-event';
import type { QueueEntry } from '../state/assessment.js';
import { EarlyFacts, answers, matchOf } from '../instances/awaiting.js';
import type { Awaiting } from '../instances/awaiting.js';
import type { QueueRule } from '../definition/definition.js';
import type { QueueEffect } from '../rules/queue-effect.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { Horizon, Instance } from '../instances/instance-list.js';
import { InstanceList } from '../instances/instance-list.js';
import { fieldOf } from '../definition/pattern.js';

type Outcome = 'served' | 'left';

export class QueueTracker {
  private readonly list = new InstanceList<QueueEntry, QueueSpell>();
  private readonly early = new EarlyFacts<Outcome>();

  constructor(
    private readonly rule: QueueRule,
    private readonly context: EpisodeContext,
  ) {}

  /** A fact of the episode, in order. It serves or leaves before it joins again. */
  apply(fact: TimedFact, effect: QueueEffect): void {
    this.leaveBy(fact, effect);
    if (effect.joins && !this.isWaiting()) this.join(fact);
  }

  /** Nobody waits twice in one queue, unless a field tells what for. */
  private isWaiting(): boolean {
    return this.rule.matching === undefined && this.list.open.length > 0;
  }

  /** Every time that the patient joined by then, in order. */
  instances(horizon: Horizon): readonly QueueEntry[] {
    return this.list.viewAt(horizon);
  }

  private leaveBy(fact: TimedFact, { served, leaves }: QueueEffect): void {
    if (!served && !leaves) return;
    const match = matchOf(fact, this.rule.matching);
    const outcome = served ? 'served' : 'left';
    const spell = this.list.open.find((open) => answers(fact, match, open));
    if (spell === undefined) this.early.keep({ fact, match, meaning: outcome });
    else this.leave(spell, fact, outcome);
  }

  private join(fact: TimedFact): void {
    const { id, matching } = this.rule;
    const age = this.context.ageAt(fact.start);
    const awaiting = { from: fact, match: matchOf(fact, matching) };
    const spell = new QueueSpell(awaiting, this.list.length + 1, {
      episode: this.context.episode,
      queue: id,
      joinedAt: fact.start,
      fact: factKey(fact.fact),
      rank: rankOf(fact, this.rule),
      ...(age !== undefined && { patientAge: age }),
    });
    this.list.begin(spell);
    if (this.context.tracing) this.context.touch(`queues/${id}`);
    const [early] = this.early.answersTo(spell);
    if (early === undefined) return;
    this.early.useUp(early);
    this.leave(spell, early.fact, early.meaning);
  }

  private leave(spell: QueueSpell, fact: TimedFact, outcome: Outcome): void {
    spell.leave(Math.max(fact.start, spell.armedAt), outcome);
    this.list.settle(spell);
  }
}

/** Rank of its urgency in the order; values not named there come last. */
function rankOf({ fact }: TimedFact, { urgency }: QueueRule): number {
  if (urgency === undefined) return 0;
  const value = fieldOf(fact.data, urgency.field);
  const rank = typeof value === 'string' ? urgency.order.indexOf(value) : -1;
  return rank < 0 ? urgency.order.length : rank;
}

class QueueSpell implements Instance<QueueEntry> {
  readonly from: TimedFact;
  readonly match: string | undefined;
  readonly instance: number;
  readonly armedAt: number;
  /** The view once the episode is closed: nobody waits on a pathway that has ended. */
  private closed: QueueEntry | undefined;

  constructor(
    awaiting: Awaiting,
    instance: number,
    private entry: QueueEntry,
  ) {
    this.from = awaiting.from;
    this.match = awaiting.match;
    this.instance = instance;
    this.armedAt = entry.joinedAt;
  }

  leave(leftAt: number, outcome: Outcome): void {
    this.entry = { ...this.entry, leftAt, outcome };
  }

  viewAt({ open, end }: Horizon): QueueEntry {
    if (open || this.entry.leftAt !== undefined) return this.entry;
    if (this.closed?.leftAt !== end) {
      this.closed = { ...this.entry, leftAt: end, outcome: 'left' };
    }
    return this.closed;
  }
}
