/** One duty of one episode while its facts go by: which instances began and what settled them. */
import type { DutyInstance, PlacedFact } from '../journey/assessment.js';
import type { Awaiting, Early } from './awaiting.js';
import { EarlyFacts, answers, matchOf, matches } from './awaiting.js';
import { factKey } from '../facts/care-event.js';
import type { DutyRule } from '../definition/definition.js';
import type { DutyEffect, TakingAway } from './duty-effect.js';
import { DOES_NOT_APPLY, ENDED, NULLIFIED, takingAwayBy } from './duty-effect.js';
import { OwedDuty } from './duty-instance.js';
import { DutySeries } from './duty-series.js';
import { termsOf } from './duty-terms.js';
import type { DutyTerms } from './duty-terms.js';
import type { EpisodeContext } from '../journey/episode-context.js';
import type { Horizon } from './instance-list.js';
import { InstanceList } from './instance-list.js';

export type { DutyEffect } from './duty-effect.js';
export type { Horizon as DutyHorizon } from './instance-list.js';

interface Rest extends Pick<Horizon, 'open' | 'holder'> {
  /** From this instant on, and before that one. */
  readonly from: number;
  readonly until: number;
  readonly instances: readonly DutyInstance[];
}

export class DutyWatch {
  readonly #rule: DutyRule;
  readonly #context: EpisodeContext;
  readonly #list = new InstanceList<DutyInstance, OwedDuty>();
  /** Taken away, and not for good; oldest first. */
  #ended: readonly OwedDuty[] = [];
  readonly #early = new EarlyFacts<DutyEffect>();
  /** Of a duty owed once: what takes it away was seen before it began. */
  #standing: (Omit<Early<TakingAway>, 'meaning'> & { readonly how: TakingAway })[] = [];
  /** Of a duty owed once: it has begun since the clock was last nullified. */
  #begun = false;
  #series: DutySeries | undefined;
  /** What was shown last, and within which instants it stays so while no fact comes. */
  #rest: Rest | undefined;
  /** True where a clock moves the due times: then nothing that is open stays as it is. */
  readonly #moves: boolean;
  /** Periods that begin later follow from the time that went by alone. */
  #takenUntil = -Infinity;

  constructor(rule: DutyRule, context: EpisodeContext) {
    this.#rule = rule;
    this.#context = context;
    this.#moves = rule.clock !== undefined || rule.due.kind === 'accumulated';
  }

  /** A fact of the episode, in order. It settles before it starts. */
  take(fact: PlacedFact, effect: DutyEffect): void {
    this.#passTo(fact.start);
    this.#settle(fact, effect);
    if (effect.ends) this.#endSeries(fact);
    if (this.#rule.per === 'episode') this.#remember(fact, effect);
    if (effect.starts) this.#start(fact);
  }

  /**
   * A fact before the entry, or after the close and perhaps with it: it only settles, and
   * only what it may have come after.
   */
  settleEarly(fact: PlacedFact, effect: DutyEffect): void {
    this.#settle(fact, effect);
  }

  /** The fact nullified the duty's clock, which takes away whatever is not settled. */
  clockNullified(fact: PlacedFact): void {
    this.#rest = undefined;
    this.#passTo(fact.start);
    if (this.#series !== undefined) this.#dropPeriodsAfter(this.#series, fact.start);
    this.#series = undefined;
    this.#begun = false;
    for (const owed of this.#list.open) this.#takeAwayOne(owed, fact, NULLIFIED);
  }

  /** The instances that have begun by then, in the order in which they did. */
  instances(horizon: Horizon): readonly DutyInstance[] {
    const { end, open, holder } = horizon;
    const rest = this.#rest;
    if (
      rest !== undefined &&
      end >= rest.from &&
      end < rest.until &&
      open === rest.open &&
      holder === rest.holder
    ) {
      return rest.instances;
    }
    this.#growTo(end);
    const instances = this.#list.shownAt(horizon);
    if (!this.#moves || (this.#list.open.length === 0 && this.#series === undefined)) {
      this.#rest = { from: end, until: this.#nextChange(end), open, holder, instances };
    }
    return instances;
  }

  /** The next instant after `at` at which any changes without a new fact; Infinity where none does. */
  wakeAfter(at: number): number {
    const rest = this.#rest;
    if (rest !== undefined && at >= rest.from && at < rest.until) return rest.until;
    this.#growTo(at);
    return this.#nextChange(at);
  }

  #nextChange(at: number): number {
    let next = this.#series?.nextBegin() ?? Infinity;
    for (const owed of this.#list.open) next = Math.min(next, owed.wakeAfter(at));
    return next;
  }

  #settle(fact: PlacedFact, effect: DutyEffect): void {
    this.#rest = undefined;
    const match = matchOf(fact, this.#rule.matching);
    if (effect.appliesAgain) this.#takeBack(fact, match);
    const met = effect.meets && this.#meet(fact, match);
    const how = takingAwayBy(this.#rule, effect);
    if (how !== undefined) this.#takeAway(fact, match, how);
    if (how === undefined && !effect.appliesAgain && (met || !effect.meets)) return;
    this.#early.keep({ fact, match, meaning: met ? { ...effect, meets: false } : effect });
  }

  /** True where the fact met an instance: the period it falls in, else the oldest that is open. */
  #meet(fact: PlacedFact, match: string | undefined): boolean {
    const fits = (owed: OwedDuty): boolean => settles(fact, match, owed);
    const last = this.#series === undefined ? undefined : this.#list.lastBy(fact.start);
    const current = last?.isOpen === true && fits(last) ? last : undefined;
    const owed =
      current ??
      this.#list.open.find(fits) ??
      this.#ended.find((ended) => ended.isOverdue && fits(ended));
    if (owed !== undefined) this.#meetOne(owed, fact);
    return owed !== undefined;
  }

  #meetOne(owed: OwedDuty, fact: PlacedFact): void {
    owed.meet(fact);
    this.#list.settle(owed);
    this.#ended = this.#ended.filter((other) => other !== owed);
  }

  #takeAway(fact: PlacedFact, match: string | undefined, how: TakingAway): void {
    for (const owed of this.#list.open) {
      if (settles(fact, match, owed)) this.#takeAwayOne(owed, fact, how);
    }
  }

  #takeAwayOne(owed: OwedDuty, fact: PlacedFact, how: TakingAway): void {
    owed.takeAway(fact, how);
    this.#list.settle(owed);
    if (!how.forGood) this.#ended = [...this.#ended, owed].sort((a, b) => a.instance - b.instance);
    if (!this.#context.tracing || how === NULLIFIED || how === ENDED) return;
    const which = how.state === 'exempt' ? `exempt/${how.reason}` : how.state;
    this.#context.touch(`duties/${this.#rule.id}/${which}`);
  }

  #takeBack(fact: PlacedFact, match: string | undefined): void {
    this.#standing = this.#standing.filter((standing) => !matches(standing.match, match));
    for (const owed of this.#ended) {
      if (settles(fact, match, owed)) this.#takeBackOne(owed, fact);
    }
  }

  #takeBackOne(owed: OwedDuty, fact: PlacedFact): void {
    if (!owed.takeBack(fact)) return;
    this.#ended = this.#ended.filter((other) => other !== owed);
    this.#list.openAgain(owed);
    if (this.#context.tracing) this.#context.touch(`duties/${this.#rule.id}/applies-again`);
  }

  /** An exemption seen before a duty owed once has begun counts from its start on. */
  #remember(fact: PlacedFact, effect: DutyEffect): void {
    const how = takingAwayBy(this.#rule, effect);
    if (how === undefined) return;
    this.#standing.push({ fact, match: matchOf(fact, this.#rule.matching), how });
  }

  #start(fact: PlacedFact): void {
    const { per, applies, matching } = this.#rule;
    if (per === 'episode' ? this.#begun : this.#series !== undefined) return;
    this.#begun = true;
    const awaiting = { from: fact, match: matchOf(fact, matching) };
    const terms = termsOf(this.#rule, fact, this.#context);
    if (applies !== undefined && !this.#context.meets(applies, fact)) {
      const owed = this.#begin(awaiting, terms, 1, fact.start);
      this.#takeAwayOne(owed, fact, DOES_NOT_APPLY);
      return;
    }
    if (per === 'period') this.#series = new DutySeries(awaiting, terms);
    else this.#begin(awaiting, terms, 1, fact.start);
    this.#growTo(fact.start);
    const owed = this.#list.lastBy(fact.start);
    if (owed !== undefined) this.#settleWithEarlier(owed);
  }

  #begin(awaiting: Awaiting, terms: DutyTerms, period: number, armedAt: number): OwedDuty {
    const instance = this.#list.length + 1;
    const occurrence = occurrenceOf(this.#rule, awaiting.from, instance);
    const place = { instance, occurrence, period, armedAt };
    const owed = new OwedDuty(awaiting, place, terms, this.#context);
    this.#list.begin(owed);
    return owed;
  }

  #settleWithEarlier(owed: OwedDuty): void {
    for (const { fact, match, how } of this.#standing) {
      if (owed.isOpen && fact !== owed.from && matches(match, owed.match)) {
        this.#takeAwayOne(owed, fact, how);
      }
    }
    for (const early of this.#early.answersTo(owed)) {
      const { fact, meaning } = early;
      if (meaning.appliesAgain) this.#takeBackOne(owed, fact);
      if (meaning.meets && owed.isOpen) {
        this.#meetOne(owed, fact);
        this.#early.useUp(early);
      }
      const how = takingAwayBy(this.#rule, meaning);
      if (how !== undefined && owed.isOpen) this.#takeAwayOne(owed, fact, how);
    }
  }

  #passTo(instant: number): void {
    this.#growTo(instant);
    this.#takenUntil = instant;
  }

  /** Lets the periods begin that begin by then. */
  #growTo(instant: number): void {
    const series = this.#series;
    if (series === undefined) return;
    if (series.terms.plan.moves) this.#dropPeriodsAfter(series, this.#takenUntil);
    for (
      let begin = series.nextBegin();
      begin !== undefined && begin <= instant;
      begin = series.nextBegin()
    ) {
      series.begin(begin);
      this.#begin(series.awaiting, series.terms, series.periods, begin);
    }
  }

  #dropPeriodsAfter(series: DutySeries, instant: number): void {
    while (this.#list.dropLastAfter(instant)) series.dropLast();
  }

  #endSeries(fact: PlacedFact): void {
    const series = this.#series;
    if (series === undefined) return;
    if (!answers(fact, matchOf(fact, this.#rule.matching), series.awaiting)) return;
    this.#dropPeriodsAfter(series, fact.start);
    const running = this.#list.lastBy(fact.start);
    if (running?.isOpen === true) this.#takeAwayOne(running, fact, ENDED);
    this.#series = undefined;
    if (this.#context.tracing) this.#context.touch(`duties/${this.#rule.id}/ends`);
  }
}

/** Whether the fact may settle an instance that has begun by then. */
function settles(fact: PlacedFact, match: string | undefined, owed: OwedDuty): boolean {
  return owed.armedAt <= fact.start && answers(fact, match, owed);
}

/** What tells the instance from the duty's others for ever; the first of a duty owed once needs nothing. */
function occurrenceOf({ per }: DutyRule, { fact }: PlacedFact, instance: number): string {
  if (per === 'occurrence') return factKey(fact);
  return per === 'episode' && instance === 1 ? '' : String(instance);
}
