/**
 * How an offer is made under one rule: to whom the definition's `offer` goes first, and to
 * whom it goes next after a no or after silence; how long each may take to answer.
 */
import type { PlacedFact } from '../journey/assessment.js';
import { factKey } from '../facts/care-event.js';
import type { HandoverAction, HandoverRule, ServiceRef } from '../definition/definition.js';
import type { DuePlan } from '../duties/duty-due.js';
import { limitPlan } from '../duties/duty-due.js';
import type { EpisodeContext } from '../journey/episode-context.js';
import { Offer } from './offer.js';
import { Silence } from './silence.js';
import type { SilentAction } from './silence.js';

export class OfferMaker {
  /** True where silence may lead to an offer to somebody else, so that time alone begins one. */
  readonly offersOnSilence: boolean;
  readonly #rule: HandoverRule;
  readonly #context: EpisodeContext;
  /** Services that may be asked after the first, each once, in the order of the definition. */
  readonly #next: readonly ServiceRef[];

  constructor(rule: HandoverRule, context: EpisodeContext) {
    this.#rule = rule;
    this.#context = context;
    const onSilence = silentActions(rule).map(({ then }) => then);
    this.offersOnSilence = onSilence.some(({ kind }) => kind === 'offer');
    this.#next = [rule.refused.then, ...onSilence].flatMap((action) =>
      action.kind === 'offer' ? [action.to] : [],
    );
  }

  /** @param instance number of the offer among those of the rule */
  first(fact: PlacedFact, match: string | undefined, instance: number): Offer {
    const context = this.#context;
    const { id, from, to } = this.#rule;
    const terms = {
      rule: id,
      occurrence: factKey(fact.fact),
      attempt: 1,
      from: from === 'holder' ? context.holderAt(fact.start) : context.service(from),
      to: context.service(to),
      offeredAt: fact.start,
    };
    const silence = this.silence(terms.to, fact, { attempt: 1, round: 1 });
    return new Offer({ from: fact, match }, instance, { terms, silence }, context);
  }

  /** The same offer to the service that is asked next, from an instant on. */
  next({ from, match, terms }: Offer, service: string, at: number, instance: number): Offer {
    const since = { fact: from.fact, start: at, end: at };
    const attempt = this.attemptOf(service);
    const silence = this.silence(service, since, { attempt, round: 1 });
    const next = { ...terms, attempt, to: service, offeredAt: at };
    return new Offer({ from: since, match }, instance, { terms: next, silence }, this.#context);
  }

  /** From 2: part of the offer's name for ever, so it goes by the definition and not by who was asked when. */
  attemptOf(service: string): number {
    return 2 + this.#next.findIndex((ref) => this.#context.service(ref) === service);
  }

  /** The wait for an answer of that service from a fact on; who is asked next asks nobody further. */
  silence(
    asked: string,
    from: PlacedFact,
    { attempt, round }: { readonly attempt: number; readonly round: number },
  ): Silence {
    const context = this.#context;
    const days = context.ownerOf(asked);
    const plan = limitPlan(this.#rule.answerWithin, { rule: this.#rule, from, days, context });
    const actions = silentActions(this.#rule)
      .filter(({ then }) => then.kind !== 'offer' || (attempt === 1 && round === 1))
      .map(({ after, then }): SilentAction => ({
        after: after === undefined ? undefined : context.limit(after),
        kind: then.kind,
        ...('to' in then && { service: context.service(then.to) }),
      }));
    return new Silence({ plan, actions, days, asked, round });
  }

  /** By when the sender has to answer a question; undefined where the definition sets no time. */
  answerPlan(fact: PlacedFact, sender: string): DuePlan | undefined {
    const within = this.#rule.information?.within;
    const context = this.#context;
    const days = context.ownerOf(sender);
    return within && limitPlan(within, { rule: NO_CLOCK, from: fact, days, context });
  }
}

const NO_CLOCK = {};

/** What is done at once on silence, and later. */
function silentActions({ silent }: HandoverRule): readonly {
  readonly after: HandoverRule['silent']['next'][number]['after'] | undefined;
  readonly then: HandoverAction;
}[] {
  return [{ after: undefined, then: silent.then }, ...silent.next];
}
