/**
 * The context of an episode while it applies a fact: rules, parameters where the patient lives,
 * the patient's age, clocks, who held the patient, and where deviations and touched rules are
 * noted.
 */
import type { Deviation, DeviationKind } from '../state/deviation.js';
import type { OrganisationDirectory, PatientAge, TimedFact } from '#care-event';
import { ClockBoard } from '../clocks/clock-board.js';
import type { ClockTracker } from '../clocks/clock-tracker.js';
import type { Definition } from '../definition/definition.js';
import type { LimitRef, ServiceRef } from '../definition/element.js';
import { answerableAt, CustodyTracker, custodianAt } from '../custody/custody-tracker.js';
import { SharedCustody } from '../custody/shared-custody.js';
import { deviationAt } from '../state/deviation.js';
import type { DeviationList } from '../state/deviation-list.js';
import type { Limit, OwnerDays } from '#calendar';
import type { EpisodeContext } from '../instances/episode-context.js';
import { resolveLimit, resolveService } from '../definition/parameters.js';
import { OrganisationTracker } from '../organisations/organisation-tracker.js';
import type { PathwayRules } from '../rules/pathway-rules.js';
import type { PatientClocks } from '../clocks/patient-clocks.js';
import type { Condition } from '../definition/pattern.js';
import { asksAge, meets } from '../definition/pattern.js';
import { StageTracker } from '../stages/stage-tracker.js';

export interface ScopeSetup {
  /** Number of the episode, from 1. */
  readonly number: number;
  readonly rules: PathwayRules;
  readonly directory: OrganisationDirectory;
  readonly age: PatientAge;
  readonly deviations: DeviationList;
  readonly touched: Set<string> | undefined;
  readonly patientClocks: PatientClocks | undefined;
}

export class EpisodeScope implements EpisodeContext {
  readonly episode: number;
  readonly definition: Definition;
  readonly rules: PathwayRules;
  readonly deviations: DeviationList;
  readonly tracing: boolean;
  readonly stages: StageTracker;
  readonly custody: CustodyTracker;
  readonly organisations?: OrganisationTracker | undefined;
  /** What is held beside `custody`; undefined where the definition has no scopes. */
  readonly shared?: SharedCustody | undefined;
  /** Clocks that begin anew with every episode. */
  readonly clocks: ClockBoard;
  readonly patientClocks: PatientClocks | undefined;
  /** Where the patient lives as of the fact being applied; undefined where not known. */
  municipality: string | undefined;
  /** By type, of those that a duty looks at when it begins. */
  private readonly latestFacts = new Map<string, TimedFact>();
  private readonly age: PatientAge;
  private readonly touched: Set<string> | undefined;

  constructor(setup: ScopeSetup) {
    const { number, rules, age, deviations, touched, patientClocks } = setup;
    this.episode = number;
    this.rules = rules;
    this.definition = rules.definition;
    this.deviations = deviations;
    this.tracing = touched !== undefined;
    this.stages = new StageTracker(rules, number, this);
    this.custody = new CustodyTracker(number);
    if (rules.bindsOrganisations) this.organisations = this.track(setup.directory);
    const { scopes = [] } = rules.definition;
    if (scopes.length > 0) this.shared = new SharedCustody(scopes, this);
    this.clocks = new ClockBoard(rules, 'episode', deviations, touched);
    this.patientClocks = patientClocks;
    this.age = age;
    this.touched = touched;
  }

  get days(): OwnerDays {
    return this.rules.days;
  }

  ownerOf(service: string): OwnerDays {
    return this.rules.ownerOf(service);
  }

  limit(ref: LimitRef): Limit {
    if ('parameter' in ref) this.touch(`parameters/${ref.parameter}`);
    return resolveLimit(this.definition, ref, this.municipality);
  }

  service(ref: ServiceRef): string {
    if (typeof ref !== 'string') this.touch(`parameters/${ref.parameter}`);
    return resolveService(this.definition, ref, this.municipality);
  }

  meets(where: readonly Condition[], { fact, start }: TimedFact): boolean {
    return meets(where, fact.data, asksAge(where) ? this.age.at(start) : undefined);
  }

  latest(type: string): TimedFact | undefined {
    return this.latestFacts.get(type);
  }

  /** From now on the fact is the latest of its type. */
  recall(fact: TimedFact): void {
    this.latestFacts.set(fact.fact.type, fact);
  }

  ageAt(at: number): number | undefined {
    return this.age.at(at);
  }

  clock(id: string): ClockTracker {
    const clock = this.clockIfAny(id);
    if (clock === undefined) throw new RangeError(`${this.definition.id} has no clock ${id}`);
    return clock;
  }

  /** Undefined where this version of the definition has no such clock. */
  clockIfAny(id: string): ClockTracker | undefined {
    return this.clocks.clock(id) ?? this.patientClocks?.clock(id);
  }

  /** The episode as what belongs to that scope sees it; as all else does, where it is undefined. */
  contextOf(scope: string | undefined): EpisodeContext {
    return this.shared?.of(scope)?.context ?? this;
  }

  holderBefore(fact: TimedFact): string {
    return this.custody.holderBefore(fact) || (this.stages.current()?.holder ?? '');
  }

  holderAt(at: number): string {
    const spells = this.custody.spells();
    if (this.definition.custodyFrom === undefined) return custodianAt(spells, at);
    return answerableAt(spells, this.stages.spells(), at);
  }

  isHeldBy(service: string, at: number): boolean {
    return this.holderAt(at) === service;
  }

  touch(key: string): void {
    this.touched?.add(key);
  }

  reportDeviation(
    kind: DeviationKind,
    fact: TimedFact,
    rule: string | undefined,
    message: string,
  ): Deviation {
    const deviation = deviationAt(fact, kind, message, rule);
    this.deviations.add(deviation);
    return deviation;
  }

  retractDeviation(deviation: Deviation): void {
    this.deviations.remove(deviation);
  }

  private track(directory: OrganisationDirectory): OrganisationTracker {
    return new OrganisationTracker(this.definition, directory, this.custody, (fact, message) =>
      this.reportDeviation('unknown-organisation', fact, undefined, message),
    );
  }
}
