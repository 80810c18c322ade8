/** What is to be done in some time in an episode: duties, answers to offers, and stays with a limit. */
import type { Definition } from '#pathway';
import { typesOf } from './named-types.js';
import type { OwedAnswer, OwedDuty, OwedInEpisode, OwedStay } from './owed.js';
import type { Question } from './question.js';
import { StageExpectations } from './stage-expectations.js';
import { endsOfStage } from './stage-exits.js';

/** As far as its time is concerned. Instants are ms since the epoch. */
export interface Owed {
  readonly kind: 'duty' | 'handover' | 'stage';
  readonly id: string;
  readonly owner: string;
  readonly organisation: string | undefined;
  readonly awaits: readonly string[];
  readonly since: number;
  /** The fact that began it; empty where it is not known. */
  readonly by: string;
  readonly dueAt: number | undefined;
  /** It is in time, and can still be done. */
  readonly isOpen: boolean;
  readonly doneAt: number | undefined;
  /** When it ended without being done, or now. */
  readonly seenUntil: number;
}

/** The stages of a pathway that have a limit. */
export class LimitedStages {
  private constructor(
    private readonly definition: Definition,
    private readonly expectations: StageExpectations,
  ) {}

  /** Undefined where no version has any. */
  static of({ versions, definition }: Question, at: number): LimitedStages | undefined {
    const isAny = versions
      .definitions()
      .some(({ stages }) => stages.some(({ limit }) => limit !== undefined));
    return isAny ? new LimitedStages(definition, new StageExpectations(versions, at)) : undefined;
  }

  /** Its limit comes due as that of a duty does: whoever the stage belongs to owes its end. */
  owed(stay: OwedStay, { closedAt }: OwedInEpisode, end: number): readonly Owed[] {
    const limit = this.expectations.boundsOf(stay).find(({ by }) => by === 'limit');
    if (limit === undefined) return [];
    const { stage: id, from: since, to: doneAt, holder: owner } = stay;
    const isOpen = doneAt === undefined && closedAt === undefined;
    const awaits = isOpen ? typesOf(endsOfStage(this.definition, id)) : [];
    return [
      {
        ...{ kind: 'stage', id, owner, organisation: undefined, awaits, since, by: '' },
        ...{ dueAt: limit.until, isOpen, doneAt, seenUntil: end },
      },
    ];
  }
}

/** @param limited the stages that have a limit; undefined where none does */
export function owedBy(
  owed: OwedInEpisode,
  at: number,
  limited: LimitedStages | undefined,
): readonly Owed[] {
  const end = owed.closedAt ?? at;
  const found: Owed[] = [];
  for (const duty of owed.duties)
    // A duty that does not concern the patient says nothing of how long it takes.
    if (duty.state !== 'not-applicable') found.push(owedDuty(duty, end));
  const stays = (owed.stays ?? []).flatMap((stay) => limited?.owed(stay, owed, end) ?? []);
  const ended = stays.map((stay) => (isCovered(stay, found) ? { ...stay, isOpen: false } : stay));
  for (const offer of owed.answers) found.push(owedAnswer(offer, end));
  found.push(...ended);
  return found;
}

/** One silence counts once: a duty that awaits what would end the stay is due no later. */
function isCovered({ awaits, dueAt: limit = Infinity }: Owed, duties: readonly Owed[]): boolean {
  return duties.some(
    (duty) =>
      duty.isOpen &&
      (duty.dueAt ?? Infinity) <= limit &&
      duty.awaits.some((type) => awaits.includes(type)),
  );
}

/** One literal, for every duty of everybody: putting it together from parts was what took longest. */
function owedDuty(duty: OwedDuty, end: number): Owed {
  return {
    kind: 'duty',
    id: duty.duty,
    owner: duty.owner,
    organisation: duty.organisation,
    awaits: duty.awaits,
    since: duty.armedAt,
    by: duty.armedBy,
    dueAt: duty.dueAt,
    isOpen: duty.state === 'not-yet-due' && duty.open && !duty.paused,
    doneAt: duty.metAt,
    seenUntil: duty.endedAt ?? end,
  };
}

function owedAnswer(offer: OwedAnswer, end: number): Owed {
  const { to, toOrganisation, offeredAt, offeredBy, answerDueAt, state } = offer;
  const isAnswered = state === 'accepted' || state === 'refused';
  return {
    ...{ kind: 'handover', id: offer.handover, owner: to, organisation: toOrganisation },
    ...{ awaits: [], since: offeredAt, by: offeredBy, dueAt: answerDueAt },
    isOpen: state === 'offered' || state === 'withdrawing',
    doneAt: isAnswered ? offer.answeredAt : undefined,
    seenUntil: offer.answeredAt ?? end,
  };
}
