/** What an assessment says is to be done in some time: duties, answers to offers, and stays with a limit. */
import type { Assessment, Definition, DutyInstance, HandoverInstance } from '#pathway';
import { typesOf } from './named-types.js';
import { endsOfStage } from './stage-exits.js';
import type { StageExpectations } from './stage-expectations.js';
import { staysOf } from './stays.js';

/** What is owed, as far as its time is concerned. Instants are ms since the epoch. */
export interface OwedInTime {
  readonly kind: 'duty' | 'handover' | 'stage';
  readonly id: string;
  readonly episode: number;
  readonly owner: string;
  readonly organisation: string | undefined;
  readonly awaits: readonly string[];
  readonly since: number;
  /** The fact that began it; undefined where none is known. */
  readonly by: string | undefined;
  readonly dueAt: number | undefined;
  /** It is in time, and can still be done. */
  readonly isOpen: boolean;
  readonly doneAt: number | undefined;
  /** When it ended without being done, or now. */
  readonly seenUntil: number;
}

/** @param expectations of the stages, for their limits alone */
export function owedInTime(
  assessment: Assessment,
  definition: Definition,
  expectations: StageExpectations,
): readonly OwedInTime[] {
  const endOf = (episode: number): number =>
    assessment.episodes.find(({ number }) => number === episode)?.closedAt ?? assessment.at;
  const duties = assessment.duties.flatMap((duty) => owedDuty(duty, endOf(duty.episode)));
  const stays = limitedStays(assessment, definition, expectations);
  return [
    ...duties,
    ...assessment.handovers.map((offer) => owedAnswer(offer, endOf(offer.episode))),
    ...stays.map((stay) => (isCovered(stay, duties) ? { ...stay, isOpen: false } : stay)),
  ];
}

/** One silence counts once: a duty that awaits what would end the stay is due no later. */
function isCovered(stay: OwedInTime, duties: readonly OwedInTime[]): boolean {
  const { episode, awaits, dueAt: limit = Infinity } = stay;
  return duties.some(
    (duty) =>
      duty.isOpen &&
      duty.episode === episode &&
      (duty.dueAt ?? Infinity) <= limit &&
      duty.awaits.some((type) => awaits.includes(type)),
  );
}

/** A duty that does not concern the patient says nothing of how long it takes. */
function owedDuty(duty: DutyInstance, end: number): readonly OwedInTime[] {
  const { episode, owner, organisation, awaits, armedAt, armedBy, dueAt: deadline } = duty;
  if (duty.state === 'not-applicable') return [];
  return [
    {
      ...{ kind: 'duty', id: duty.duty, episode, owner, organisation, awaits },
      ...{ since: armedAt, by: armedBy, dueAt: deadline, doneAt: duty.metAt },
      isOpen: duty.state === 'not-yet-due' && duty.open && !duty.paused,
      seenUntil: duty.endedAt ?? end,
    },
  ];
}

function owedAnswer(offer: HandoverInstance, end: number): OwedInTime {
  const { episode, to, toOrganisation, offeredAt, offeredBy, answerDueAt, state } = offer;
  const isAnswered = state === 'accepted' || state === 'refused';
  return {
    ...{ kind: 'handover', id: offer.handover, episode, owner: to, organisation: toOrganisation },
    ...{ awaits: [], since: offeredAt, by: offeredBy, dueAt: answerDueAt },
    isOpen: state === 'offered' || state === 'withdrawing',
    doneAt: isAnswered ? offer.answeredAt : undefined,
    seenUntil: offer.answeredAt ?? end,
  };
}

/** The limit of a stage comes due as that of a duty does: whoever the stage belongs to owes its end. */
function limitedStays(
  { stages, state, at }: Assessment,
  definition: Definition,
  expectations: StageExpectations,
): readonly OwedInTime[] {
  const byEpisode = [...Map.groupBy(stages, ({ episode }) => episode)];
  return byEpisode.flatMap(([episode, spells]) =>
    staysOf(spells).flatMap((stay): readonly OwedInTime[] => {
      const limit = expectations.boundsOf(stay).find(({ by }) => by === 'limit');
      if (limit === undefined) return [];
      const { stage: id, from: since, to: doneAt } = stay;
      const owner = spells.findLast(({ stage, within }) => stage === id || within.includes(id));
      const isOpen = doneAt === undefined && state === 'open';
      const awaits = isOpen ? typesOf(endsOfStage(definition, id)) : [];
      return [
        {
          ...{ kind: 'stage', id, episode, owner: owner?.holder ?? '', organisation: undefined },
          ...{ awaits, since, by: undefined, dueAt: limit.until, isOpen, doneAt, seenUntil: at },
        },
      ];
    }),
  );
}
