/**
 * One patient on one pathway, kept up to date fact by fact. A fact later than all others costs
 * the same however long the history is; a late or correcting one makes the next `assess` fold
 * the history anew. The answers are those of folding everything at once.
 */
import type { Assessment } from '../state/assessment.js';
import type { Deviation } from '../state/deviation.js';
import {
  birthAmong,
  birthIn,
  compareFacts,
  compareTexts,
  FactIndex,
  factKey,
  historyOf,
  isCorrection,
  type UnappliedCorrection,
  PatientAge,
  timedFact,
  type TimedFact,
  type RecordedFact,
  targetKeys,
} from '#care-event';
import type { Definition } from '../definition/definition.js';
import { deviationOf } from './journey-facts.js';
import { keyIn } from '../definition/episode-key.js';
import { PathwayFold } from './pathway-fold.js';
import type { RulesSource } from '../rules/pathway-rules.js';
import { concerns, sourceOf } from '../rules/pathway-rules.js';

export interface JourneyOptions {
  /** Takes the keys of the rules that the facts touch, such as `duties/plan/met`. */
  readonly touched?: Set<string>;
}

export class Journey {
  private readonly source: RulesSource;
  private readonly touched: Set<string> | undefined;
  private readonly index = new FactIndex();
  private timeline: TimedFact[] = [];
  private unapplied: readonly UnappliedCorrection[] = [];
  /** Keys that some correction names: a fact with one of them changes the past. */
  private readonly named = new Set<string>();
  /** True when the timeline no longer follows from the facts. */
  private stale = false;
  private fold: PathwayFold;
  /** How many facts of the timeline the fold has applied. */
  private applied = 0;
  /** When the patient was born, as the last registration says. */
  private born: string | undefined;

  /** @param from one definition for ever, or the versions that its episodes are pinned to */
  constructor(from: Definition | RulesSource, { touched }: JourneyOptions = {}) {
    this.source = sourceOf(from);
    this.touched = touched;
    this.fold = this.newFold();
  }

  /** Of how many keys it has journeys; 1 where there are none. */
  get size(): number {
    return this.fold.size;
  }

  /**
   * Adds any fact of the patient, in any order, any number of times.
   * @returns `later`: it only adds to the end; `rearranged`: what came before may mean something
   *   else
   */
  add(fact: RecordedFact): 'repeated' | 'later' | 'rearranged' {
    const news = this.index.add(fact);
    if (news === 'repeated') return news;
    const corrects = isCorrection(fact);
    if (corrects) for (const key of targetKeys(fact)) this.named.add(key);
    if (this.stale) return 'rearranged';
    const timed = timedFact(fact, this.source.zone);
    const last = this.timeline.at(-1);
    const isLate = last !== undefined && compareFacts(last, timed) > 0;
    if (corrects || news === 'replaced' || this.isNamed(fact) || isLate) {
      this.stale = true;
      return 'rearranged';
    }
    this.timeline.push(timed);
    return this.register(fact) ? 'rearranged' : 'later';
  }

  /**
   * Where the patient stands at `at`, ms since the epoch, by all facts added.
   * @param key of the episodes asked about; left out: those of versions without keys
   */
  assess(at: number, key?: string): Assessment {
    this.foldUntil(at);
    return this.complete(this.fold.assess(at, key));
  }

  /**
   * One assessment for each key of which there are episodes, in the order in which they began;
   * one that says that the pathway was not entered where there are none. Without keys: that one.
   */
  assessAll(at: number): readonly Assessment[] {
    this.foldUntil(at);
    return this.fold.assessAll(at).map((assessment) => this.complete(assessment));
  }

  /** The facts by `at` that count in the episodes of that key, in order; see `countedFacts`. */
  counted(at: number, key?: string): readonly TimedFact[] {
    this.foldUntil(at);
    return this.fold.counted(at, key);
  }

  /** The facts by `at` that are given to the episodes of that key, in order. */
  given(at: number, key?: string): readonly TimedFact[] {
    this.foldUntil(at);
    return this.fold.given(key);
  }

  /** All that stands of the patient, whenever it happened and whatever it is about, in order. */
  history(): readonly TimedFact[] {
    this.settle();
    return this.timeline;
  }

  /**
   * The facts by `at` that concern this pathway, in order, whether or not they count; for a key
   * those that carry it and those that carry none.
   */
  reported(at: number, key?: string): readonly TimedFact[] {
    this.foldUntil(at);
    const { newest } = this.source;
    const age = new PatientAge(this.born, this.source.zone);
    return this.timeline.slice(0, this.applied).filter((timed) => {
      const { fact } = timed;
      return (
        concerns(fact, this.source) && newest.isAbout(timed, age) && this.mayBeAbout(fact, key)
      );
    });
  }

  /**
   * A date of birth is true at all times: it may change what facts already applied mean.
   * @returns whether the fact carried one that was not known
   */
  private register(fact: RecordedFact): boolean {
    const born = birthIn(fact);
    if (born === undefined || born === this.born) return false;
    this.born = born;
    this.beginAgain();
    return true;
  }

  private isNamed(fact: RecordedFact): boolean {
    return this.named.size > 0 && this.named.has(factKey(fact));
  }

  private foldUntil(at: number): void {
    this.settle();
    const last = this.timeline[this.applied - 1];
    const first = this.timeline[this.applied];
    const until = Math.min(at, first?.start ?? Infinity);
    if ((last !== undefined && last.start > at) || this.fold.actedUntil > until) this.beginAgain();
    for (
      let next = this.timeline[this.applied];
      next !== undefined && next.start <= at;
      next = this.timeline[this.applied]
    ) {
      this.fold.apply(next);
      this.applied += 1;
    }
  }

  /** Applies corrections anew, and begins again, where the timeline no longer follows from the facts. */
  private settle(): void {
    if (!this.stale) return;
    const history = historyOf(this.index, this.source.zone);
    this.timeline = history.facts;
    this.unapplied = history.unapplied;
    this.stale = false;
    this.born = birthAmong(this.timeline);
    this.beginAgain();
  }

  private beginAgain(): void {
    this.fold = this.newFold();
    this.applied = 0;
  }

  private newFold(): PathwayFold {
    const age = new PatientAge(this.born, this.source.zone);
    return new PathwayFold(this.source, age, this.touched);
  }

  private complete(assessed: Assessment): Assessment {
    const assessment = this.withUnapplied(assessed);
    const next = this.nextFactAfter(assessed.at);
    if (next === Infinity) return assessment;
    return { ...assessment, nextWakeUp: Math.min(next, assessment.nextWakeUp ?? Infinity) };
  }

  /** Whether a fact that concerns the pathway carries that key, or none. */
  private mayBeAbout({ data }: RecordedFact, key: string | undefined): boolean {
    const rule = this.source.newest.definition.episodes?.key;
    if (key === undefined || rule === undefined) return true;
    const own = keyIn(data, rule.fields);
    return own === undefined || own === key;
  }

  /** Start of the first fact that concerns this pathway and begins after `at`. */
  private nextFactAfter(at: number): number {
    const ours = ({ fact }: TimedFact): boolean => concerns(fact, this.source);
    let next = Infinity;
    for (let index = this.applied; next === Infinity && index < this.timeline.length; index += 1) {
      const timed = this.timeline[index];
      if (timed !== undefined && ours(timed)) next = timed.start;
    }
    for (const { timed } of this.unapplied) {
      if (timed.start > at && ours(timed)) next = Math.min(next, timed.start);
    }
    return next;
  }

  private withUnapplied(assessment: Assessment): Assessment {
    if (this.unapplied.length === 0 || assessment.state === 'not-entered') return assessment;
    const marks = this.unapplied
      .filter(({ timed: { start, fact } }) => {
        const isOurs = start <= assessment.at && concerns(fact, this.source);
        return isOurs && this.mayBeAbout(fact, assessment.key);
      })
      .map(deviationOf);
    if (marks.length === 0) return assessment;
    const deviations = [...assessment.deviations, ...marks].sort(compareDeviations);
    return { ...assessment, deviations };
  }
}

function compareDeviations(a: Deviation, b: Deviation): number {
  return a.at - b.at || compareTexts(a.fact, b.fact) || compareTexts(a.kind, b.kind);
}
