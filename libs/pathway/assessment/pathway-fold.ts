/**
 * The fold of one patient on one pathway: gives each fact to the journeys that it belongs to.
 * Where episodes have a key, each key has a journey of its own; otherwise there is one journey,
 * which takes everything.
 *
 * Where earlier versions had no key, there are both: the journey without keys takes every fact,
 * as under those versions, and opens only what begins under them; while an episode is open
 * there, none is opened beside it.
 */
import { compareFacts, type PatientAge, type TimedFact } from '#care-event';
import type { EpisodeKey } from '../definition/definition.js';
import { isMove } from '../definition/parameters.js';
import { doesNothing } from '../rules/effects.js';
import { concerns, opensEpisode, type RulesSource } from '../rules/pathway-rules.js';
import type { Assessment } from '../state/assessment.js';
import { JourneyFold, type JourneySetup } from './journey-fold.js';
import { keyIn, NO_KEY } from '../definition/episode-key.js';
import { notEntered } from './journey-view.js';
import { OtherMatters } from './other-matters.js';
import { PatientFacts, type PlacedFact } from './patient-facts.js';

/** Keys of one patient on one pathway; a fact with a further one counts as one without a key. */
const KEYS_MAX = 2_000;

/** Open episodes that mark a fact which may belong to any of them. */
const AMBIGUOUS_MARKED_MAX = 8;

export class PathwayFold {
  private readonly patient = new PatientFacts();
  /** Facts without a key that acted in no episode, or not in all: episodes look back on them. */
  private readonly keyless: PlacedFact[] = [];
  private readonly unkeyed: JourneyFold | undefined;
  private readonly keyed = new Map<string, JourneyFold>();
  private readonly key: EpisodeKey | undefined;
  private readonly others: OtherMatters;
  /** Whether an episode is open under a version without keys, as of the fact being applied. */
  private isHeldUnkeyed = false;

  constructor(
    private readonly source: RulesSource,
    private readonly age: PatientAge,
    private readonly touched: Set<string> | undefined,
  ) {
    this.key = source.newest.definition.episodes?.key;
    this.others = new OtherMatters(source.newest, age);
    if (this.key === undefined) this.unkeyed = new JourneyFold(this.setup({}));
    else if (source.hasUnkeyed) {
      const mayOpen = ({ fact }: TimedFact): boolean => !source.rulesFor(fact).isKeyed;
      this.unkeyed = new JourneyFold(this.setup({ mayOpen }));
    }
  }

  /** How many journeys there are, at least 1. */
  get size(): number {
    return Math.max(1, this.keyed.size);
  }

  /** The latest instant at which something acted that had been reported before. */
  get actedUntil(): number {
    return this.patient.actedUntil;
  }

  /** Applies the next fact in order. */
  apply(timed: TimedFact): void {
    if (!concerns(timed.fact, this.source)) return;
    this.patient.tellWhere(timed);
    if (this.others.has(timed)) {
      this.touched?.add('about-by');
      return;
    }
    this.patient.add(timed);
    if (this.key !== undefined) this.isHeldUnkeyed = this.unkeyed?.isOpenBefore(timed) ?? false;
    this.unkeyed?.apply(timed);
    if (this.key === undefined) return;
    const own = this.journeyOf(timed, this.key);
    if (own !== undefined) this.give(timed, [own]);
    else this.giveKeyless(timed, this.key);
  }

  /** The journey of that key after the facts applied so far; without a key: that of no key. */
  assess(at: number, key?: string): Assessment {
    const journey = key === undefined ? this.unkeyed : this.keyed.get(key);
    return journey?.assess(at) ?? notEntered(this.source, at, key);
  }

  /**
   * The journeys that were entered, in the order in which they were; where none was, one that
   * says so.
   */
  assessAll(at: number): readonly Assessment[] {
    const entered = this.journeys()
      .flatMap((journey) =>
        journey.entry === undefined ? [] : [{ journey, entry: journey.entry }],
      )
      .sort((a, b) => compareFacts(a.entry, b.entry))
      .map(({ journey }) => journey.assess(at));
    return entered.length > 0 ? entered : [notEntered(this.source, at)];
  }

  /** The applied facts that count in the journey of that key; see `JourneyFold.counted`. */
  counted(at: number, key?: string): readonly TimedFact[] {
    const journey = key === undefined ? this.unkeyed : this.keyed.get(key);
    return journey?.counted(at) ?? [];
  }

  /** The applied facts that were given to the journey of that key. */
  given(key?: string): readonly TimedFact[] {
    return (key === undefined ? this.unkeyed : this.keyed.get(key))?.given ?? [];
  }

  private journeys(): readonly JourneyFold[] {
    return this.unkeyed === undefined
      ? [...this.keyed.values()]
      : [this.unkeyed, ...this.keyed.values()];
  }

  /** Undefined for a fact without a key. */
  private journeyOf({ fact }: TimedFact, { fields }: EpisodeKey): JourneyFold | undefined {
    const key = keyIn(fact.data, fields);
    if (key === undefined) return undefined;
    if (!this.keyed.has(key) && this.keyed.size >= KEYS_MAX) return undefined;
    return this.journey(key);
  }

  private journey(key: string): JourneyFold {
    const known = this.keyed.get(key);
    if (known !== undefined) return known;
    const mayOpen = ({ fact }: TimedFact): boolean =>
      !this.isHeldUnkeyed && this.source.rulesFor(fact).isKeyed;
    const journey = new JourneyFold(
      this.setup(this.source.hasUnkeyed ? { key, mayOpen } : { key }),
    );
    this.keyed.set(key, journey);
    return journey;
  }

  /** A fact without a key acts in the episodes open just before it, as the rule says. */
  private giveKeyless(timed: TimedFact, { every }: EpisodeKey): void {
    const open = [...this.keyed.values()].filter((journey) => journey.isOpenBefore(timed));
    const effects = this.source.newest.effectsOf(timed, this.age);
    const isSaid = every === 'any' || effects.everyKey;
    const inAll = isSaid || this.isMove(timed);
    const opens = open.length === 0 && opensEpisode(this.source, timed, this.age);
    if (inAll || (open.length === 0 && !opens)) {
      this.keyless.push({ timed, municipality: this.patient.municipality });
    }
    if (opens) {
      this.give(timed, [this.journey(NO_KEY)]);
      return;
    }
    if (isSaid && effects.relevant && open.length > 0) this.touched?.add('episodes/keyless');
    const receivers = inAll || open.length === 1 ? open : [];
    this.give(timed, receivers);
    if (receivers.length > 0 || open.length === 0 || doesNothing(effects)) return;
    const marked = open.slice(0, AMBIGUOUS_MARKED_MAX);
    for (const journey of marked) journey.markAmbiguous(timed, open.length);
  }

  /** Where services are bound to where the patient lives, a move concerns every episode. */
  private isMove({ fact }: TimedFact): boolean {
    return this.source.bindsOrganisations && isMove(fact);
  }

  private give(timed: TimedFact, receivers: readonly JourneyFold[]): void {
    for (const journey of receivers) journey.apply(timed);
    for (const journey of this.keyed.values()) {
      if (!receivers.includes(journey)) journey.passBy(timed);
    }
  }

  private setup(more: Pick<JourneySetup, 'key' | 'mayOpen'>): JourneySetup {
    const { source, age, touched, patient, keyless } = this;
    return { source, age, touched, patient, keyless, ...more };
  }
}
