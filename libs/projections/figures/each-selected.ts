/**
 * Whom a query selects, for figures that come from memory: the tallies that each journey or case counts
 * in. Episodes are looked up only if that is needed: for groups and filters, and for the close of a
 * pathway without episodes.
 */
import type { JourneySteps } from '../columns/journey-steps.js';
import { eachJourney, type FigureSource } from '../loaded/each-journey.js';
import type { Unreadable } from '../standing/each-patient.js';
import { SegmentedEpisodes, type EpisodeName } from './episode-segments.js';
import type { Groups } from './groups.js';
import type { Question } from './question.js';

export interface SelectedSource extends FigureSource {
  readonly question: Question;
}

export class SelectedEpisodes<Tally> {
  private readonly everybody: readonly Tally[];

  private constructor(
    private readonly groups: Groups<Tally>,
    private readonly episodes: SegmentedEpisodes | undefined,
  ) {
    this.everybody = [groups.all];
  }

  /** @throws QueryRefused groups or filters without an as-of instant */
  static async read<Tally>(
    source: SelectedSource,
    groups: Groups<Tally>,
    { closes = false } = {},
  ): Promise<SelectedEpisodes<Tally>> {
    const { segments } = groups;
    if (!segments.selects && !closes) return new SelectedEpisodes(groups, undefined);
    const episodes = await SegmentedEpisodes.read(source, segments);
    groups.tellApart(episodes.patientsByGroup());
    return new SelectedEpisodes(groups, episodes);
  }

  /** The tallies that an episode counts in; none where the query leaves it out. */
  of(episode: EpisodeName): readonly Tally[] {
    if (this.episodes === undefined) return this.everybody;
    return this.groups.in(this.episodes.groupOf(episode), episode.patient);
  }

  /** The same of a patient as such: by the latest episode, and unknown where there is none. */
  ofPatient(patient: string): readonly Tally[] {
    if (this.episodes === undefined) return this.everybody;
    return this.groups.in(this.episodes.groupOfPatient(patient), patient);
  }

  closedAt(episode: EpisodeName): number | undefined {
    return this.episodes?.closedAt(episode);
  }

  /** Of whom nothing is counted: those, and who could not be looked up. */
  withoutAny(unreadable: readonly Unreadable[]): readonly Unreadable[] {
    const all = [...(this.episodes?.unreadable ?? []), ...unreadable];
    return [...new Map(all.map((one) => [one.patient, one])).values()];
  }
}

/**
 * Visits the journeys that a query selects, each with the tallies that it counts in and when it was
 * closed.
 *
 * @param byClose whether it matters when a journey was closed that has no episodes
 * @throws QueryRefused groups or filters without an as-of instant
 */
export async function eachSelected<Tally>(
  { byClose = false, ...source }: SelectedSource & { readonly byClose?: boolean },
  groups: Groups<Tally>,
  visit: (journey: JourneySteps, tallies: readonly Tally[], closedAt: number | undefined) => void,
): Promise<readonly Unreadable[]> {
  const closes = byClose && !source.question.perEpisode;
  const selected = await SelectedEpisodes.read(source, groups, { closes });
  const unreadable = await eachJourney(source, (journey) => {
    const tallies = selected.of(journey);
    if (tallies.length === 0) return;
    visit(journey, tallies, closes ? selected.closedAt(journey) : journey.closedAt);
  });
  return selected.withoutAny(unreadable);
}
