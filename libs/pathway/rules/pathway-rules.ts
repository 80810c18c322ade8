/**
 * A definition compiled: for each event, everything that it does. Built once per definition and
 * shared by all its journeys.
 */
import {
  type CareEvent,
  EMPTY_DIRECTORY,
  isKnownType,
  type OrganisationDirectory,
  type PatientAge,
  type TimedFact,
  type RecordedFact,
} from '#care-event';
import { rulePatterns } from '../definition/all-patterns.js';
import { isMetByMissing, meets } from '../definition/pattern.js';
import type { Definition, Service } from '../definition/definition.js';
import type { StageRule } from '../definition/stage-rule.js';
import { calendarOfZone, type OwnerDays, startOfDay } from '#calendar';
import { type ClockSpan, isGraded } from '../definition/clock-rule.js';
import { isMove } from '../definition/parameters.js';
import { bindsOrganisations } from '../organisations/bindings.js';
import type { Effects } from './effects.js';
import { doesNothing, IRRELEVANT, NOTHING } from './effects.js';
import { daysNamed, type Turn, validFrom } from './turn.js';
import { TypeRules } from './type-rules.js';

/** Where the rules of an episode come from: one definition for ever, or versions of it. */
export interface RulesSource {
  /** Id of the pathway. */
  readonly id: string;
  /** Zone in which the days and months of imprecise times begin and end. */
  readonly zone: string;
  /** The rules for patients who have not entered the pathway. */
  readonly newest: PathwayRules;
  /** Whether episodes of some version have no key. */
  readonly hasUnkeyed: boolean;
  /** Whether some version binds services to organisations. */
  readonly bindsOrganisations: boolean;
  /** Which organisations there are; the services of a definition may be bound to them. */
  readonly directory: OrganisationDirectory;
  /** The rules that say whether this event opens an episode. */
  opening(entry: RecordedFact): PathwayRules;
  /** The rules of the episode that it opens: different ones where that was migrated since. */
  rulesFor(entry: RecordedFact): PathwayRules;
}

const UNKNOWN: Effects = { ...NOTHING, known: false };

export class PathwayRules implements RulesSource {
  readonly definition: Definition;
  readonly id: string;
  readonly zone: string;
  readonly directory = EMPTY_DIRECTORY;
  /** Whether any service is bound to organisations. */
  readonly bindsOrganisations: boolean;
  /** Whether facts may act from a later day on: by rules that say so, or by grades. */
  readonly hasTurns: boolean;
  private readonly types = new Map<string, TypeRules>();
  private readonly indices: ReadonlyMap<string, number>;
  private readonly leaves: readonly number[];
  private readonly ancestors: readonly (readonly string[])[];
  private readonly owners: ReadonlyMap<string, OwnerDays>;
  /** The definition's own zone and calendar. */
  readonly days: OwnerDays;

  constructor(definition: Definition) {
    this.definition = definition;
    this.id = definition.id;
    this.zone = definition.zone;
    this.bindsOrganisations = bindsOrganisations(definition);
    const patterns = rulePatterns(definition);
    for (const type of new Set(patterns.map((pattern) => pattern.type))) {
      const known = isKnownType(type, [definition]);
      this.types.set(type, new TypeRules(definition, type, patterns, known));
    }
    const { stages, clocks } = definition;
    this.hasTurns =
      patterns.some(({ validFrom: field }) => field !== undefined) || clocks.some(isGraded);
    this.indices = new Map(stages.map(({ id }, index) => [id, index]));
    this.ancestors = stages.map((stage) => ancestorsOf(stage, stages));
    this.leaves = stages.map((_stage, index) => leafOf(index, stages));
    const { zone, calendar, services } = definition;
    this.days = { zone, calendar };
    this.owners = new Map(
      [...services.values()].map((service) => [service.id, daysOf(service, this.days)]),
    );
  }

  get newest(): PathwayRules {
    return this;
  }

  get hasUnkeyed(): boolean {
    return !this.isKeyed;
  }

  /** Whether each key has a journey of its own. */
  get isKeyed(): boolean {
    return this.definition.episodes?.key !== undefined;
  }

  opening(): PathwayRules {
    return this;
  }

  rulesFor(): PathwayRules {
    return this;
  }

  /** What a fact that concerns this pathway does. */
  effectsOf({ fact, start }: TimedFact, age: PatientAge): Effects {
    // A move that is addressed elsewhere is heard for the sake of another version.
    if (!this.bindsOrganisations && !isAddressedTo(fact, this.id)) return IRRELEVANT;
    const rules = this.types.get(fact.type);
    if (rules !== undefined) {
      const years = rules.asksAge ? age.at(start) : undefined;
      if (rules.dated.length === 0) return rules.of(fact.data, years);
      const acts = rules.dated.map((field) => {
        return (validFrom(fact.data, field, this.zone) ?? start) <= start ? '1' : '0';
      });
      return rules.of(fact.data, years, `${acts.join('')}1`);
    }
    // Types that the definition does not name are not cached: clients may invent any number.
    return isKnownType(fact.type, [this.definition]) ? NOTHING : UNKNOWN;
  }

  /** Whether a fact that may concern this pathway is about what the definition is about. */
  isAbout(timed: TimedFact, age: PatientAge): boolean {
    return this.definition.about === undefined || this.effectsOf(timed, age).relevant;
  }

  /** Whether it says so, rather than only not saying otherwise. */
  saysItIsAbout({ fact, start }: TimedFact, age: PatientAge): boolean {
    const patterns = this.definition.about ?? [];
    return patterns.some(({ type, where }) => {
      if (type !== fact.type || where.every(isMetByMissing)) return false;
      return meets(where, fact.data, age.at(start));
    });
  }

  /** What the fact does from later days on, by instant. */
  turnsOf(timed: TimedFact, effects: Effects, age: PatientAge): readonly Turn[] {
    const { fact, start } = timed;
    const rules = this.types.get(fact.type);
    const dates = (rules?.dated ?? []).map((field) => validFrom(fact.data, field, this.zone));
    const gradeDates = this.gradeDates(timed, effects);
    const later = [...new Set([...dates, ...gradeDates])].filter(
      (at): at is number => at !== undefined && at > start,
    );
    return later
      .sort((a, b) => a - b)
      .map((at): Turn => {
        const acts = `${dates.map((date) => (date === at ? '1' : '0')).join('')}0`;
        const years = rules?.asksAge === true ? age.at(start) : undefined;
        const isDated = rules !== undefined && dates.includes(at);
        return {
          timed: { fact, start: at, end: at, ahead: 2 },
          of: timed,
          // It does not say again what it said when it happened: it is no later evidence.
          effects: isDated
            ? { ...rules.of(fact.data, years, acts), evidence: [], recalled: false }
            : NOTHING,
          grades: gradeDates.includes(at),
        };
      })
      .filter(({ effects, grades }) => grades || !doesNothing(effects));
  }

  /** When a span with a grade begins and when it is over. */
  private gradeDates({ fact, start }: TimedFact, { clocks }: Effects): readonly number[] {
    return clocks.flatMap(({ index, effect }) => {
      const span = effect.span === undefined ? undefined : this.clockSpan(index, effect.span);
      if (span?.grade === undefined) return [];
      const first = validFrom(fact.data, span.from, this.zone);
      const last = daysNamed(fact.data, span.to, this.zone)?.last;
      if (last !== undefined && startOfDay(last + 1, this.zone) <= (first ?? start)) return [];
      const over = last === undefined ? undefined : startOfDay(last + 1, this.zone);
      return [first, over].filter((at) => at !== undefined);
    });
  }

  private clockSpan(clock: number, span: number): ClockSpan | undefined {
    return this.definition.clocks[clock]?.spans[span];
  }

  /** True where a fact that concerns this pathway opens it. */
  enters(fact: CareEvent, effects: Effects): boolean {
    const { entry, id, declared } = this.definition;
    if (!effects.relevant || !isAddressedTo(fact, id)) return false;
    if (entry === 'any') return fact.pathway === id || declared.has(fact.type);
    return effects.entry;
  }

  /** Zone and calendar of a service: its own, the calendar of its own zone, else the definition's. */
  ownerOf(service: string): OwnerDays {
    return this.owners.get(service) ?? this.days;
  }

  /** Index of a stage in the definition; -1 where it has none with that id. */
  indexOf(stage: string): number {
    return this.indices.get(stage) ?? -1;
  }

  /** The stage that the patient is in after entering this one: itself, or its first sub-stage. */
  leafOf(index: number): number {
    return this.leaves[index] ?? index;
  }

  /**
   * Whether entering that stage is its holder's statement that it has the patient. A definition
   * without handovers of the patient has no other way to say who takes over.
   */
  takesOver(index: number): boolean {
    const { stages, handovers } = this.definition;
    if (stages[index]?.takesOver === true) return true;
    return handovers.every(({ scope }) => scope !== undefined);
  }

  /** Ids of the stages that this one is part of, innermost first. */
  within(index: number): readonly string[] {
    return this.ancestors[index] ?? [];
  }
}

/** A service in another zone works on the days of the country there, unless it says which. */
function daysOf({ zone, calendar }: Service, pathway: OwnerDays): OwnerDays {
  if (zone === undefined || zone === pathway.zone) {
    return { zone: pathway.zone, calendar: calendar ?? pathway.calendar };
  }
  return { zone, calendar: calendar ?? calendarOfZone(zone) };
}

/** True unless the fact is addressed to another pathway than this one. */
/**
 * What is addressed to it, or to none; and where services are bound to organisations, that the
 * patient moved, whatever it is addressed to.
 */
export function concerns(
  fact: CareEvent,
  { id, bindsOrganisations }: Pick<RulesSource, 'id' | 'bindsOrganisations'>,
): boolean {
  return isAddressedTo(fact, id) || (bindsOrganisations && isMove(fact));
}

function isAddressedTo({ pathway }: CareEvent, id: string): boolean {
  return pathway === undefined || pathway === id;
}

/** Whether a fact that concerns the pathway opens an episode where none is open. */
export function opensEpisode(source: RulesSource, timed: TimedFact, age: PatientAge): boolean {
  const rules = source.opening(timed.fact);
  return rules.enters(timed.fact, rules.effectsOf(timed, age));
}

const RULES = new WeakMap<Definition, PathwayRules>();

export function rulesOf(definition: Definition): PathwayRules {
  let rules = RULES.get(definition);
  if (rules === undefined) RULES.set(definition, (rules = new PathwayRules(definition)));
  return rules;
}

/** The same rules with these organisations. */
export function withDirectory(
  from: Definition | RulesSource,
  directory: OrganisationDirectory,
): RulesSource {
  const source = sourceOf(from);
  if (directory === source.directory) return source;
  const { id, zone, newest, hasUnkeyed, bindsOrganisations } = source;
  return {
    ...{ id, zone, newest, hasUnkeyed, bindsOrganisations, directory },
    opening: (entry) => source.opening(entry),
    rulesFor: (entry) => source.rulesFor(entry),
  };
}

/** A definition as a source that always has the same rules; a source unchanged. */
export function sourceOf(from: Definition | RulesSource): RulesSource {
  return 'rulesFor' in from ? from : rulesOf(from);
}

function ancestorsOf(stage: StageRule, stages: readonly StageRule[]): string[] {
  const ancestors: string[] = [];
  let parent = stage.parent;
  while (parent !== undefined && !ancestors.includes(parent)) {
    ancestors.push(parent);
    parent = stages.find(({ id }) => id === parent)?.parent;
  }
  return ancestors;
}

function leafOf(index: number, stages: readonly StageRule[]): number {
  let leaf = index;
  // Sub-stages come after the stage that they are part of, so that this ends.
  for (;;) {
    const parent = stages[leaf]?.id;
    const child = stages.findIndex((stage, at) => at > leaf && stage.parent === parent);
    if (child < 0) return leaf;
    leaf = child;
  }
}
