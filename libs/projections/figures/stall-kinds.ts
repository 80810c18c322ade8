/**
 * What stalls in one open case: duties past due, offers that nobody answered, and a stay
 * in a stage longer than expected.
 */
import type { Assessment, Definition, DutyInstance, HandoverInstance } from '#pathway';
import { typesOf } from './named-types.js';
import { endsOfStage, publisherOf } from './stage-exits.js';

export interface Stall {
  readonly patient: string;
  readonly kind: 'duty' | 'handover' | 'stage';
  readonly stage: string;
  readonly holder: string;
  /** For a duty: its id, and whose it is. */
  readonly duty?: string;
  readonly owner?: string;
  /** For a handover: its id. */
  readonly handover?: string;
  /** When the duty or the answer was due (RFC 3339). */
  readonly dueAt?: string;
  /** Since the duty began, the offer was made, or the patient came into the stage. */
  readonly ageSeconds: number;
  /** From its beginning to when it was due, or the stage's expected p90. */
  readonly expectedSeconds: number;
  readonly excessSeconds: number;
  /** Types of event of which one would end the stall. */
  readonly missing: readonly string[];
  /**
   * Who should send it: the service that an offer went to; else the types' publisher, else
   * the duty's owner or the stage's holder.
   */
  readonly from: string;
}

export interface OpenCase {
  readonly patient: string;
  /** The version that the episode is pinned to. */
  readonly definition: Definition;
  readonly assessment: Assessment;
}

/** A stall before it is shown: writing instants in a zone is slow, and only some are listed. */
export type FoundStall = Omit<Stall, 'dueAt'> & { readonly due?: number };

/** @param p90 seconds by stage; null: nobody is late by it */
export function stallsOf(
  open: OpenCase,
  p90: ReadonlyMap<string, number | null>,
): readonly FoundStall[] {
  const { duties, handovers } = open.assessment;
  return [
    ...duties.flatMap((duty) => dutyStall(open, duty)),
    ...handovers.flatMap((handover) => handoverStall(open, handover)),
    ...stageStall(open, p90),
  ];
}

function whereOf({ patient, assessment: { stage, holder } }: OpenCase) {
  return { patient, stage: stage?.stage ?? '', holder: holder ?? '' };
}

function dutyStall(open: OpenCase, duty: DutyInstance): readonly FoundStall[] {
  const { armedAt, dueAt, awaits, owner } = duty;
  if (duty.state !== 'breached' || !duty.open || dueAt === undefined) return [];
  return [
    {
      ...whereOf(open),
      kind: 'duty',
      duty: duty.duty,
      owner,
      ...overdue(armedAt, dueAt, open.assessment.at),
      missing: awaits,
      from: publisherOf(open.definition, awaits) ?? owner,
    },
  ];
}

/** Only of the episode that is open: with the close of an episode nobody waits any more. */
function handoverStall(open: OpenCase, offer: HandoverInstance): readonly FoundStall[] {
  const { offeredAt, answerDueAt, state, episode } = offer;
  const current = open.assessment.episodes.at(-1)?.number;
  if (state !== 'silent' || answerDueAt === undefined || episode !== current) return [];
  const rule = open.definition.handovers.find(({ id }) => id === offer.handover);
  return [
    {
      ...whereOf(open),
      kind: 'handover',
      handover: offer.handover,
      ...overdue(offeredAt, answerDueAt, open.assessment.at),
      missing: rule === undefined ? [] : typesOf([...rule.accepted.by, ...rule.refused.by]),
      from: offer.to,
    },
  ];
}

/** A date that somebody named may lie before the day on which they named it. */
function overdue(since: number, due: number, at: number) {
  return {
    due,
    ageSeconds: (at - since) / 1000,
    expectedSeconds: Math.max(0, due - since) / 1000,
    excessSeconds: (at - Math.max(due, since)) / 1000,
  };
}

function stageStall(
  open: OpenCase,
  p90: ReadonlyMap<string, number | null>,
): readonly FoundStall[] {
  const { stage, at } = open.assessment;
  if (stage === undefined) return [];
  const ageSeconds = (at - stage.from) / 1000;
  const expectedSeconds = p90.get(stage.stage) ?? null;
  if (expectedSeconds === null || ageSeconds <= expectedSeconds) return [];
  const missing = endsOfStage(open.definition, stage.stage);
  return [
    {
      ...whereOf(open),
      kind: 'stage',
      ageSeconds,
      expectedSeconds,
      excessSeconds: ageSeconds - expectedSeconds,
      missing,
      from: publisherOf(open.definition, missing) ?? stage.holder,
    },
  ];
}
