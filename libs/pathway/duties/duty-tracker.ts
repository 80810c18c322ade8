/** One duty of one episode, fact by fact: which instances began and what settled them. */
import type { DutyInstance } from '../state/duty-instance.js';
import type { TimedFact } from '#care-event';
import type { Awaiting, Early } from '../instances/awaiting.js';
import { EarlyFacts, answers, matchOf, matches } from '../instances/awaiting.js';
import type { DutyRule } from '../definition/duty-rule.js';
import type { DutyEffect, TakesBack } from '../rules/duty-effect.js';
import type { TakingAway } from './taking-away.js';
import { DOES_NOT_APPLY, ENDED, isTakenBack, NULLIFIED, takingAwayBy } from './taking-away.js';
import { OwedDuty } from './duty-instance.js';
import { ClockStart } from './clock-start.js';
import { DutySeries } from './duty-series.js';
import { hasEvidence } from '../instances/evidence.js';
import { occurrenceOf, settles, type Settling, without } from './settling.js';
import { scopeOwing, termsOf } from './duty-terms.js';
import type { DutyTerms, FirstContact } from './duty-terms.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { Horizon } from '../instances/instance-list.js';
import { InstanceList } from '../instances/instance-list.js';

interface Rest extends Pick<Horizon, 'open' | 'holder' | 'organisations'> {
  /** From this instant on, and before that one. */
  readonly from: number;
  readonly until: number;
  readonly instances: readonly DutyInstance[];
  /** Of the clocks that move its due times. */
  readonly revision: number;
}

/** What was so before what begins by a clock was only looked at. */
interface Before {
  readonly early: EarlyFacts<DutyEffect>;
  readonly ended: readonly OwedDuty[];
  readonly begun: boolean;
}

export class DutyTracker {
  private readonly list = new InstanceList<DutyInstance, OwedDuty>();
  /** Taken away, and not for good; oldest first. */
  private ended: readonly OwedDuty[] = [];
  private early = new EarlyFacts<DutyEffect>();
  /** For a duty owed once: what takes it away came before it began. */
  private standing: (Omit<Early<TakingAway>, 'meaning'> & { readonly how: TakingAway })[] = [];
  /** For a duty owed once: it has begun since the clock was last nullified. */
  private begun = false;
  private series: DutySeries | undefined;
  /** Where a clock begins it: when, from the entry on. */
  private clockStart: ClockStart | undefined;
  private before: Before | undefined;
  /** The last view, and between which instants it stays the same without a new fact. */
  private rest: Rest | undefined;
  /** Id of the scope whose holder owes it; undefined where it is owed otherwise. */
  readonly scope: string | undefined;
  /** Ids of the clocks that move its due times. */
  private readonly clocks: readonly string[];
  /** Periods that begin later follow from the passing of time alone. */
  private takenUntil = -Infinity;
  private readonly firstContact: FirstContact = { at: undefined, later: [] };

  constructor(
    private readonly rule: DutyRule,
    private readonly context: EpisodeContext,
  ) {
    const { clock, due } = rule;
    this.scope = scopeOwing(rule);
    const accumulated = due.kind === 'accumulated' ? due.clock : undefined;
    const clocks = [clock, accumulated, rule.fromAccumulated?.clock];
    this.clocks = clocks.filter((id) => id !== undefined);
  }

  /** Time passes for good: to the next fact, or until the episode ends by itself. */
  passTo(instant: number): void {
    this.growTo(instant);
    this.takenUntil = instant;
    if (this.clockStart === undefined) return;
    this.clockStart.passTo(instant);
    this.before = undefined;
    this.rest = undefined;
  }

  /**
   * Where a clock begins it: the clock has got on with that fact.
   */
  noticeClock(fact: TimedFact): void {
    if (this.clockStart?.notice(fact) !== true) return;
    this.rest = undefined;
    this.start(fact);
  }

  /** From now on what the clock reaches begins it. */
  watchClock(since: number): void {
    const { fromAccumulated } = this.rule;
    if (fromAccumulated === undefined || this.clockStart !== undefined) return;
    const clock = this.context.clock(fromAccumulated.clock);
    const days = this.context.limit(fromAccumulated.days).amount;
    const { zone } = this.context.definition;
    this.clockStart = new ClockStart({ clock, days, zone, since });
  }

  /** A fact of the episode, in order. It settles before it starts. */
  apply(fact: TimedFact, effect: DutyEffect): void {
    this.passTo(fact.start);
    if (effect.contacts) this.firstContact.at ??= fact.start;
    if (effect.contactsLater) this.firstContact.later.push(fact.start);
    this.settle(fact, effect, fact.start);
    if (this.rule.per === 'episode') this.remember(fact, effect);
    if (effect.starts) this.start(fact);
  }

  /**
   * A fact before the entry, or after the close and perhaps simultaneous with it: it only
   * settles, and only what it may have come after.
   * @param by only what began by then; ms since the epoch
   */
  settleEarly(fact: TimedFact, effect: DutyEffect, by: number): void {
    // A clock that still runs must not let a period begin anew that this fact settles.
    this.passTo(by);
    this.settle(fact, effect, by);
  }

  /**
   * The fact nullifies the duty's clock, which takes away whatever is not settled. To be called
   * before the clock applies the fact: until then the duty used the clock as it was.
   */
  clockNullified(fact: TimedFact): void {
    this.rest = undefined;
    this.passTo(fact.start);
    if (this.series !== undefined) this.dropPeriodsAfter(this.series, fact.start);
    this.series = undefined;
    this.begun = false;
    for (const owed of this.list.open) this.takeAwayOne(owed, fact, NULLIFIED);
  }

  /** The instances that have begun by then, in the order in which they did. */
  instances(horizon: Horizon): readonly DutyInstance[] {
    const { end, open, holder, organisations } = horizon;
    const rest = this.rest;
    if (
      rest !== undefined &&
      end >= rest.from &&
      end < rest.until &&
      open === rest.open &&
      holder === rest.holder &&
      organisations === rest.organisations &&
      this.revision() === rest.revision
    ) {
      return rest.instances;
    }
    this.growTo(end);
    const instances = this.list.viewAt(horizon);
    const until = this.nextChange(end);
    const revision = this.revision();
    this.rest = { from: end, until, open, holder, organisations, instances, revision };
    return instances;
  }

  /** The next instant after `at` at which any changes without a new fact; Infinity where none does. */
  wakeAfter(at: number): number {
    const rest = this.rest;
    const rested = rest !== undefined && at >= rest.from && at < rest.until;
    if (rested && this.revision() === rest.revision) return rest.until;
    this.growTo(at);
    return this.nextChange(at);
  }

  /** While it is the same, no clock has moved a due time. */
  private revision(): number {
    let revision = 0;
    for (const id of this.clocks) revision += this.context.clock(id).revision;
    return revision;
  }

  private nextChange(at: number): number {
    let next = this.series?.nextBegin() ?? this.nextByClock(at);
    for (const owed of this.list.open) next = Math.min(next, owed.wakeAfter(at));
    return next;
  }

  /** @param by only what began by then */
  private settle(fact: TimedFact, effect: DutyEffect, by: number): void {
    this.rest = undefined;
    const settling = { fact, match: matchOf(fact, this.rule.matching), by };
    if (effect.appliesAgain !== false) this.takeBack(settling, effect.appliesAgain);
    const left = this.meet(settling, effect.meets);
    const how = takingAwayBy(this.rule, effect);
    if (how !== undefined) this.takeAway(settling, how);
    const ended = effect.ends && this.endSeries(settling);
    const meaning = without(effect, left, ended);
    const meets = meaning.meets.length > 0;
    if (how === undefined && meaning.appliesAgain === false && !meets && !meaning.ends) return;
    this.early.keep({ fact, match: settling.match, meaning });
  }

  /** @returns the parts that the fact gave to no instance */
  private meet(settling: Settling, parts: readonly number[]): readonly number[] {
    return parts.length === 0 ? parts : parts.filter((part) => !this.meetPart(settling, part));
  }

  /**
   * True where the fact gave the part to an instance: that of the period it falls in, else the
   * oldest open one that lacks it.
   */
  private meetPart(settling: Settling, part: number): boolean {
    const { fact, by } = settling;
    const fits = (owed: OwedDuty): boolean => owed.mayGet(part, fact) && settles(settling, owed);
    const last = this.series === undefined ? undefined : this.list.lastBy(by);
    const current = last?.isOpen === true && fits(last) ? last : undefined;
    const owed =
      current ??
      this.list.open.find(fits) ??
      this.ended.find((ended) => ended.isOverdue && fits(ended));
    if (owed !== undefined) this.meetOne(owed, fact, part);
    return owed !== undefined;
  }

  private meetOne(owed: OwedDuty, fact: TimedFact, part: number): void {
    if (!owed.meet(fact, part)) return this.list.change(owed);
    this.list.settle(owed);
    this.ended = this.ended.filter((other) => other !== owed);
  }

  private takeAway(settling: Settling, how: TakingAway): void {
    for (const owed of this.list.open) {
      if (settles(settling, owed)) this.takeAwayOne(owed, settling.fact, how);
    }
  }

  private takeAwayOne(owed: OwedDuty, fact: TimedFact, how: TakingAway): void {
    owed.takeAway(fact, how);
    this.list.settle(owed);
    if (!how.forGood) this.ended = [...this.ended, owed].sort((a, b) => a.instance - b.instance);
    if (!this.context.tracing || how === NULLIFIED || how === ENDED) return;
    const which = how.state === 'exempt' ? `exempt/${how.reason}` : how.state;
    this.context.touch(`duties/${this.rule.id}/${which}`);
  }

  private takeBack(settling: Settling, by: TakesBack): void {
    const { fact, match } = settling;
    this.standing = this.standing.filter(
      (standing) => !isTakenBack(standing.how, by) || !matches(standing.match, match),
    );
    for (const owed of this.ended) {
      if (settles(settling, owed)) this.takeBackOne(owed, fact, by);
    }
  }

  private takeBackOne(owed: OwedDuty, fact: TimedFact, by: TakesBack): void {
    if (by === false || !owed.takeBack(fact, by)) return;
    this.ended = this.ended.filter((other) => other !== owed);
    this.list.openAgain(owed);
    if (by.all) this.context.touch(`duties/${this.rule.id}/applies-again`);
    if (by.codes.length > 0) this.context.touch(`duties/${this.rule.id}/lifted`);
  }

  /** An exemption that comes before a duty owed once has begun counts from its start. */
  private remember(fact: TimedFact, effect: DutyEffect): void {
    const how = takingAwayBy(this.rule, effect);
    if (how === undefined) return;
    this.standing.push({ fact, match: matchOf(fact, this.rule.matching), how });
  }

  private start(fact: TimedFact): void {
    const { per, matching } = this.rule;
    if (per === 'episode' ? this.begun : this.series !== undefined) return;
    this.begun = true;
    const awaiting = { from: fact, match: matchOf(fact, matching) };
    const terms = termsOf(this.rule, fact, this.context, this.firstContact);
    if (!this.applies(fact)) {
      const owed = this.begin(awaiting, terms, 1, fact.start);
      this.takeAwayOne(owed, fact, DOES_NOT_APPLY);
      return;
    }
    if (per === 'period') {
      this.series = new DutySeries(awaiting, terms);
      this.growTo(fact.start);
    } else this.begin(awaiting, terms, 1, fact.start);
    for (const owed of this.list.open) if (owed.from === fact) this.settleWithEarlier(owed);
  }

  private nextByClock(at: number): number {
    if (this.clockStart === undefined || this.isBegunForGood) return Infinity;
    return this.clockStart.nextAfter(at);
  }

  /** Owed once, and begun. */
  private get isBegunForGood(): boolean {
    return this.rule.per === 'episode' && this.begun;
  }

  private applies(fact: TimedFact): boolean {
    const { rule, context } = this;
    const { applies, appliesIfLatest } = rule;
    if (applies !== undefined && !context.meets(applies, fact)) return false;
    if (appliesIfLatest === undefined) return true;
    return hasEvidence(appliesIfLatest, fact, (type) => context.latest(type), context);
  }

  private begin(awaiting: Awaiting, terms: DutyTerms, period: number, armedAt: number): OwedDuty {
    const instance = this.list.length + 1;
    const occurrence = occurrenceOf(this.rule, awaiting.from, instance);
    const identity = { instance, occurrence, period, armedAt };
    const owed = new OwedDuty(awaiting, identity, terms, this.context);
    this.list.begin(owed);
    return owed;
  }

  private settleWithEarlier(owed: OwedDuty): void {
    const after = this.early.answersTo(owed);
    for (const { fact, match, how } of this.standing) {
      // A fact that also meets it does that first.
      if (after.some((early) => early.fact === fact && early.meaning.meets.length > 0)) {
        continue;
      }
      if (owed.isOpen && fact !== owed.from && matches(match, owed.match)) {
        this.takeAwayOne(owed, fact, how);
      }
    }
    for (const early of after) {
      const { fact, match, meaning } = early;
      this.takeBackOne(owed, fact, meaning.appliesAgain);
      const left = meaning.meets.filter((part) => {
        const gives = (owed.isOpen || owed.isOverdue) && owed.mayGet(part, fact);
        if (gives) this.meetOne(owed, fact, part);
        return !gives;
      });
      const how = takingAwayBy(this.rule, meaning);
      if (how !== undefined && owed.isOpen) this.takeAwayOne(owed, fact, how);
      const ended = meaning.ends && this.endSeries({ fact, match, by: owed.armedAt });
      this.early.use(early, without(meaning, left, ended));
    }
  }

  /** Begins the periods that begin by then. */
  private growTo(instant: number): void {
    if (this.clockStart !== undefined) this.growByClock(this.clockStart, instant);
    const series = this.series;
    if (series === undefined) return;
    if (series.terms.plan.moves) this.dropPeriodsAfter(series, this.takenUntil);
    for (
      let begin = series.nextBegin();
      begin !== undefined && begin <= instant;
      begin = series.nextBegin()
    ) {
      series.begin(begin);
      this.begin(series.awaiting, series.terms, series.periods, begin);
    }
  }

  /** What began after the last fact was only looked at, and may begin otherwise. */
  private growByClock(clockStart: ClockStart, instant: number): void {
    if (this.before !== undefined) {
      while (this.list.dropLastAfter(this.takenUntil));
      ({ early: this.early, ended: this.ended, begun: this.begun } = this.before);
      this.before = undefined;
    }
    if (this.isBegunForGood) return;
    for (const day of clockStart.beginsBy(instant)) {
      const { early, ended, begun } = this;
      this.before ??= { early, ended, begun };
      this.early = this.early.copy();
      this.rest = undefined;
      this.start(day);
    }
  }

  private dropPeriodsAfter(series: DutySeries, instant: number): void {
    while (this.list.dropLastAfter(instant)) series.dropLast();
  }

  /** True where a series was running that the fact may end. */
  private endSeries({ fact, match, by }: Settling): boolean {
    const series = this.series;
    if (series === undefined || !answers(fact, match, series.awaiting)) return false;
    this.dropPeriodsAfter(series, by);
    const running = this.list.lastBy(by);
    if (running?.isOpen === true) this.takeAwayOne(running, fact, ENDED);
    this.series = undefined;
    if (this.context.tracing) this.context.touch(`duties/${this.rule.id}/ends`);
    return true;
  }
}
