/**
 * What was owed in each episode of a patient: duties, answers to offers and, where stages have limits, stays. Nothing of it changes
 * before the next wake-up of the assessment, so that it can be held in memory.
 */
import type { Assessment, DutyInstance, HandoverInstance } from '#pathway';
import type { Derivation } from '../loaded/each-derived.js';
import { staysOf, type Stay } from './stays.js';

type DutyField =
  | ('duty' | 'instance' | 'owner' | 'organisation' | 'state' | 'open' | 'paused' | 'armedAt')
  | ('armedBy' | 'dueAt' | 'metAt' | 'endedAt' | 'reason' | 'attributable' | 'awaits');
type AnswerField =
  | ('handover' | 'to' | 'toOrganisation' | 'state' | 'offeredAt' | 'offeredBy')
  | ('answerDueAt' | 'answeredAt');

export type OwedDuty = Pick<DutyInstance, DutyField>;
export type OwedAnswer = Pick<HandoverInstance, AnswerField>;

export interface OwedStay extends Stay {
  /** The service that the stage belongs to. */
  readonly holder: string;
}

export interface OwedInEpisode {
  readonly key: string | undefined;
  readonly episode: number;
  readonly closedAt: number | undefined;
  readonly duties: readonly OwedDuty[];
  readonly answers: readonly OwedAnswer[];
  /** Of those with stays alone. */
  readonly stays?: readonly OwedStay[];
}

export const OWED: Derivation<readonly OwedInEpisode[]> = {
  name: 'owed',
  of: ({ assessments }) => assessments.flatMap((each) => owedIn(each).filter(isAnything)),
  isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
  bytesOf: (episodes) => episodes.reduce((sum, episode) => sum + bytesOf(episode), 0),
};

/** The same with the stays of every episode: for pathways of which a stage has a limit. */
export const OWED_WITH_STAYS: Derivation<readonly OwedInEpisode[]> = {
  ...OWED,
  name: 'owed-with-stays',
  of: ({ assessments }) =>
    assessments.flatMap((each) =>
      owedIn(each).map((owed) => ({ ...owed, stays: staysIn(each, owed.episode) })),
    ),
};

function bytesOf({ duties, answers, stays = [] }: OwedInEpisode): number {
  const owed = duties.length * DUTY_BYTES + answers.length * ANSWER_BYTES;
  return EPISODE_BYTES + owed + stays.length * STAY_BYTES;
}

const EPISODE_BYTES = 100;
const DUTY_BYTES = 180;
const ANSWER_BYTES = 120;
const STAY_BYTES = 80;

function owedIn({ key, episodes, duties, handovers }: Assessment): readonly OwedInEpisode[] {
  return episodes.map(({ number, closedAt }) => ({
    ...{ key, episode: number, closedAt },
    duties: duties.filter(({ episode }) => episode === number).map(owedDuty),
    answers: handovers.filter(({ episode }) => episode === number).map(owedAnswer),
  }));
}

function isAnything({ duties, answers }: OwedInEpisode): boolean {
  return duties.length > 0 || answers.length > 0;
}

function staysIn({ stages }: Assessment, episode: number): readonly OwedStay[] {
  const spells = stages.filter((spell) => spell.episode === episode);
  return staysOf(spells).map((stay) => {
    const isIn = ({ stage, within }: (typeof spells)[number]): boolean =>
      stage === stay.stage || within.includes(stay.stage);
    return { ...stay, holder: spells.findLast(isIn)?.holder ?? '' };
  });
}

function owedDuty(from: DutyInstance): OwedDuty {
  const { duty, instance, owner, organisation, state, open, paused, armedAt, armedBy } = from;
  const { dueAt, metAt, endedAt, reason, attributable, awaits } = from;
  return {
    ...{ duty, instance, owner, state, open, paused, armedAt, armedBy, awaits },
    ...(organisation !== undefined && { organisation }),
    ...(dueAt !== undefined && { dueAt }),
    ...(metAt !== undefined && { metAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(reason !== undefined && { reason }),
    ...(attributable !== undefined && { attributable }),
  };
}

function owedAnswer(from: HandoverInstance): OwedAnswer {
  const { handover, to, toOrganisation, state, offeredAt, offeredBy } = from;
  const { answerDueAt, answeredAt } = from;
  return {
    ...{ handover, to, state, offeredAt, offeredBy },
    ...(toOrganisation !== undefined && { toOrganisation }),
    ...(answerDueAt !== undefined && { answerDueAt }),
    ...(answeredAt !== undefined && { answeredAt }),
  };
}
