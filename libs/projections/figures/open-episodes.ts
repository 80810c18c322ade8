/**
 * How many open episodes there are by version and stage, and how many have a duty open or an offer
 * unanswered: whom a change of the definition would be about.
 */
import type { Assessment } from '#pathway';
import type { ReadModels } from '../port/read-models.js';
import { eachAssessed } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { openQuestion, type AnswerHead, type PathwayQuery } from './question.js';
import { byName } from './name-counts.js';

export interface OpenEpisodesQuery extends PathwayQuery {
  readonly asOf: string;
}

export interface OpenEpisodesAnswer extends AnswerHead, Omissions {
  readonly open: number;
  /** Oldest version first. */
  readonly versions: readonly { readonly version: number; readonly open: number }[];
  /** Open episodes by id: in the stage, with the duty still to be done, with an offer unanswered. */
  readonly stages: Readonly<Record<string, number>>;
  readonly duties: Readonly<Record<string, number>>;
  readonly handovers: Readonly<Record<string, number>>;
}

/** @throws QueryRefused unknown pathway, no as-of instant */
export function openEpisodes(
  models: ReadModels,
  query: OpenEpisodesQuery,
): Promise<OpenEpisodesAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const byVersion = new Map<number, number>();
    const [stages, duties, handovers] = [new Counts(), new Counts(), new Counts()];
    const unreadable = await eachAssessed(view, question, ({ assessments }) => {
      for (const now of assessments.filter(({ state }) => state === 'open')) {
        byVersion.set(now.version, (byVersion.get(now.version) ?? 0) + 1);
        stages.add(now.stages.filter(({ to }) => to === undefined).map(({ stage }) => stage));
        duties.add(openDuties(now));
        handovers.add(openOffers(now));
      }
    });
    const all = [...byVersion].map(([version, open]) => ({ version, open }));
    return {
      ...question.head,
      ...omissions(unreadable),
      open: all.reduce((sum, { open }) => sum + open, 0),
      versions: all.sort((a, b) => a.version - b.version),
      ...{ stages: stages.byId(), duties: duties.byId(), handovers: handovers.byId() },
    };
  });
}

/** Of the open episode, which is the last; what is still owed of earlier ones is not counted. */
function openDuties({ duties, episodes }: Assessment): readonly string[] {
  const last = episodes.at(-1)?.number;
  return duties.filter(({ episode, open }) => open && episode === last).map(({ duty }) => duty);
}

const UNANSWERED: readonly string[] = ['offered', 'information-requested', 'withdrawing', 'silent'];

function openOffers({ handovers, episodes }: Assessment): readonly string[] {
  const last = episodes.at(-1)?.number;
  return handovers
    .filter(({ episode, state }) => episode === last && UNANSWERED.includes(state))
    .map(({ handover }) => handover);
}

/** Each id at most once for an episode. */
class Counts {
  private readonly counts = new Map<string, number>();

  add(ids: readonly string[]): void {
    for (const id of new Set(ids)) this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }

  byId(): Readonly<Record<string, number>> {
    return byName(this.counts);
  }
}
