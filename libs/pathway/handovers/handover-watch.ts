/**
 * One handover of one episode while its facts go by: what is offered to whom, and what
 * becomes of it. Answers may come in any order; each finds the offer that it answers, and
 * what answers nothing is left as a deviation where people have to look.
 */
import type { HandoverInstance, PlacedFact } from '../journey/assessment.js';
import type { Awaiting } from '../duties/awaiting.js';
import { EarlyFacts, answers, matchOf } from '../duties/awaiting.js';
import { factKey } from '../facts/care-event.js';
import type { HandoverAction, HandoverRule, ServiceRef } from '../definition/definition.js';
import { limitPlan } from '../duties/duty-due.js';
import type { Horizon } from '../duties/instance-list.js';
import { InstanceList } from '../duties/instance-list.js';
import type { EpisodeContext } from '../journey/episode-context.js';
import { answererOf, namesOffer, personIn, reasonIn } from './answer.js';
import { AnswerDeviations } from './answer-deviations.js';
import type { HandoverEffect } from './handover-effect.js';
import { Offer } from './offer.js';
import type { LocalTerms } from './offer.js';
import { Silence } from './silence.js';
import type { AskedNext, SilentAction } from './silence.js';

/** A handover that was accepted: who is accountable from then on, and where the patient is. */
export interface Acceptance {
  readonly handover: string;
  readonly to: string;
  /** Id of the stage that it opens. */
  readonly opens?: string;
  /** Who took the patient over, where the answer tells. */
  readonly person?: string;
}

type Answer = 'accepted' | 'refused';

export class HandoverWatch {
  readonly #rule: HandoverRule;
  readonly #context: EpisodeContext;
  readonly #list = new InstanceList<HandoverInstance, Offer>();
  readonly #early = new EarlyFacts<Answer>();
  readonly #settled: Offer[] = [];
  readonly #deviations: AnswerDeviations;
  /** True where silence may lead to an offer to somebody else, so that time alone begins one. */
  readonly #offersOnSilence: boolean;

  constructor(rule: HandoverRule, context: EpisodeContext) {
    this.#rule = rule;
    this.#context = context;
    this.#deviations = new AnswerDeviations(rule, context);
    this.#offersOnSilence = silentActions(rule).some(({ then }) => then.kind === 'offer');
  }

  /**
   * A fact of the episode, in order: it answers, withdraws, asks or overtakes what there is
   * before it offers anew.
   */
  take(fact: PlacedFact, effect: HandoverEffect): Acceptance | undefined {
    if (this.#offersOnSilence) this.#offerNextBefore(fact.start);
    const match = matchOf(fact, this.#rule.matching);
    let accepted: Acceptance | undefined;
    if (effect.accepts) accepted = this.#answerBy(fact, match, 'accepted');
    else if (effect.refuses) this.#answerBy(fact, match, 'refused');
    if (effect.letsGo) this.#letGoBy(fact, match);
    if (effect.withdraws) this.#withdrawBy(fact, match);
    if (effect.supplies)
      this.#open(fact, match, ({ hasOpenQuestion }) => hasOpenQuestion)?.supply(fact);
    if (effect.asks) this.#askBy(fact, match);
    if (effect.overtakes) this.#overtakeBy(fact, match);
    return (effect.offers ? this.#offer(fact, match) : undefined) ?? accepted;
  }

  /** Whether the fact, the last one taken, has settled an offer. */
  hasSettledBy({ fact }: PlacedFact): boolean {
    return this.#settled.at(-1)?.settled?.by === factKey(fact);
  }

  /** The fact, the last one taken, has answered another handover: it is no stray answer to this one. */
  excuse(fact: PlacedFact): void {
    if (!this.hasSettledBy(fact)) this.#deviations.excuseElsewhere(fact);
  }

  /** What was offered by then, in order. */
  instances(horizon: Horizon): readonly HandoverInstance[] {
    const begun = this.#list.shownAt(horizon);
    if (!this.#offersOnSilence) return begun;
    const next = this.#nextOffers(horizon.end).map((offer) => offer.shownAt(horizon));
    return next.length === 0 ? begun : [...begun, ...next];
  }

  /** The next instant after `at` at which time alone changes something; Infinity where nothing does. */
  wakeAfter(at: number): number {
    let wake = Infinity;
    for (const offer of this.#list.open) wake = Math.min(wake, offer.nextAfter(at));
    if (!this.#offersOnSilence) return wake;
    for (const offer of this.#nextOffers(at)) wake = Math.min(wake, offer.nextAfter(at));
    return wake;
  }

  #open(
    fact: PlacedFact,
    match: string | undefined,
    holds: (offer: Offer) => boolean = () => true,
  ): Offer | undefined {
    return this.#list.open.find((offer) => answers(fact, match, offer) && holds(offer));
  }

  #answerBy(fact: PlacedFact, match: string | undefined, answer: Answer): Acceptance | undefined {
    const answerer = answererOf(fact, this.#context.definition);
    const mine = ({ terms }: Offer): boolean => answerer === undefined || answerer === terms.to;
    const offer = this.#open(fact, match, mine);
    if (offer !== undefined) return this.#answer(offer, fact, answer);
    const settled = this.#settled.findLast(
      (one) => answers(fact, match, one) && namesOffer(fact, match, one),
    );
    if (settled !== undefined) this.#deviations.onSettled(fact, answer, settled, answerer);
    else if (answerer !== undefined && !this.#isAsked(answerer))
      this.#deviations.onOther(fact, answerer, this.#open(fact, match));
    else {
      this.#deviations.onNothing(fact, match, answer);
      this.#early.keep({ fact, match, meaning: answer });
    }
    return undefined;
  }

  /** Whether the rule ever asks that service. */
  #isAsked(service: string): boolean {
    const targets = [this.#rule.to, ...this.#nextTargets()];
    return targets.some((target) => this.#context.service(target) === service);
  }

  #nextTargets() {
    const { refused } = this.#rule;
    return [refused.then, ...silentActions(this.#rule).map(({ then }) => then)].flatMap((action) =>
      action.kind === 'offer' ? [action.to] : [],
    );
  }

  #answer(offer: Offer, fact: PlacedFact, answer: Answer): Acceptance | undefined {
    const { id, accepted, refused } = this.#rule;
    if (answer === 'accepted' && offer.isWithdrawing) this.#deviations.onWithdrawing(fact, offer);
    const at = Math.max(fact.start, offer.armedAt);
    const tookFrom = this.#context.holderAt(at);
    offer.settle(answer, fact, answer === 'accepted' ? { tookFrom } : reasonIn(fact));
    this.#settle(offer);
    this.#touch(answer);
    if (answer === 'refused') {
      if (refused.then.kind === 'escalate')
        offer.escalate(this.#context.service(refused.then.to), fact);
      if (refused.then.kind === 'offer' && offer.terms.attempt === 1)
        this.#offerNext(offer, refused.then.to, at);
      return undefined;
    }
    this.#overtakeOthers(offer, fact);
    const { opens } = accepted;
    return {
      handover: id,
      to: offer.terms.to,
      ...(opens !== undefined && { opens }),
      ...personIn(fact),
    };
  }

  /** Whoever else was asked for the same need not answer any more. */
  #overtakeOthers({ terms }: Offer, fact: PlacedFact): void {
    for (const other of this.#list.open) {
      if (other.terms.occurrence !== terms.occurrence) continue;
      other.settle('overtaken', fact, { reason: 'accepted-elsewhere' });
      this.#settle(other);
    }
  }

  #letGoBy(fact: PlacedFact, match: string | undefined): void {
    const offer = this.#open(fact, match, ({ isWithdrawing }) => isWithdrawing);
    if (offer === undefined) return;
    offer.settle('withdrawn', fact, {});
    this.#settle(offer);
    this.#touch('withdrawn');
  }

  #withdrawBy(fact: PlacedFact, match: string | undefined): void {
    const offer = this.#open(fact, match);
    if (offer?.isWithdrawing === true) return;
    if (offer === undefined) {
      const settled = this.#settled.findLast((one) => answers(fact, match, one));
      if (settled?.settled?.as === 'accepted') this.#deviations.onAccepted(fact, settled);
      return;
    }
    const silence = this.#silence(offer.terms.to, fact, offer.terms.attempt, offer.round + 1);
    offer.withdraw(fact, silence, reasonIn(fact));
  }

  #askBy(fact: PlacedFact, match: string | undefined): void {
    const { information } = this.#rule;
    const offer = this.#open(fact, match);
    if (offer === undefined) return;
    const within = information?.within;
    const context = this.#context;
    const days = context.ownerOf(offer.terms.from);
    const plan = within && limitPlan(within, { rule: NO_CLOCK, from: fact, days, context });
    offer.ask(fact, plan, reasonIn(fact));
    this.#touch('information');
  }

  #overtakeBy(fact: PlacedFact, match: string | undefined): void {
    for (const offer of this.#list.open) {
      if (!answers(fact, match, offer)) continue;
      offer.settle('overtaken', fact, { reason: fact.fact.type });
      this.#settle(offer);
      this.#touch('overtaken');
    }
  }

  #offer(fact: PlacedFact, match: string | undefined): Acceptance | undefined {
    const context = this.#context;
    const { from, to } = this.#rule;
    const terms = {
      rule: this.#rule.id,
      occurrence: factKey(fact.fact),
      attempt: 1,
      from: from === 'holder' ? context.holderAt(fact.start) : context.service(from),
      to: context.service(to),
      offeredAt: fact.start,
      local: this.#local(),
    };
    const silence = this.#silence(terms.to, fact, 1, 1, terms.local);
    const offer = new Offer(
      { from: fact, match },
      this.#list.length + 1,
      { terms, silence },
      context,
    );
    this.#list.begin(offer);
    const [early] = this.#early.answersTo(offer);
    if (early === undefined) return undefined;
    this.#early.useUp(early);
    this.#deviations.excuse(early.fact);
    return this.#answer(offer, early.fact, early.meaning);
  }

  /** Offers that silence has led to before that instant are open from then on. */
  #offerNextBefore(start: number): void {
    for (const offer of this.#nextOffers(start - 1)) this.#list.begin(offer);
  }

  /** Offers that silence leads to by that instant and that have not begun. */
  #nextOffers(instant: number): readonly Offer[] {
    const begun = this.#list.length;
    return this.#list.open
      .filter(({ terms }) => terms.attempt === 1)
      .flatMap((offer) => this.#askedNext(offer, instant).map((next) => ({ offer, ...next })))
      .sort((a, b) => a.at - b.at)
      .map(({ offer, ...next }, place) => this.#next(offer, next, begun + place + 1));
  }

  /** Each service once, however many steps ask it. */
  #askedNext(offer: Offer, instant: number): readonly AskedNext[] {
    return offer.silence
      .offersBy(instant)
      .filter(
        (next, place, all) =>
          !this.#hasBegun(offer, next) &&
          all.findIndex((other) => isSameAttempt(other, next)) === place,
      );
  }

  #hasBegun({ terms }: Offer, next: AskedNext): boolean {
    return this.#list.some(({ terms: { occurrence, attempt, to: service } }) => {
      const isNext = attempt > 1 && occurrence === terms.occurrence;
      return isNext && isSameAttempt({ attempt, service }, next);
    });
  }

  #offerNext(offer: Offer, to: ServiceRef, at: number): void {
    const service = this.#context.service(to);
    const next = { service, attempt: attemptOf(this.#rule, to), at };
    if (this.#hasBegun(offer, next)) return;
    this.#list.begin(this.#next(offer, next, this.#list.length + 1));
  }

  #next(
    { from, match, terms }: Offer,
    { service, attempt, at }: AskedNext,
    instance: number,
  ): Offer {
    const since = { fact: from.fact, start: at, end: at };
    const awaiting: Awaiting = { from: since, match };
    const next = { ...terms, attempt, to: service, offeredAt: at };
    const silence = this.#silence(service, since, attempt, 1, terms.local);
    return new Offer(awaiting, instance, { terms: next, silence }, this.#context);
  }

  /** The wait for an answer of that service from a fact on; who is asked next asks nobody further. */
  #silence(
    asked: string,
    from: PlacedFact,
    attempt: number,
    round: number,
    { within, actions }: LocalTerms = this.#local(),
  ): Silence {
    const context = this.#context;
    const days = context.ownerOf(asked);
    const answer = { ...this.#rule.answerWithin, limit: within };
    const plan = limitPlan(answer, { rule: this.#rule, from, days, context });
    const asksNext = attempt === 1 && round === 1;
    const own = asksNext ? actions : actions.filter(({ kind }) => kind !== 'offer');
    return new Silence({ plan, actions: own, days, asked, round });
  }

  #local(): LocalTerms {
    const context = this.#context;
    const actions = silentActions(this.#rule).map(({ after, then }): SilentAction => ({
      after: after === undefined ? undefined : context.limit(after),
      kind: then.kind,
      ...('to' in then && { service: context.service(then.to) }),
      ...(then.kind === 'offer' && { attempt: attemptOf(this.#rule, then.to) }),
    }));
    return { within: context.limit(this.#rule.answerWithin.limit), actions };
  }

  #settle(offer: Offer): void {
    this.#list.settle(offer);
    this.#settled.push(offer);
  }

  #touch(what: string): void {
    if (this.#context.tracing) this.#context.touch(`handovers/${this.#rule.id}/${what}`);
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

/**
 * Which attempt it is to ask that service: by its place among those that the rule asks next,
 * after a no or on silence, so that a late report does not change it.
 */
function attemptOf(rule: HandoverRule, service: ServiceRef): number {
  const actions = [rule.refused.then, ...silentActions(rule).map(({ then }) => then)];
  const asked = actions.flatMap((one) => (one.kind === 'offer' ? [JSON.stringify(one.to)] : []));
  return 2 + [...new Set(asked)].indexOf(JSON.stringify(service));
}

/** A service is asked once, and so is whoever a parameter names. */
function isSameAttempt(
  a: Pick<AskedNext, 'service' | 'attempt'>,
  b: Pick<AskedNext, 'service' | 'attempt'>,
): boolean {
  return a.service === b.service || a.attempt === b.attempt;
}
