/**
 * What figures are grouped and filtered by: the value that a patient's episode has of a
 * dimension. Nobody is left out for want of a value: it is then `unknown`, a value like others.
 */
import {
  birthAmong,
  didYouMean,
  type JsonObject,
  PatientAge,
  type RecordedFact,
  sexAmong,
  type TimedFact,
} from '#care-event';
import { type Assessment, type Definition, municipalityIn, timelineOf } from '#pathway';
import { QueryRefused } from '../models/errors.js';
import type { PatientJourney } from '../standing/patient-journeys.js';
import { FilterNeighbours } from './filter-neighbours.js';
import { ATTRIBUTE, attributeOf, type Selection } from './selection.js';

/** Dimensions by name; `attribute:<field>` is any other field of the events. */
export const DIMENSIONS = [
  'municipality',
  'organisation',
  'service',
  'age-group',
  'sex',
  'urgency',
  'version',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const UNKNOWN = 'unknown';

/** Years of age from which each group begins, the oldest first. */
const AGE_GROUPS = [
  [80, '80-and-over'],
  [67, '67-79'],
  [50, '50-66'],
  [18, '18-49'],
  [0, 'under-18'],
] as const;

/** Longest value of an attribute, in characters; longer ones are cut. */
const VALUE_CHARACTERS_MAX = 100;

/** One patient, as assessed: what is lazy is read only by the dimensions that need it. */
export interface SegmentedPatient {
  readonly patient: string;
  readonly facts: () => readonly RecordedFact[];
  readonly journeys: () => readonly PatientJourney[];
}

type DimensionValue = (episode: SegmentedEpisode) => string | undefined;

const VALUE_OF: Readonly<Record<Dimension, DimensionValue>> = {
  municipality: (episode) =>
    episode.known.map(({ fact }) => municipalityIn(fact)).findLast((found) => found !== undefined),
  organisation: ({ custody }) => custody?.organisation,
  service: ({ custody }) => custody?.holder,
  'age-group': (episode) => ageGroupOf(episode.ageAtEntry),
  sex: (episode) => sexAmong(episode.known),
  urgency: (episode) => episode.queuedUrgency ?? scalar(episode.latest('urgency')),
  version: ({ version }) => String(version),
};

/** @throws QueryRefused there is no such dimension */
export function dimensionOf(name: string, path: string): DimensionValue {
  if (Object.hasOwn(VALUE_OF, name)) return VALUE_OF[name as keyof typeof VALUE_OF];
  const field = attributeOf(name);
  if (field !== undefined) return (episode) => scalar(episode.latest(field));
  const all = [...DIMENSIONS, `${ATTRIBUTE}<field>`];
  throw new QueryRefused(
    'unknown-dimension',
    `There is no dimension called ${name}. Known: ${all.join(', ')}.${didYouMean(name, DIMENSIONS)}`,
    path,
  );
}

/** One episode of a patient; the latest, unless its number is given. */
export class SegmentedEpisode {
  private timeline: readonly TimedFact[] | undefined;

  constructor(
    private readonly definition: Definition,
    private readonly patient: SegmentedPatient,
    private readonly assessment: Assessment,
    private readonly number = assessment.episodes.at(-1)?.number,
  ) {}

  get version(): number {
    return this.episode?.version ?? this.assessment.version;
  }

  /** Who holds the patient, or who was the last to do so in the episode. */
  get custody(): { readonly holder: string; readonly organisation?: string } | undefined {
    return this.assessment.custody.findLast(({ episode }) => episode === this.number);
  }

  get ageAtEntry(): number | undefined {
    const { enteredAt } = this.episode ?? {};
    if (enteredAt === undefined) return undefined;
    return new PatientAge(birthAmong(this.known), this.definition.zone).at(enteredAt);
  }

  /** Of the queue that the patient joined last, as the definition orders it. */
  get queuedUrgency(): string | undefined {
    const joined = this.assessment.queues.findLast(({ episode }) => episode === this.number);
    if (joined === undefined) return undefined;
    return this.definition.queues.find(({ id }) => id === joined.queue)?.urgency?.order[
      joined.rank
    ];
  }

  /** All that stands of the patient up to the end of the episode, whatever it is about. */
  get known(): readonly TimedFact[] {
    const until = this.episode?.closedAt ?? this.assessment.at;
    this.timeline ??= timelineOf(this.patient.facts(), this.definition.zone).facts.filter(
      ({ start }) => start <= until,
    );
    return this.timeline;
  }

  /** The latest value of the field in the episode's own events. */
  latest(field: string): unknown {
    const { key } = this.assessment;
    const journey = this.patient
      .journeys()
      .find((each) => each.key === key && (each.episode ?? this.number) === this.number);
    const found = journey?.timeline.findLast(({ fact }) => valueIn(fact, field) !== undefined);
    return found && valueIn(found.fact, field);
  }

  private get episode() {
    return this.assessment.episodes.find(({ number }) => number === this.number);
  }
}

/** What the event says, or what the foreign log that it is from says of its whole case. */
function valueIn({ data }: RecordedFact, field: string): string | undefined {
  const ofCase = data['case'];
  const isSaid = typeof ofCase === 'object' && ofCase !== null && !Array.isArray(ofCase);
  return scalar(data[field]) ?? (isSaid ? scalar((ofCase as JsonObject)[field]) : undefined);
}

export function ageGroupOf(age: number | undefined): string | undefined {
  return age === undefined ? undefined : AGE_GROUPS.find(([from]) => age >= from)?.[1];
}

/** Texts, numbers, yes and no; a list or an object is no value to compare by. */
function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value.slice(0, VALUE_CHARACTERS_MAX) || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** What a query selects, ready to be asked of one episode after the other. */
export class Segments {
  /** Whom it leaves, counted with those who miss one of the values alone. */
  readonly neighbours: FilterNeighbours;
  /** All dimensions that the query names. */
  readonly dimensions: ReadonlyMap<string, DimensionValue>;
  private readonly wanted: ReadonlyMap<string, ReadonlySet<string>>;
  readonly groupBy: string | undefined;

  /** @throws QueryRefused an unknown dimension */
  constructor({ where = [], groupBy }: Selection) {
    const wanted = Map.groupBy(where, ({ dimension }) => dimension);
    this.wanted = new Map(
      [...wanted].map(([dimension, values]) => [
        dimension,
        new Set(values.map(({ value }) => value)),
      ]),
    );
    this.groupBy = groupBy;
    const grouped =
      groupBy === undefined ? [] : [[groupBy, dimensionOf(groupBy, 'groupBy')] as const];
    const filtered = [...wanted.keys()].map((name) => [name, dimensionOf(name, 'where')] as const);
    this.dimensions = new Map([...grouped, ...filtered]);
    this.neighbours = new FilterNeighbours([...this.wanted.values()]);
  }

  get selects(): boolean {
    return this.dimensions.size > 0;
  }

  get isGrouped(): boolean {
    return this.groupBy !== undefined;
  }

  /**
   * The group of an episode by its values, '' without groups; undefined where the query leaves it
   * out. Patients come one after the other.
   */
  groupAmong(patient: string, valueOf: (dimension: string) => string): string | undefined {
    const own = [...this.wanted.keys()].map(valueOf);
    const missed = [...this.wanted.values()].filter((values, i) => !values.has(own[i]!)).length;
    if (missed > 1) return undefined;
    const group = this.groupBy === undefined ? '' : valueOf(this.groupBy);
    this.neighbours.meet(patient, { group, own });
    return missed === 0 ? group : undefined;
  }
}
