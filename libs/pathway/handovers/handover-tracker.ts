/**
 * One handover of one episode, fact by fact: what is offered to whom, and what becomes of it.
 * Answers may come in any order; each is matched to the offer that it answers, and one that
 * answers nothing becomes a deviation for people to look into.
 */
import type { HandoverEvent, HandoverInstance } from '../state/handover-instance.js';
import { factKey, type TimedFact } from '#care-event';
import { EarlyFacts, answers, matchOf } from '../instances/awaiting.js';
import type { HandoverRule } from '../definition/handover-rule.js';
import type { Deviation } from '../state/deviation.js';
import type { Horizon } from '../instances/instance-list.js';
import { InstanceList } from '../instances/instance-list.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import {
  actingAmong,
  type Answerer,
  answererOf,
  mayBeOf,
  nameOf,
  namesOffer,
  personIn,
  reasonIn,
} from './answer.js';
import { NO_ORGANISATION, type OrganisationState } from '../state/organisation-state.js';
import type { Acceptance } from './acceptance.js';
import { AnswerDeviations } from './answer-deviations.js';
import type { HandoverEffect } from '../rules/handover-effect.js';
import type { Offer } from './offer.js';
import type { StrayAnswers } from './stray-answers.js';
import { OfferMaker } from './offer-maker.js';
import type { AskedNext } from './silence.js';

type Answer = 'accepted' | 'refused';

/** An answer that may yet turn out to answer a later offer of its day, and what was said of it. */
interface EarlyAnswer {
  readonly answer: Answer;
  readonly deviation: Deviation | undefined;
}

type Taking = Pick<HandoverEvent, 'tookFrom' | 'tookFromOrganisation' | 'byOrganisation'>;

export class HandoverTracker {
  private readonly list = new InstanceList<HandoverInstance, Offer>();
  private readonly early = new EarlyFacts<EarlyAnswer>();
  private readonly settled: Offer[] = [];
  private readonly deviations: AnswerDeviations;
  private readonly maker: OfferMaker;
  /** The last fact that was an answer to what had been settled, by the service that was asked. */
  private repeated: TimedFact | undefined;

  constructor(
    private readonly rule: HandoverRule,
    private readonly context: EpisodeContext,
    private readonly strays: StrayAnswers,
  ) {
    this.deviations = new AnswerDeviations(rule, context, strays);
    this.maker = new OfferMaker(rule, context);
  }

  /**
   * A fact of the episode, in order: it answers, withdraws, asks about or overtakes existing
   * offers before it makes a new one.
   */
  apply(fact: TimedFact, effect: HandoverEffect): Acceptance | undefined {
    if (this.maker.offersOnSilence) this.offerNextBefore(fact.start);
    const match = matchOf(fact, this.rule.matching);
    let accepted: Acceptance | undefined;
    if (effect.accepts) accepted = this.answerBy(fact, match, 'accepted');
    else if (effect.refuses) this.answerBy(fact, match, 'refused');
    if (effect.letsGo) this.letGoBy(fact, match);
    if (effect.withdraws) this.withdrawBy(fact, match);
    if (effect.supplies)
      this.open(fact, match, ({ hasOpenQuestion }) => hasOpenQuestion)?.supply(fact);
    if (effect.asks) this.askBy(fact, match);
    if (effect.overtakes) this.overtakeBy(fact, match);
    const begun = effect.receives ? this.receiptBy(fact, match) : this.offerBy(fact, match, effect);
    return begun ?? accepted;
  }

  /** Whether the fact, the last one applied, has settled an offer. */
  hasSettledBy({ fact }: TimedFact): boolean {
    const key = factKey(fact);
    return this.settled.some(({ settled }) => settled?.by === key);
  }

  /** Whether the fact, the last one applied, is about an offer that had been settled by then. */
  accountsFor(fact: TimedFact): boolean {
    return this.repeated === fact;
  }

  /**
   * The fact, the last one applied, has answered another handover: it is not a stray answer to
   * this one.
   */
  excuse(fact: TimedFact): void {
    if (!this.hasSettledBy(fact)) this.deviations.excuseElsewhere(fact);
  }

  /** Whether an offer of the patient, or of that scope, from the one service to the other is open. */
  hasOffer(from: string, to: string, scope: string | undefined): boolean {
    if (this.rule.scope !== scope) return false;
    return this.list.open.some(({ terms }) => terms.from === from && terms.to === to);
  }

  /** What was offered by then, in order. */
  instances(horizon: Horizon): readonly HandoverInstance[] {
    const begun = this.list.viewAt(horizon);
    if (!this.maker.offersOnSilence) return begun;
    const next = this.nextOffers(horizon.end).map((offer) => offer.viewAt(horizon));
    return next.length === 0 ? begun : [...begun, ...next];
  }

  /** The next instant after `at` at which time alone changes something; Infinity where nothing does. */
  wakeAfter(at: number): number {
    let wake = Infinity;
    for (const offer of this.list.open) wake = Math.min(wake, offer.nextAfter(at));
    if (!this.maker.offersOnSilence) return wake;
    for (const offer of this.nextOffers(at)) wake = Math.min(wake, offer.nextAfter(at));
    return wake;
  }

  private open(
    fact: TimedFact,
    match: string | undefined,
    holds: (offer: Offer) => boolean = () => true,
  ): Offer | undefined {
    return this.list.open.find((offer) => answers(fact, match, offer) && holds(offer));
  }

  private answerBy(
    fact: TimedFact,
    match: string | undefined,
    answer: Answer,
  ): Acceptance | undefined {
    const open = this.list.open.filter((offer) => answers(fact, match, offer));
    const who = this.answererOf(fact, open);
    const offer = open.find((one) => this.mayBeOf(who, one, fact));
    if (offer !== undefined) {
      if (nameOf(who) === undefined) this.deviations.onUnclear(fact, offer, open);
      return this.answer(offer, fact, answer);
    }
    const deviation = this.noOffer(fact, match, { answer, who, other: open[0] });
    this.early.keep({ fact, match, meaning: { answer, deviation } });
    return undefined;
  }

  /** It answers nothing that is open, as far as is known: what is said of it. */
  private noOffer(
    fact: TimedFact,
    match: string | undefined,
    { answer, who, other }: { answer: Answer; who: Answerer; other: Offer | undefined },
  ): Deviation | undefined {
    const settled = this.settledBy(fact, match);
    if (settled !== undefined) {
      const { to } = settled.terms;
      const answerer = this.nameOf(who, settled, fact) ?? to;
      if (answerer === to) this.repeated = fact;
      return this.deviations.onSettled(fact, answer, settled, answerer);
    }
    if (other !== undefined) this.deviations.onOther(fact, who, other);
    else this.deviations.onNothing(fact, match, answer, who);
    return undefined;
  }

  private answererOf(fact: TimedFact, open: readonly Offer[]): Answerer {
    const who = answererOf(fact, this.context);
    return who.service === undefined && who.isNamed !== true
      ? { ...who, service: actingAmong(fact, open) }
      : who;
  }

  private mayBeOf(who: Answerer, offer: Offer, fact: TimedFact): boolean {
    return mayBeOf(who, offer, { fact, organisations: this.context.organisations });
  }

  /** The service that was asked, where the answer may be its own; undefined where it says nothing. */
  private nameOf(who: Answerer, settled: Offer | undefined, fact: TimedFact): string | undefined {
    const name = nameOf(who);
    if (settled === undefined || name === undefined) return name;
    return this.mayBeOf(who, settled, fact) ? settled.terms.to : name;
  }

  /**
   * The settled offer that an answer is certainly about; of several for the same, the accepted
   * one.
   */
  private settledBy(fact: TimedFact, match: string | undefined): Offer | undefined {
    const names = (one: Offer): boolean =>
      answers(fact, match, one) && namesOffer(fact, match, one);
    return this.decisive(this.settled.findLast(names));
  }

  /** Of several services asked for one offer, the one that accepted. */
  private decisive(last: Offer | undefined): Offer | undefined {
    if (last?.settled?.as !== 'overtaken') return last;
    const { occurrence } = last.terms;
    const accepted = ({ terms, settled }: Offer): boolean =>
      terms.occurrence === occurrence && settled?.as === 'accepted';
    return this.settled.findLast(accepted) ?? last;
  }

  private answer(offer: Offer, fact: TimedFact, answer: Answer): Acceptance | undefined {
    const { id, scope, accepted } = this.rule;
    if (answer === 'accepted' && offer.isWithdrawing) this.deviations.onWithdrawing(fact, offer);
    const at = Math.max(fact.start, offer.armedAt);
    const organisation = this.organisationOf(offer, fact);
    offer.settle(
      answer,
      fact,
      answer === 'accepted' ? this.taking(at, organisation) : reasonIn(fact),
    );
    this.settle(offer);
    this.touch(answer);
    if (answer === 'refused') {
      this.followRefusal(offer, fact);
      return undefined;
    }
    this.overtakeOthers(offer, fact);
    const { opens } = accepted;
    return {
      handover: id,
      ...(scope !== undefined && { scope }),
      to: offer.terms.to,
      organisation,
      by: fact,
      ...(opens !== undefined && { opens }),
      ...personIn(fact),
    };
  }

  /** From whom the patient is taken over, and by which organisation. */
  private taking(at: number, { organisation }: OrganisationState): Taking {
    const tookFrom = this.context.holderAt(at);
    const { organisation: from } = this.context.organisations?.at(tookFrom, at) ?? NO_ORGANISATION;
    return {
      tookFrom,
      ...(from !== undefined && { tookFromOrganisation: from }),
      ...(organisation !== undefined && { byOrganisation: organisation }),
    };
  }

  /** The one that was asked; where that is not known, the one that answers. */
  private organisationOf({ terms }: Offer, fact: TimedFact): OrganisationState {
    const asked = terms.toOrganisation;
    const { organisations } = this.context;
    if (organisations === undefined || asked.organisation !== undefined) return asked;
    const { organisation } = answererOf(fact, this.context);
    const provides =
      organisation !== undefined && organisations.provides(organisation, terms.to, fact);
    return provides ? { organisation } : asked;
  }

  /** Other services asked for the same no longer need to answer. */
  private overtakeOthers({ terms }: Offer, fact: TimedFact): void {
    for (const other of this.list.open) {
      if (other.terms.occurrence !== terms.occurrence) continue;
      other.settle('overtaken', fact, { reason: 'accepted-elsewhere' });
      this.settle(other);
    }
  }

  private letGoBy(fact: TimedFact, match: string | undefined): void {
    const who = answererOf(fact, this.context);
    const offer = this.open(
      fact,
      match,
      (one) => one.isWithdrawing && this.mayBeOf(who, one, fact),
    );
    if (offer === undefined) return;
    offer.settle('withdrawn', fact, {});
    this.settle(offer);
    this.touch('withdrawn');
  }

  private withdrawBy(fact: TimedFact, match: string | undefined): void {
    const first = this.open(fact, match, ({ isWithdrawing }) => !isWithdrawing);
    if (first === undefined) {
      if (this.open(fact, match) !== undefined) return;
      const settled = this.decisive(this.settled.findLast((one) => answers(fact, match, one)));
      if (settled?.settled?.as === 'accepted') this.deviations.onAccepted(fact, settled);
      return;
    }
    // The offer is withdrawn from every service that was asked for the same.
    for (const offer of this.list.open) {
      const { occurrence } = offer.terms;
      if (offer.isWithdrawing || occurrence !== first.terms.occurrence) continue;
      offer.withdraw(fact, this.maker.withdrawal(offer, fact), reasonIn(fact));
    }
  }

  private askBy(fact: TimedFact, match: string | undefined): void {
    const offer = this.open(fact, match);
    if (offer === undefined) return;
    offer.ask(fact, this.maker.answerPlan(fact, offer), reasonIn(fact));
    this.touch('information');
  }

  private overtakeBy(fact: TimedFact, match: string | undefined): void {
    for (const offer of this.list.open) {
      if (!answers(fact, match, offer)) continue;
      offer.settle('overtaken', fact, { reason: fact.fact.type });
      this.settle(offer);
      this.touch('overtaken');
    }
  }

  /** The receiver has it in hand; where no offer is known that this is about, it offers. */
  private receiptBy(fact: TimedFact, match: string | undefined): Acceptance | undefined {
    const open = this.open(fact, match);
    if (open !== undefined) {
      if (open.isReceived || open.isWithdrawing) return undefined;
      open.receive(fact, this.maker.receipt(open, fact));
      this.touch('received');
      return undefined;
    }
    const last = this.decisive(this.settled.findLast((one) => answers(fact, match, one)));
    if (last?.settled?.as === 'accepted') return undefined;
    return this.offer(fact, match, true);
  }

  /** Whether what is on its way is only sent once more; what is sent elsewhere is another offer. */
  private isSentAgain(fact: TimedFact, match: string | undefined): boolean {
    const { organisations } = this.context;
    const open = this.rule.received === undefined ? undefined : this.open(fact, match);
    if (open === undefined) return false;
    const { to, toOrganisation } = open.terms;
    const now = organisations?.addressedBy(fact, to);
    const elsewhere =
      now?.organisation !== undefined && now.organisation !== toOrganisation.organisation;
    if (elsewhere) this.overtakeBy(fact, match);
    return !elsewhere;
  }

  private offerBy(
    fact: TimedFact,
    match: string | undefined,
    { offers }: HandoverEffect,
  ): Acceptance | undefined {
    // What was sent and received on one day may be reported in either order.
    const isKnown = (offer: Offer): boolean =>
      offer.isReceived && answers(offer.from, offer.match, { from: fact, match });
    if (!offers || this.list.some(isKnown) || this.isSentAgain(fact, match)) return undefined;
    return this.offer(fact, match);
  }

  private offer(
    fact: TimedFact,
    match: string | undefined,
    isReceived = false,
  ): Acceptance | undefined {
    const offer = this.maker.first(fact, match, this.list.length + 1);
    if (offer === undefined) return undefined;
    if (isReceived) offer.begunByReceipt();
    this.list.begin(offer);
    const early = this.early.answersTo(offer).find((one) => this.mayHaveAnswered(one.fact, offer));
    if (early === undefined) return undefined;
    this.early.useUp(early);
    const { answer, deviation } = early.meaning;
    this.strays.excuse(early.fact);
    if (deviation !== undefined) this.context.retractDeviation(deviation);
    return this.answer(offer, early.fact, answer);
  }

  /** An early answer of another service or organisation is not taken for that of the one asked. */
  private mayHaveAnswered(fact: TimedFact, offer: Offer): boolean {
    return this.mayBeOf(answererOf(fact, this.context), offer, fact);
  }

  /** Begins the offers that silence has led to before that instant. */
  private offerNextBefore(start: number): void {
    for (const offer of this.nextOffers(start - 1)) this.list.begin(offer);
  }

  /** Offers that silence leads to by that instant and that have not begun yet. */
  private nextOffers(instant: number): readonly Offer[] {
    const begun = this.list.length;
    return this.list.open
      .filter(({ terms }) => terms.attempt === 1)
      .flatMap((offer) => this.askedNext(offer, instant).map((next) => ({ offer, next })))
      .sort((a, b) => a.next.at - b.next.at)
      .map(({ offer, next }, index) => this.maker.next(offer, next, begun + index + 1));
  }

  /** Each service once, however many steps ask it. */
  private askedNext(offer: Offer, instant: number): readonly AskedNext[] {
    return offer.silence
      .offersBy(instant)
      .filter(
        (next, index, all) =>
          !this.hasBegun(offer, next) &&
          all.findIndex((other) => isSameAttempt(other, next)) === index,
      );
  }

  private hasBegun({ terms }: Offer, next: AskedNext): boolean {
    return this.list.some(({ terms: { occurrence, attempt, to: service } }) => {
      return occurrence === terms.occurrence && isSameAttempt({ attempt, service }, next);
    });
  }

  /** The services are those of where the patient lived at the offer. */
  private followRefusal(offer: Offer, fact: TimedFact): void {
    const { armedAt, terms } = offer;
    const { kind, service = '', attempt = 0 } = terms.local.refused;
    if (kind === 'escalate') offer.escalate(service, fact);
    if (kind !== 'offer' || terms.attempt !== 1) return;
    const at = Math.max(fact.start, armedAt);
    const next = { service, attempt, at, until: Math.max(fact.end, at) };
    if (this.hasBegun(offer, next)) return;
    this.list.begin(this.maker.next(offer, next, this.list.length + 1));
  }

  private settle(offer: Offer): void {
    this.list.settle(offer);
    this.settled.push(offer);
  }

  private touch(what: string): void {
    if (this.context.tracing) this.context.touch(`handovers/${this.rule.id}/${what}`);
  }
}

/** A service is asked once, and so is whoever a parameter names. */
function isSameAttempt(
  a: Pick<AskedNext, 'service' | 'attempt'>,
  b: Pick<AskedNext, 'service' | 'attempt'>,
): boolean {
  return a.service === b.service || a.attempt === b.attempt;
}
