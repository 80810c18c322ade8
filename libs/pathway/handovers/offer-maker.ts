/**
 * How an offer is made under one rule: to whom it goes first, to whom it goes next after a
 * refusal or silence, and how long each may take to answer.
 */
import { factKey, type TimedFact } from '#care-event';
import type { HandoverAction, HandoverRule } from '../definition/handover-rule.js';
import type { ServiceRef } from '../definition/element.js';
import type { DuePlan } from '../instances/due-plan.js';
import { limitPlan } from '../instances/due-plan.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { Limit } from '#calendar';
import { NO_ORGANISATION } from '../state/organisation-state.js';
import { Offer } from './offer.js';
import type { LocalTerms } from './offer.js';
import { Silence } from './silence.js';
import type { AskedNext, SilentAction } from './silence.js';

export class OfferMaker {
  /** True where silence may lead to an offer to another service, so that time alone begins one. */
  readonly offersOnSilence: boolean;
  /** Services that may be asked after the first, each once, in the order of the definition. */
  private readonly nextServices: readonly string[];

  constructor(
    private readonly rule: HandoverRule,
    private readonly context: EpisodeContext,
  ) {
    const onSilence = silentActions(rule).map(({ then }) => then);
    this.offersOnSilence = onSilence.some(({ kind }) => kind === 'offer');
    const asked = [rule.refused.then, ...onSilence].flatMap((action) =>
      action.kind === 'offer' ? [nameOf(action.to)] : [],
    );
    this.nextServices = [...new Set(asked)];
  }

  /**
   * @param instance number of the offer among those of the rule
   * @returns undefined where the patient would be offered to the organisation that offers, or by a
   *   service to itself that does not have the patient to hand over
   */
  first(fact: TimedFact, match: string | undefined, instance: number): Offer | undefined {
    const context = this.context;
    const { organisations } = context;
    const { id, scope } = this.rule;
    const from =
      this.rule.from === 'holder' ? context.holderAt(fact.start) : context.service(this.rule.from);
    const to = context.service(this.rule.to);
    if (from === to && !context.isHeldBy(from, fact.start)) return undefined;
    const fromOrganisation = organisations?.before(from, fact) ?? NO_ORGANISATION;
    const toOrganisation = organisations?.addressedBy(fact, to) ?? NO_ORGANISATION;
    if (from === to && organisations?.isSameState(fromOrganisation, toOrganisation, fact) === true)
      return undefined;
    const local = this.local();
    const terms = {
      rule: id,
      scope,
      occurrence: factKey(fact.fact),
      matching: matchingOf(this.rule, match),
      attempt: 1,
      from,
      fromOrganisation,
      to,
      toOrganisation,
      offeredAt: fact.start,
      local,
    };
    const silence = this.silence(terms.to, fact, { asksNext: true, round: 1, local });
    return new Offer({ from: fact, match }, instance, { terms, silence }, context);
  }

  /** The same offer, from an instant on, to the service that is asked next. */
  next({ from, match, terms }: Offer, asked: AskedNext, instance: number): Offer {
    const { service, attempt, at, until } = asked;
    const since = { fact: from.fact, start: at, end: until };
    const silence = this.silence(service, since, { asksNext: false, round: 1, local: terms.local });
    const toOrganisation = this.context.organisations?.boundAt(service, at) ?? NO_ORGANISATION;
    const next = { ...terms, attempt, to: service, toOrganisation, offeredAt: at };
    return new Offer({ from, match }, instance, { terms: next, silence }, this.context);
  }

  /** The wait for confirmation of a withdrawal, by the limits that the offer has had from the first. */
  withdrawal({ terms, round }: Offer, fact: TimedFact): Silence {
    return this.silence(terms.to, fact, {
      asksNext: false,
      round: round + 1,
      local: terms.local,
    });
  }

  /** The wait for the answer once the receiver has the offer in hand, by the limits of the offer. */
  receipt({ terms, round }: Offer, fact: TimedFact): Silence {
    const { to, attempt, local } = terms;
    return this.silence(to, fact, { asksNext: attempt === 1, round: round + 1, local });
  }

  /**
   * From 2. It is part of the offer's permanent name, so it follows the order in the definition
   * and not the order of asking, which a late report may change.
   */
  private attemptOf(service: ServiceRef): number {
    return 2 + this.nextServices.indexOf(nameOf(service));
  }

  /** The offer to the next service leads to no further one, and neither does a withdrawal. */
  private silence(asked: string, from: TimedFact, { asksNext, round, local }: Wait): Silence {
    const context = this.context;
    const days = context.ownerOf(asked);
    const answer = { ...this.rule.answerWithin, limit: local.within };
    const plan = limitPlan(answer, { rule: this.rule, from, days, context });
    const { actions: all } = local;
    const actions = asksNext ? all : all.filter(({ kind }) => kind !== 'offer');
    return new Silence({ plan, actions, days, asked, round });
  }

  private local(): LocalTerms {
    const context = this.context;
    const { answerWithin, refused } = this.rule;
    const actions = silentActions(this.rule).map(({ after, then }) => {
      return this.action(then, after === undefined ? undefined : context.limit(after));
    });
    const within = context.limit(answerWithin.limit);
    const asked = this.rule.information?.within;
    return {
      within,
      actions,
      refused: this.action(refused.then, undefined),
      informationWithin: asked && context.limit(asked.limit),
    };
  }

  private action(then: HandoverAction, after: Limit | undefined): SilentAction {
    return {
      after,
      kind: then.kind,
      ...('to' in then && { service: this.context.service(then.to) }),
      ...(then.kind === 'offer' && { attempt: this.attemptOf(then.to) }),
    };
  }

  /** By when the sender has to supply information; undefined where the definition sets no limit. */
  answerPlan(fact: TimedFact, { terms: { from, local } }: Offer): DuePlan | undefined {
    const within = this.rule.information?.within;
    const limit = local.informationWithin;
    if (within === undefined || limit === undefined) return undefined;
    const context = this.context;
    const days = context.ownerOf(from);
    return limitPlan({ ...within, limit }, { rule: NO_CLOCK, from: fact, days, context });
  }
}

interface Wait {
  /** Whether silence may lead to an offer to another service. */
  readonly asksNext: boolean;
  readonly round: number;
  readonly local: LocalTerms;
}

const NO_CLOCK = {};

/** A value that is longer is no identifier. */
const MATCHING_CHARACTERS_MAX = 256;

function matchingOf({ matching: field }: HandoverRule, value: string | undefined) {
  if (field === undefined || value === undefined) return undefined;
  return value.length > MATCHING_CHARACTERS_MAX ? undefined : { field, value };
}

/** A service, or the parameter that names it. */
function nameOf(service: ServiceRef): string {
  return JSON.stringify(service);
}

/** What is done at once on silence, and later. */
function silentActions({ silent }: HandoverRule): readonly {
  readonly after: HandoverRule['silent']['next'][number]['after'] | undefined;
  readonly then: HandoverAction;
}[] {
  return [{ after: undefined, then: silent.then }, ...silent.next];
}
