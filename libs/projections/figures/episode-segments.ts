/**
 * The segments of all episodes of a pathway, so that figures which come from memory can be grouped
 * and filtered without reading a patient: derived once, held, and looked up by episode.
 */
import type { PathwayVersions } from '#pathway';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureSource } from '../loaded/each-journey.js';
import type { Unreadable } from '../standing/each-patient.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import type { Question } from './question.js';
import { dimensionOf, DIMENSIONS, SegmentedEpisode, type Segments, UNKNOWN } from './segments.js';

interface EpisodeSegments {
  readonly key: string | undefined;
  /** Number of the episode. */
  readonly number: number;
  /** When the pathway was closed, as the assessment of the key has it; ms since the epoch. */
  readonly closedAt: number | undefined;
  /** Of the dimensions, in their order. */
  readonly values: readonly string[];
}

/** An episode as figures name it. */
export interface EpisodeName {
  readonly patient: string;
  readonly key?: string | undefined;
  /** The latest, unless its number is given. */
  readonly episode?: number | undefined;
}

export class SegmentedEpisodes {
  private constructor(
    private readonly segments: Segments,
    private readonly dimensions: readonly string[],
    private readonly byPatient: ReadonlyMap<string, readonly EpisodeSegments[]>,
    readonly unreadable: readonly Unreadable[],
  ) {}

  /** @throws QueryRefused no as-of instant */
  static async read(
    source: FigureSource & { readonly question: Question },
    segments: Segments,
  ): Promise<SegmentedEpisodes> {
    const own: readonly string[] = DIMENSIONS;
    const attributes = [...segments.dimensions.keys()].filter((name) => !own.includes(name));
    const dimensions = [...own, ...attributes.sort()];
    const found = new Map<string, readonly EpisodeSegments[]>();
    const derivation = segmentsOf(source.question.versions, dimensions);
    const unreadable = await eachDerived(source, derivation, (episodes, patient) => {
      found.set(patient, episodes);
    });
    return new SegmentedEpisodes(segments, dimensions, found, unreadable);
  }

  /** '' without groups; undefined where the query leaves the episode out, or nobody knows of it. */
  groupOf(episode: EpisodeName): string | undefined {
    const found = this.find(episode);
    return found && this.segments.groupAmong(episode.patient, (name) => this.valueOf(found, name));
  }

  /** By the latest episode, whatever its key; unknown where the patient cannot be assessed. */
  groupOfPatient(patient: string): string | undefined {
    const found = this.byPatient.get(patient)?.at(-1);
    return this.segments.groupAmong(patient, (name) =>
      found ? this.valueOf(found, name) : UNKNOWN,
    );
  }

  /** Whatever else the query selects; empty without groups. */
  patientsByGroup(): ReadonlyMap<string, number> {
    const patients = new Map<string, number>();
    const { groupBy } = this.segments;
    if (groupBy === undefined) return patients;
    for (const episodes of this.byPatient.values())
      for (const group of new Set(episodes.map((each) => this.valueOf(each, groupBy))))
        patients.set(group, (patients.get(group) ?? 0) + 1);
    return patients;
  }

  closedAt(episode: EpisodeName): number | undefined {
    return this.find(episode)?.closedAt;
  }

  private find({ patient, key, episode }: EpisodeName): EpisodeSegments | undefined {
    return this.byPatient
      .get(patient)
      ?.findLast((one) => one.key === key && (episode ?? one.number) === one.number);
  }

  private valueOf({ values }: EpisodeSegments, name: string): string {
    return values[this.dimensions.indexOf(name)] ?? UNKNOWN;
  }
}

function segmentsOf(
  versions: PathwayVersions,
  dimensions: readonly string[],
): Derivation<readonly EpisodeSegments[]> {
  const valuesOf = dimensions.map((name) => dimensionOf(name, 'where'));
  /** Most episodes are like others: their values are kept once. */
  const alike = new Map<string, readonly string[]>();
  const values = (episode: SegmentedEpisode): readonly string[] => {
    const own = valuesOf.map((valueOf) => valueOf(episode) ?? UNKNOWN);
    const text = JSON.stringify(own);
    const known = alike.get(text) ?? own;
    if (alike.size < ALIKE_MAX) alike.set(text, known);
    return known;
  };
  const episodesOf = (patient: AssessedPatient) =>
    patient.assessments.flatMap((assessment) =>
      assessment.episodes.map(({ number }) => {
        const definition = versions.version(assessment.version);
        const episode = new SegmentedEpisode(definition, patient, assessment, number);
        const { key, closedAt } = assessment;
        return { key, number, closedAt, values: values(episode) };
      }),
    );
  return {
    name: ['segments', ...dimensions.slice(DIMENSIONS.length)].join(' '),
    of: episodesOf,
    isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
    bytesOf: (episodes) => EPISODE_BYTES * episodes.length,
  };
}

const ALIKE_MAX = 100_000;
/** With a part of the values, which may be its own. */
const EPISODE_BYTES = 200;
