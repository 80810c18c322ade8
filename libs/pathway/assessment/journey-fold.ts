/**
 * The fold of one journey: applies facts in the order in which they happened, one at a time,
 * each to the episode that it belongs to, and gives the state of the journey.
 */
import type { Assessment } from '../state/assessment.js';
import type { Deviation } from '../state/deviation.js';
import { compareFacts, factKey, mayPrecede, type PatientAge, type TimedFact } from '#care-event';
import { dayAt } from '#calendar';
import { deviationAt } from '../state/deviation.js';
import { DeviationList } from '../state/deviation-list.js';
import type { Effects } from '../rules/effects.js';
import { contradictsItsDate } from './contradicting-date.js';
import { daysBetween } from './episode-bounds.js';
import { EpisodeFold } from './episode-fold.js';
import { isMadeForAnswering } from '../handovers/answer.js';
import { assessmentOf, notEntered } from './journey-view.js';
import type { PatientFacts, PlacedFact } from './patient-facts.js';
import type { PathwayRules, RulesSource } from '../rules/pathway-rules.js';
import { opensEpisode } from '../rules/pathway-rules.js';
import { PatientClocks } from '../clocks/patient-clocks.js';

export interface JourneySetup {
  readonly source: RulesSource;
  readonly age: PatientAge;
  readonly touched: Set<string> | undefined;
  /** All facts that concern the pathway: clocks over the patient count them all. */
  readonly patient: PatientFacts;
  /** Facts that were given to no journey, on which its episodes look back; it grows. */
  readonly keyless: readonly PlacedFact[];
  /** Where the pathway has a journey for each key. */
  readonly key?: string;
  /** Whether an episode may begin with that fact; absent: with each that opens one. */
  readonly mayOpen?: (timed: TimedFact) => boolean;
}

export class JourneyFold {
  /** Facts of this journey, and where the patient lived as of each of them. */
  private readonly facts: TimedFact[] = [];
  private readonly municipalities: (string | undefined)[] = [];
  /** Whether each of them counts in some episode. */
  private readonly counts: boolean[] = [];
  private readonly countedKeyless = new Set<TimedFact>();
  private readonly deviations = new DeviationList();
  private readonly episodes: EpisodeFold[] = [];
  private readonly patientClocks = new Map<PathwayRules, PatientClocks>();
  /** Index of the first fact after the latest close. */
  private outside = 0;
  /** The same among the facts without a key. */
  private keylessOutside = 0;
  /** Deviations that are retracted if the episode is reopened. */
  private afterClose: Deviation[] = [];

  private readonly source: RulesSource;
  private readonly age: PatientAge;
  private readonly touched: Set<string> | undefined;
  private readonly patient: PatientFacts;

  constructor(private readonly setup: JourneySetup) {
    this.source = setup.source;
    this.age = setup.age;
    this.touched = setup.touched;
    this.patient = setup.patient;
  }

  /** The fact that opened the first episode; undefined where none was opened. */
  get entry(): TimedFact | undefined {
    return this.episodes[0]?.entry;
  }

  /** The facts that were applied. */
  get given(): readonly TimedFact[] {
    return this.facts;
  }

  /** Whether an episode is open just before that fact, the next in order. */
  isOpenBefore(timed: TimedFact): boolean {
    const latest = this.episodes.at(-1);
    if (latest === undefined) return false;
    if (latest.isOpen) latest.scope.municipality = this.patient.municipalityBefore;
    this.catchUp(latest, timed.start);
    if (latest.lapseBefore(timed.start)) this.leave();
    return latest.isOpen;
  }

  /** Applies the next fact in order; it is the latest of the patient's. */
  apply(timed: TimedFact): void {
    const isOpen = this.isOpenBefore(timed);
    this.facts.push(timed);
    this.municipalities.push(this.patient.municipality);
    this.counts.push(false);
    const latest = this.episodes.at(-1);
    if (latest === undefined) this.applyBefore(timed);
    else if (isOpen && !this.beginsAnew(latest, timed)) this.applyInside(latest, timed);
    else this.applyAfter(latest, timed);
  }

  /** The next fact belongs to another journey: clocks over the patient count it, and it may tell where the patient lives. */
  passBy(timed: TimedFact): void {
    const latest = this.episodes.at(-1);
    if (latest === undefined) return;
    const binds = latest.rules.bindsOrganisations;
    const { municipality, municipalityBefore } = this.patient;
    if (this.patientClocks.size === 0 && !binds && municipality === municipalityBefore) return;
    const isOpen = this.isOpenBefore(timed);
    if (isOpen && binds) latest.noticeAddress(timed, this.patient.municipality);
    if (this.patientClocks.size === 0) return;
    this.patientClocks.get(latest.rules)?.advance(this.patient.facts.length);
    if (isOpen) {
      latest.scope.municipality = this.patient.municipality;
      latest.closing.notice(timed);
      latest.parts.noticeClocks(timed);
    }
    latest.outdate(timed.start);
  }

  /** The next fact names no key and may belong to any of so many open episodes: it acts in none. */
  markAmbiguous(timed: TimedFact, open: number): void {
    const message = `${timed.fact.type} does not say which of ${open} open episodes it is about: it counts in none`;
    this.deviate('ambiguous-key', timed, message);
  }

  /** The state after the facts applied so far, none of which starts later than `at`. */
  assess(at: number): Assessment {
    const latest = this.episodes.at(-1);
    const { key } = this.setup;
    if (latest === undefined) return notEntered(this.source, at, key);
    if (latest.isOpen) latest.scope.municipality = this.patient.municipality;
    this.catchUp(latest, at);
    const { rules } = latest;
    const { zone } = this.source;
    const head = { pathway: this.source.id, key, version: rules.definition.version, zone, at };
    const clocks = this.patientClocks.get(rules)?.readings(at) ?? [];
    return assessmentOf(head, this.episodes, clocks, this.deviations.list());
  }

  /**
   * The applied facts that count: in some episode (also when looked back on or in a gap), by what
   * they settled there from outside, or on a clock over the patient.
   */
  counted(at: number): readonly TimedFact[] {
    const settled = new Set(
      this.assess(at).duties.flatMap(({ metBy, endedBy, partsMet = [] }) => {
        return [metBy, endedBy, ...partsMet.map(({ by }) => by)];
      }),
    );
    const own = this.facts.filter(
      (timed, index) =>
        this.counts[index] === true || settled.has(factKey(timed.fact)) || this.isTimed(timed),
    );
    if (this.countedKeyless.size === 0) return own;
    return [...own, ...this.countedKeyless].sort(compareFacts);
  }

  private isTimed(timed: TimedFact): boolean {
    return [...this.patientClocks.keys()].some((rules) =>
      rules
        .effectsOf(timed, this.age)
        .clocks.some(({ index }) => rules.definition.clocks[index]?.over === 'patient'),
    );
  }

  /** What was reported before acts from its day on, before any fact of that instant. */
  private catchUp(episode: EpisodeFold, at: number): void {
    if (!episode.rules.hasTurns || !episode.isOpen) return;
    this.patient.actedUntil = Math.max(this.patient.actedUntil, episode.catchUp(at));
    if (!episode.isOpen) this.leave();
  }

  /** Whether it ends the latest episode, after a long silence, by beginning another. */
  private beginsAnew(latest: EpisodeFold, timed: TimedFact): boolean {
    const effects = latest.rules.effectsOf(timed, this.age);
    if (!effects.beginsAnew || !this.opens(timed)) return false;
    // The first contact belongs to what it is about, however long ago that began.
    if (effects.contacts && latest.scope.custody.current() === undefined) return false;
    if (!latest.lapseBefore(timed.start, true)) return false;
    this.leave();
    return true;
  }

  private applyBefore(timed: TimedFact): void {
    if (!this.opens(timed)) return;
    const rules = this.source.rulesFor(timed.fact);
    this.begin(rules, timed, rules.effectsOf(timed, this.age));
  }

  private applyInside(episode: EpisodeFold, timed: TimedFact): void {
    const effects = episode.rules.effectsOf(timed, this.age);
    if (!effects.relevant) {
      episode.noticeAddress(timed, this.patient.municipality);
      return this.passOver();
    }
    this.check(timed, effects);
    this.advance(episode, timed, effects);
  }

  private applyAfter(latest: EpisodeFold, timed: TimedFact): void {
    const effects = latest.rules.effectsOf(timed, this.age);
    const { relevant } = effects;
    if (relevant || this.opens(timed)) this.check(timed, effects);
    const opensAgain = this.opensAgain(latest, timed, effects);
    if (!relevant) this.passOver();
    else if (!opensAgain) this.applyOutside(latest, timed, effects);
    this.patientClocks.get(latest.rules)?.advance(this.patient.facts.length);
  }

  private opens(timed: TimedFact): boolean {
    const { mayOpen } = this.setup;
    return opensEpisode(this.source, timed, this.age) && (mayOpen?.(timed) ?? true);
  }

  /**
   * Whether an entry event after the close reopens the last episode, by its own rules, or opens
   * the next, by the rules in force.
   */
  private opensAgain(latest: EpisodeFold, timed: TimedFact, own: Effects): boolean {
    if (latest.rules.enters(timed.fact, own) && latest.closing.reopensAt(timed.start)) {
      this.reopen(latest, timed, own);
      return true;
    }
    if (this.source.opening(timed.fact).definition.episodes === undefined) return false;
    if (!this.opens(timed)) return false;
    const rules = this.source.rulesFor(timed.fact);
    if (mayHavePrecededClose(timed, latest)) latest.settleByInterval(timed, own);
    // From now on the view of it is the one of this instant.
    latest.viewAt(timed.start);
    this.begin(rules, timed, rules === latest.rules ? own : rules.effectsOf(timed, this.age));
    return true;
  }

  private applyOutside(latest: EpisodeFold, timed: TimedFact, effects: Effects): void {
    latest.outdate(timed.start);
    // A close known only to the day leaves the rest of that day to what may have come before it.
    const preceded = mayHavePrecededClose(timed, latest);
    if (preceded || latest.rules.definition.episodes === undefined) {
      latest.reachLate(timed, effects);
      this.counts[this.facts.length - 1] = true;
    }
    if (preceded) latest.settleByInterval(timed, effects);
    else if (movesSomebody(timed, effects)) {
      const message = `${timed.fact.type} came after the pathway was closed`;
      this.afterClose.push(this.deviate('after-close', timed, message));
    }
  }

  private begin(rules: PathwayRules, timed: TimedFact, effects: Effects): void {
    const here = this.facts.length - 1;
    const municipality = this.municipalities[here];
    const lastDay = this.episodes.at(-1)?.closing.lastDay();
    const setup = {
      number: this.episodes.length + 1,
      rules,
      directory: this.source.directory,
      age: this.age,
      deviations: this.deviations,
      touched: this.touched,
      patientClocks: this.clocksOver(rules, this.patient.facts.length - 1),
      entry: timed,
      gapDays:
        lastDay === undefined ? undefined : daysBetween(lastDay, dayAt(timed.start, rules.zone)),
      episodes: this.episodes,
    };
    const episode = new EpisodeFold(setup, municipality);
    this.noteOrganisations(episode, episode.looksBackTo ?? Infinity);
    this.noteGrades(episode, episode.looksBackTo ?? Infinity);
    episode.open(effects);
    if (this.episodes.length === 0) this.check(timed, effects);
    this.episodes.push(episode);
    this.afterClose = [];
    this.lookBack(episode, timed, episode.looksBackTo ?? Infinity);
    this.advance(episode, timed, effects, true);
  }

  private reopen(episode: EpisodeFold, timed: TimedFact, effects: Effects): void {
    for (const deviation of this.afterClose) this.deviations.remove(deviation);
    this.afterClose = [];
    const before = episode.scope.municipality;
    episode.scope.municipality = this.municipalities.at(-1);
    this.noteOrganisations(episode, -Infinity);
    this.noteGrades(episode, -Infinity);
    episode.reopen(timed, effects);
    episode.scope.municipality = before;
    this.lookBack(episode, timed, -Infinity);
    // What a clock over the patient has reached in the gap begins as that clock stands now.
    episode.parts.passTo(timed.start);
    this.advance(episode, timed, effects, true);
  }

  /**
   * Applies to the episode the facts outside any episode that count in it: those that did not
   * begin before `from`.
   */
  private lookBack(episode: EpisodeFold, by: TimedFact, from: number): void {
    const since = Math.min(from, episode.entry.start);
    for (const { timed: fact, municipality, index } of this.outsideFacts(since)) {
      const counts = fact.start >= from;
      // What ended before the entry can settle nothing that began with it or later.
      if (!counts && fact.end < episode.entry.start) continue;
      const effects = episode.rules.effectsOf(fact, this.age);
      if (!effects.relevant) {
        this.passOver();
        continue;
      }
      if (counts) catchUpBack(episode, fact.start);
      episode.scope.municipality = municipality;
      if (!counts) episode.settleByInterval(fact, effects);
      else {
        this.checkDate(fact);
        episode.lookBack(fact, effects);
      }
      if (counts && index === undefined) this.countedKeyless.add(fact);
      else if (counts && index !== undefined) this.counts[index] = true;
      if (counts && from > -Infinity) episode.scope.touch('looks-back');
    }
    episode.scope.municipality = this.patient.municipalityBefore;
    catchUpBack(episode, by.start);
  }

  private noteGrades(episode: EpisodeFold, from: number): void {
    if (!episode.rules.hasTurns) return;
    for (const { timed } of this.outsideFacts(from)) {
      const effects = episode.rules.effectsOf(timed, this.age);
      if (timed.start >= from && effects.relevant) episode.noteGrade(timed, effects);
    }
  }

  /** What tells which organisations the episode begins with, or goes on with. */
  private noteOrganisations({ scope, rules }: EpisodeFold, from: number): void {
    if (scope.organisations === undefined) return;
    const outside = this.outsideFacts(from).filter(({ timed }) => {
      return timed.start >= from && rules.isAbout(timed, this.age);
    });
    for (const { timed, municipality } of outside) scope.organisations.note(timed, municipality);
    const entry = this.facts.at(-1);
    if (entry !== undefined) scope.organisations.begin(entry, this.municipalities.at(-1));
  }

  private advance(episode: EpisodeFold, timed: TimedFact, effects: Effects, opening = false): void {
    this.counts[this.facts.length - 1] = true;
    episode.scope.municipality = this.municipalities.at(-1);
    if (!opening) episode.scope.organisations?.note(timed, this.municipalities.at(-1));
    episode.apply(timed, effects, this.patient.facts.length, opening);
    if (!episode.isOpen) this.leave();
  }

  /** A fact about something else. */
  private passOver(): void {
    this.touched?.add('about');
  }

  /** What comes next comes after the close. */
  private leave(): void {
    this.outside = this.facts.length;
    this.keylessOutside = this.setup.keyless.length;
  }

  /**
   * The facts before this one and after the latest close, in order; those without a key only if
   * they did not end before `since`.
   */
  private outsideFacts(since: number): readonly OutsideFact[] {
    const outside: OutsideFact[] = [];
    for (let index = this.outside; index < this.facts.length - 1; index += 1) {
      const timed = this.facts[index];
      if (timed === undefined) continue;
      outside.push({ timed, municipality: this.municipalities[index], index });
    }
    const { keyless, key } = this.setup;
    if (key === undefined || keyless.length === this.keylessOutside) return outside;
    for (let index = this.keylessOutside; index < keyless.length; index += 1) {
      const placed = keyless[index];
      if (placed === undefined || placed.timed === this.facts.at(-1)) continue;
      if (placed.timed.end >= since) outside.push(placed);
    }
    return outside.sort((a, b) => compareFacts(a.timed, b.timed));
  }

  /** Clocks over the patient under these rules, after so many facts; undefined where there are none. */
  private clocksOver(rules: PathwayRules, facts: number): PatientClocks | undefined {
    if (!rules.definition.clocks.some(({ over }) => over === 'patient')) return undefined;
    let clocks = this.patientClocks.get(rules);
    if (clocks === undefined) {
      clocks = new PatientClocks({
        rules,
        facts: this.patient.facts,
        age: this.age,
        deviations: this.deviations,
        touched: this.touched,
      });
      this.patientClocks.set(rules, clocks);
    }
    clocks.advance(facts);
    return clocks;
  }

  private check(timed: TimedFact, effects: Effects): void {
    if (!effects.known) this.deviate('unknown-type', timed, `${timed.fact.type} is not declared`);
    this.checkDate(timed);
  }

  private checkDate(timed: TimedFact): void {
    if (!contradictsItsDate(timed, this.source.zone)) return;
    const message = `date of ${timed.fact.type} is not when it is said to have happened: its time counts`;
    this.deviate('contradicting-date', timed, message);
  }

  private deviate(kind: Deviation['kind'], timed: TimedFact, message: string): Deviation {
    const deviation = deviationAt(timed, kind, message);
    this.deviations.add(deviation);
    return deviation;
  }
}

interface OutsideFact extends PlacedFact {
  /** Its index among the facts of the journey; absent for one without a key. */
  readonly index?: number;
}

/**
 * Whether it would move an open pathway: whoever sends it after the close believes that the
 * pathway is open.
 */
function movesSomebody(timed: TimedFact, effects: Effects): boolean {
  const { opens, closes, entry, handovers } = effects;
  return (
    opens.length > 0 ||
    closes ||
    entry ||
    handovers.some(({ effect }) => effect.offers || (effect.accepts && isMadeForAnswering(timed)))
  );
}

/** What acts before the next fact that is looked back on. */
function catchUpBack(episode: EpisodeFold, at: number): void {
  episode.catchUp(at, true);
  episode.parts.passBackTo(at);
}

function mayHavePrecededClose(timed: TimedFact, { closing }: EpisodeFold): boolean {
  const close = closing.ending?.fact;
  return close !== undefined && mayPrecede(timed, close);
}
