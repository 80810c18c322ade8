/** The scopes of one episode: what is held beside the pathway's own responsibility, and by whom. */
import type { TimedFact } from '#care-event';
import type { ScopeRule } from '../definition/scope-rule.js';
import type { Acceptance } from '../handovers/acceptance.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { Effects } from '../rules/effects.js';
import type { CustodySpell } from '../state/custody-spell.js';
import { type EpisodeNow, ScopeTracker } from './scope-tracker.js';

export class SharedCustody {
  private readonly trackers: readonly ScopeTracker[];

  constructor(scopes: readonly ScopeRule[], episode: EpisodeContext) {
    this.trackers = scopes.map((rule) => new ScopeTracker(rule, episode));
  }

  of(scope: string | undefined): ScopeTracker | undefined {
    return this.trackers.find(({ rule }) => rule.id === scope);
  }

  accept(acceptance: Acceptance, timed: TimedFact): void {
    this.of(acceptance.scope)?.accept(acceptance, timed);
  }

  open(): void {
    for (const tracker of this.trackers) tracker.open();
  }

  /** A fact of the open episode, after it has done all else. */
  apply(timed: TimedFact, { scopes }: Effects, now: EpisodeNow): void {
    this.trackers.forEach((tracker, at) => {
      tracker.apply(timed, scopes.find(({ index }) => index === at)?.effect, now);
    });
  }

  /** A fact that is no part of the episode tells where the patient lives. */
  identify(timed: TimedFact, offers: EpisodeNow['offers']): void {
    for (const tracker of this.trackers) tracker.identify(timed, offers);
  }

  /** Whether a fact of the open episode begins a scope that nobody holds. */
  isBegunBy({ scopes }: Effects): boolean {
    return scopes.some(
      ({ index, effect }) => effect.begins && this.trackers[index]?.custody.isHeld === false,
    );
  }

  applyOutside(timed: TimedFact): void {
    for (const tracker of this.trackers) tracker.applyOutside(timed);
  }

  end(at: number): void {
    for (const tracker of this.trackers) tracker.end(at);
  }

  reopen(by: TimedFact): void {
    for (const tracker of this.trackers) tracker.reopen(by);
  }

  /** Of each scope in the order of the definition; of one, in order of time. */
  spells(): readonly CustodySpell[] {
    return this.trackers.flatMap(({ custody }) => custody.spells());
  }
}
