/**
 * Who holds one scope of responsibility in an episode, fact by fact: from its beginning to its end
 * exactly one service at every instant, whatever the stages do.
 */
import type { TimedFact } from '#care-event';
import type { ScopeRule } from '../definition/scope-rule.js';
import type { Acceptance } from '../handovers/acceptance.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import { organisationOf } from '../organisations/bindings.js';
import type { ScopeEffect } from '../rules/scope-effect.js';
import type { CustodySpell } from '../state/custody-spell.js';
import { NO_ORGANISATION, type OrganisationState } from '../state/organisation-state.js';
import { CustodyTracker, type Taking } from './custody-tracker.js';
import { newsOf } from './identified.js';

/** What the tracker needs to know of the episode after a fact. */
export interface EpisodeNow {
  /** Who holds the patient; undefined before a first contact. */
  readonly holding: CustodySpell | undefined;
  /** Tells whether the scope is being offered by one service to another. */
  readonly offers: { hasOffer(from: string, to: string, scope: string): boolean };
}

export class ScopeTracker {
  readonly custody: CustodyTracker;
  /** The episode as seen by what belongs to the scope: the holder is that of the scope. */
  readonly context: EpisodeContext;
  /** Stands in until the scope begins. */
  private standIn = '';
  private accepted: { readonly by: TimedFact; readonly acceptance: Acceptance } | undefined;
  /** Whether it was held when the episode closed. */
  private goesOn = false;

  constructor(
    readonly rule: ScopeRule,
    private readonly episode: EpisodeContext,
  ) {
    this.custody = new CustodyTracker(episode.episode, rule.id);
    const { organisations } = episode;
    this.context = Object.create(episode, {
      holderAt: { value: (at: number) => this.holderAt(at) },
      isHeldBy: { value: (service: string, at: number) => this.isHeldBy(service, at) },
      holderBefore: { value: (fact: TimedFact) => this.holderBefore(fact) },
      organisations: { value: organisations?.asHeldBy(this.custody) },
    }) as EpisodeContext;
  }

  /** The episode opens. */
  open(): void {
    this.standIn = this.episode.service(this.rule.holder);
  }

  /** Who holds it at `at`, or held it last. */
  holderAt(at: number): string {
    const spell = this.custody.spells().findLast(({ from }) => from <= at);
    return spell?.holder ?? this.standIn;
  }

  /** Not by whoever stands in for it, nor by whoever held it last. */
  private isHeldBy(service: string, at: number): boolean {
    return this.custody.isHeld && this.holderAt(at) === service;
  }

  /** The fact being applied accepts it; where it accepts several offers, the first receives it. */
  accept(acceptance: Acceptance, timed: TimedFact): void {
    const first = this.acceptedBy(timed) ?? acceptance;
    this.accepted = { by: timed, acceptance: first };
    if (first.to === acceptance.to) return;
    const { by, handover, to } = acceptance;
    const message = `${by.fact.type} also accepted ${handover} for ${to}: ${first.to} holds ${this.rule.id}`;
    this.deviate('second-acceptance', acceptance, by, message);
  }

  /** A fact of the open episode begins it, passes it on, or ends what was held before. */
  apply(timed: TimedFact, effect: ScopeEffect | undefined, now: EpisodeNow): void {
    const wasHeld = this.custody.isHeld;
    if (!wasHeld) this.begin(timed, effect, now);
    this.passOn(timed);
    this.identify(timed, now.offers);
    if (!wasHeld || effect?.ends !== true) return;
    this.episode.touch(`scopes/${this.rule.id}/ends`);
    this.custody.end(timed.start);
  }

  /** A fact from before the entry or from a gap: it passes nothing on. */
  applyOutside(timed: TimedFact): void {
    const accepted = this.acceptedBy(timed);
    if (accepted === undefined || !this.isByOther(accepted, timed)) return;
    const { holder = 'nobody' } = (this.custody.isHeld && this.custody.current()) || {};
    const message = `${accepted.to} accepted ${this.rule.id} while the pathway was not open: ${holder} holds it`;
    this.deviate('accepted-outside', accepted, timed, message);
  }

  /** The episode has ended. */
  end(at: number): void {
    this.goesOn = this.custody.isHeld;
    this.custody.end(at);
  }

  /** Whoever held it at the close holds it again. */
  reopen(by: TimedFact): void {
    const last = this.custody.current();
    if (!this.goesOn || last === undefined) return;
    const { holder, person } = last;
    const taking = { holder, ...(person !== undefined && { person }), basis: 'entry' } as const;
    this.take(taking, last, by);
  }

  private begin(timed: TimedFact, effect: ScopeEffect | undefined, { holding }: EpisodeNow): void {
    const { id, holder: first, begins } = this.rule;
    const hasCustody = begins.length === 0 && holding !== undefined;
    const isFirst = this.custody.current() === undefined;
    if (effect?.begins !== true && !(hasCustody && isFirst)) return;
    this.episode.touch(`scopes/${id}`);
    const holder = this.episode.service(first);
    const atContact = holding?.basis === 'contact' ? 'contact' : 'entry';
    const basis = hasCustody ? atContact : 'begun';
    this.take({ holder, basis }, this.episode.organisations?.boundAsOf(holder, timed), timed);
  }

  private passOn(timed: TimedFact): void {
    const accepted = this.acceptedBy(timed);
    if (accepted === undefined) return;
    const { to: holder, handover, person, organisation } = accepted;
    if (!this.custody.isHeld) {
      const message = `${holder} accepted ${this.rule.id}, which is not open: nobody holds it`;
      this.deviate('accepted-outside', accepted, timed, message);
    } else if (this.isByOther(accepted, timed)) {
      const who = { holder, ...(person !== undefined && { person }) };
      this.take({ ...who, basis: 'acceptance', handover }, organisation, timed);
    }
  }

  /** As of custody of the patient, a fact may tell which organisation it is that holds it. */
  identify(timed: TimedFact, offers: EpisodeNow['offers']): void {
    const { organisations } = this.episode;
    const current = this.custody.current();
    if (!this.custody.isHeld || organisations === undefined || current === undefined) return;
    const news = newsOf(current, timed, organisations);
    if (news === undefined) return;
    const { id } = this.rule;
    if ('taking' in news) this.take(news.taking, news.organisation, timed);
    else if (!offers.hasOffer(current.holder, current.holder, id)) {
      const message = `the patient moved away from ${news.movedFrom}, and ${id} was not offered to anybody: ${news.movedFrom} still holds it`;
      this.episode.reportDeviation('moved-without-handover', timed, undefined, message);
    }
  }

  private acceptedBy(timed: TimedFact): Acceptance | undefined {
    return this.accepted?.by === timed ? this.accepted.acceptance : undefined;
  }

  private isByOther({ to, organisation }: Acceptance, timed: TimedFact): boolean {
    const holding = this.custody.isHeld ? this.custody.current() : undefined;
    if (to !== holding?.holder) return true;
    const { organisations } = this.episode;
    if (organisations === undefined) return false;
    return !organisations.isSameState(organisation, holding, timed);
  }

  private take(
    taking: Taking,
    organisation: OrganisationState = NO_ORGANISATION,
    timed: TimedFact,
  ): void {
    this.custody.pass({ ...taking, ...organisationOf(organisation) }, timed);
    this.episode.organisations?.passed(organisation, timed);
  }

  private holderBefore(fact: TimedFact): string {
    return this.custody.begunBefore(fact)?.holder ?? this.standIn;
  }

  private deviate(
    kind: 'second-acceptance' | 'accepted-outside',
    { handover }: Acceptance,
    timed: TimedFact,
    message: string,
  ): void {
    this.episode.reportDeviation(kind, timed, handover, message);
  }
}
