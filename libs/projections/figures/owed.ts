/**
 * What was owed in each episode of a patient: duties, and answers to offers. Nothing of it changes
 * before the next wake-up of the assessment, so that it can be held in memory.
 */
import type { Assessment, DutyInstance, HandoverInstance } from '#pathway';
import type { Derivation } from '../loaded/each-derived.js';

type DutyField =
  | ('duty' | 'instance' | 'owner' | 'organisation' | 'state' | 'open' | 'paused' | 'armedAt')
  | ('armedBy' | 'dueAt' | 'metAt' | 'endedAt' | 'reason' | 'attributable' | 'awaits');
type AnswerField =
  | ('handover' | 'to' | 'toOrganisation' | 'state' | 'offeredAt' | 'offeredBy')
  | ('answerDueAt' | 'answeredAt');

export type OwedDuty = Pick<DutyInstance, DutyField>;
export type OwedAnswer = Pick<HandoverInstance, AnswerField>;

export interface OwedInEpisode {
  readonly key: string | undefined;
  readonly episode: number;
  readonly closedAt: number | undefined;
  readonly duties: readonly OwedDuty[];
  readonly answers: readonly OwedAnswer[];
}

export const OWED: Derivation<readonly OwedInEpisode[]> = {
  name: 'owed',
  of: ({ assessments }) => assessments.flatMap(owedIn),
  isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
  bytesOf: (episodes) =>
    episodes.reduce(
      (sum, { duties, answers }) =>
        sum + EPISODE_BYTES + duties.length * DUTY_BYTES + answers.length * ANSWER_BYTES,
      0,
    ),
};

const EPISODE_BYTES = 100;
const DUTY_BYTES = 180;
const ANSWER_BYTES = 120;

function owedIn({ key, episodes, duties, handovers }: Assessment): readonly OwedInEpisode[] {
  return episodes
    .map(({ number, closedAt }) => ({
      ...{ key, episode: number, closedAt },
      duties: duties.filter(({ episode }) => episode === number).map(owedDuty),
      answers: handovers.filter(({ episode }) => episode === number).map(owedAnswer),
    }))
    .filter((owed) => owed.duties.length > 0 || owed.answers.length > 0);
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
