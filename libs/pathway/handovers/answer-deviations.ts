/** Answers without an offer, too late, or given twice: deviations for people to look into. */
import type { Deviation } from '../state/deviation.js';
import type { TimedFact } from '#care-event';
import type { HandoverRule } from '../definition/handover-rule.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import { type Answerer, isMadeForAnswering, nameOf } from './answer.js';
import type { Offer } from './offer.js';
import type { StrayAnswers } from './stray-answers.js';

export class AnswerDeviations {
  /** What is handed over, for messages. */
  private readonly held: string;
  private latest: { readonly fact: TimedFact; readonly deviation: Deviation } | undefined;

  constructor(
    private readonly rule: HandoverRule,
    private readonly context: EpisodeContext,
    private readonly strays: StrayAnswers,
  ) {
    this.held = rule.scope ?? 'the patient';
  }

  /** An answer where nothing was offered, as far as is known. */
  onNothing(
    fact: TimedFact,
    match: string | undefined,
    answer: 'accepted' | 'refused',
    who: Answerer,
  ): void {
    if (!isMadeForAnswering(fact, match)) return;
    const message = `${fact.fact.type} ${answer} a handover that had not been offered`;
    this.stray('answer-without-offer', fact, { message, who });
  }

  /** The fact has answered another handover, so that it need not answer this one. */
  excuseElsewhere(fact: TimedFact): void {
    if (this.latest?.fact !== fact) return;
    this.context.retractDeviation(this.latest.deviation);
    this.latest = undefined;
  }

  /** A service answers an offer made to another. */
  onOther(fact: TimedFact, who: Answerer, { terms }: Offer): void {
    const { organisation } = terms.toOrganisation;
    const asked = nameOf({ service: terms.to, organisation });
    const message = `${nameOf(who) ?? ''} answered what was offered to ${asked}`;
    this.stray('answer-by-other', fact, { message, who });
  }

  /** Another handover may account for it. */
  private stray(
    kind: Deviation['kind'],
    fact: TimedFact,
    { message, who }: { readonly message: string; readonly who: Answerer },
  ): void {
    const deviation = this.deviate(kind, fact, message);
    const asked = this.context.service(this.rule.to);
    const isAsked =
      who.service === undefined ? this.provides(who, asked, fact) : who.service === asked;
    this.strays.add(fact, { deviation, isAsked });
  }

  private provides({ organisation }: Answerer, service: string, fact: TimedFact): boolean {
    const { organisations } = this.context;
    if (organisation === undefined || organisations === undefined) return false;
    return organisations.provides(organisation, service, fact);
  }

  /** Several services were asked for the same, and the answer does not say who gives it. */
  onUnclear(fact: TimedFact, { terms }: Offer, open: readonly Offer[]): void {
    const asked = open.filter((one) => one.terms.occurrence === terms.occurrence);
    if (asked.length < 2) return;
    const message = `${asked.map((one) => one.terms.to).join(' and ')} were asked, and ${fact.fact.type} does not say who answers: assumed to be ${terms.to}`;
    this.deviate('unclear-answer', fact, message);
  }

  /** The sender has withdrawn the offer, and the receiver accepts all the same. */
  onWithdrawing(fact: TimedFact, { terms }: Offer): void {
    const message = `${terms.to} accepted although ${terms.from} had withdrawn the offer: ${terms.to} holds ${this.held}`;
    this.deviate('accepted-though-withdrawn', fact, message);
  }

  /** The sender withdraws an offer that the receiver has accepted. */
  onAccepted(fact: TimedFact, { terms }: Offer): void {
    const message = `${terms.to} had already accepted and holds ${this.held}: the way back has to be a handover of its own`;
    // What else the fact answers does not excuse it.
    this.context.reportDeviation('withdrawn-after-answer', fact, this.rule.id, message);
  }

  /** A further answer after the offer was settled. The same from the same service is a repeat. */
  onSettled(
    fact: TimedFact,
    answer: 'accepted' | 'refused',
    { terms, settled }: Offer,
    answerer: string,
  ): Deviation | undefined {
    const { to, from } = terms;
    if (answerer !== to && settled?.as !== 'accepted') {
      const message = `${answerer} ${answer} what had been offered to ${to}`;
      return this.deviate('answer-by-other', fact, message);
    }
    switch (settled?.as) {
      case 'accepted': {
        if (answer === 'refused')
          return this.contradicts(fact, `${answerer} refused after ${to} had accepted`);
        if (answerer === to) return undefined;
        const message = `${answerer} accepted after ${to} had accepted: ${to} holds ${this.held}`;
        return this.deviate('second-acceptance', fact, message);
      }
      case 'refused': {
        if (answer === 'refused') return undefined;
        const message = `${answerer} accepted after refusing: ${from} has to offer again`;
        return this.contradicts(fact, message);
      }
      case 'withdrawn': {
        const message = `${answerer} answered after it had released the offer`;
        return this.deviate('answer-after-withdrawal', fact, message);
      }
      case 'overtaken': {
        if (answer === 'refused') return undefined;
        const message = `${answerer} accepted an offer that is no longer needed: ${this.held} is not handed over`;
        return this.deviate('answer-after-overtaken', fact, message);
      }
      case undefined:
        return undefined;
    }
  }

  private contradicts(fact: TimedFact, message: string): Deviation {
    return this.deviate('contradicting-answer', fact, message);
  }

  private deviate(kind: Deviation['kind'], fact: TimedFact, message: string): Deviation {
    const deviation = this.context.reportDeviation(kind, fact, this.rule.id, message);
    this.latest = { fact, deviation };
    return deviation;
  }
}
