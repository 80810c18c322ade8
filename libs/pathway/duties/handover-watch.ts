/** One handover of one episode while its facts go by: what was offered and how it was answered. */
import type { HandoverInstance, PlacedFact } from '../journey/assessment.js';
import type { Awaiting } from './awaiting.js';
import { EarlyFacts, answers, matchOf } from './awaiting.js';
import { factKey } from '../facts/care-event.js';
import type { HandoverRule } from '../definition/definition.js';
import type { DuePlan } from './duty-due.js';
import { limitPlan } from './duty-due.js';
import type { EpisodeContext } from '../journey/episode-context.js';
import type { Horizon, Instance } from './instance-list.js';
import { InstanceList } from './instance-list.js';

/** What a fact does to a handover, as its rule's patterns have it. */
export interface HandoverEffect {
  readonly offers: boolean;
  readonly accepts: boolean;
  readonly refuses: boolean;
}

type Answer = 'accepted' | 'refused';

export class HandoverWatch {
  readonly #rule: HandoverRule;
  readonly #context: EpisodeContext;
  readonly #list = new InstanceList<HandoverInstance, Offer>();
  readonly #early = new EarlyFacts<Answer>();

  constructor(rule: HandoverRule, context: EpisodeContext) {
    this.#rule = rule;
    this.#context = context;
  }

  /** A fact of the episode, in order; it answers before it offers. True where an offer was accepted. */
  take(fact: PlacedFact, effect: HandoverEffect): boolean {
    const accepted = this.#answerBy(fact, effect);
    return (effect.offers && this.#offer(fact)) || accepted;
  }

  /** What was offered by then, in order. */
  instances(horizon: Horizon): readonly HandoverInstance[] {
    return this.#list.shownAt(horizon);
  }

  /** The next instant after `at` at which an offer falls silent; Infinity where none does. */
  wakeAfter(at: number): number {
    let wake = Infinity;
    for (const offer of this.#list.open) {
      const silentFrom = (offer.dueAt() ?? Infinity) + 1;
      if (silentFrom > at) wake = Math.min(wake, silentFrom);
    }
    return wake;
  }

  #answerBy(fact: PlacedFact, { accepts, refuses }: HandoverEffect): boolean {
    if (!accepts && !refuses) return false;
    const match = matchOf(fact, this.#rule.matching);
    const meaning = accepts ? 'accepted' : 'refused';
    const offer = this.#list.open.find((open) => answers(fact, match, open));
    if (offer !== undefined) return this.#answer(offer, fact, meaning);
    this.#early.keep({ fact, match, meaning });
    return false;
  }

  #offer(fact: PlacedFact): boolean {
    const context = this.#context;
    const rule = this.#rule;
    const to = context.service(rule.to);
    const from = rule.from === 'holder' ? context.holderAt(fact.start) : context.service(rule.from);
    const days = context.ownerOf(to);
    const plan = limitPlan(rule.answerWithin, { rule, from: fact, days, context });
    const awaiting = { from: fact, match: matchOf(fact, rule.matching) };
    const terms = { rule, from, to, plan };
    const offer = new Offer(awaiting, this.#list.length + 1, terms, context);
    this.#list.begin(offer);
    const [early] = this.#early.answersTo(offer);
    if (early === undefined) return false;
    this.#early.useUp(early);
    return this.#answer(offer, early.fact, early.meaning);
  }

  #answer(offer: Offer, fact: PlacedFact, answer: Answer): boolean {
    offer.answer(fact, answer);
    this.#list.settle(offer);
    if (this.#context.tracing) this.#context.touch(`handovers/${this.#rule.id}/${answer}`);
    return answer === 'accepted';
  }
}

/** What holds from the offer on. */
interface OfferTerms {
  readonly rule: HandoverRule;
  readonly from: string;
  readonly to: string;
  readonly plan: DuePlan;
}

class Offer implements Instance<HandoverInstance> {
  readonly from: PlacedFact;
  readonly match: string | undefined;
  readonly instance: number;
  readonly armedAt: number;
  readonly #terms: OfferTerms;
  readonly #context: EpisodeContext;
  #answered: { readonly answer: Answer; readonly at: number; readonly by: string } | undefined;
  /** When an answer was due, as it stood when the answer came. */
  #wasDueAt: number | undefined;
  #shown: HandoverInstance | undefined;

  constructor(awaiting: Awaiting, instance: number, terms: OfferTerms, context: EpisodeContext) {
    this.from = awaiting.from;
    this.match = awaiting.match;
    this.instance = instance;
    this.armedAt = awaiting.from.start;
    this.#terms = terms;
    this.#context = context;
  }

  /** Last instant at which an answer is in time; undefined while its clock stands. */
  dueAt(): number | undefined {
    return this.#answered === undefined ? this.#terms.plan.due(1) : this.#wasDueAt;
  }

  answer(fact: PlacedFact, answer: Answer): void {
    this.#wasDueAt = this.dueAt();
    const at = Math.max(fact.start, this.armedAt);
    this.#answered = { answer, at, by: factKey(fact.fact) };
    this.#shown = undefined;
  }

  shownAt(horizon: Horizon): HandoverInstance {
    const [last, answered] = [this.#shown, this.#answered];
    if (last !== undefined && answered !== undefined) return last;
    const dueAt = this.dueAt();
    const late = dueAt !== undefined && (answered?.at ?? horizon.end) > dueAt;
    const unanswered = late ? 'silent' : horizon.open ? 'offered' : 'lapsed';
    const state = answered?.answer ?? unanswered;
    if (last?.state === state && last.answerDueAt === dueAt) return last;
    const { rule, from, to } = this.#terms;
    if (late && this.#context.tracing) this.#context.touch(`handovers/${rule.id}/silent`);
    const fact = factKey(this.from.fact);
    return (this.#shown = {
      episode: this.#context.episode,
      handover: rule.id,
      instance: this.instance,
      occurrence: fact,
      from,
      to,
      state,
      offeredAt: this.armedAt,
      offeredBy: fact,
      ...(dueAt !== undefined && { answerDueAt: dueAt }),
      ...(answered !== undefined && { answeredAt: answered.at, answeredBy: answered.by }),
      late: answered !== undefined && late,
    });
  }
}
