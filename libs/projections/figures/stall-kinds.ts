/**
 * What stalls in one open case: duties past due, handovers on which somebody owes an answer,
 * and a stay in a stage beyond its limit or longer than expected. Beside them what stalls in
 * the program: a sequence that is parked, and a patient who cannot be assessed at all.
 */
import { formatInstant } from '#calendar';
import { patternWords } from '#pathway-language';
import type {
  Assessment,
  Definition,
  DutyInstance,
  EventPattern,
  HandoverInstance,
} from '#pathway';
import type { ParkedRow } from '../models/parked.js';
import type { Unreadable } from './each-patient.js';
import { owedOn, type Owed, type Told } from './owed-answers.js';
import { typesOf } from './named-types.js';
import type { BoundedStay, StayBound } from './stage-expectations.js';
import { endsOfStage, publisherOf } from './stage-exits.js';
import type { Stay } from './stays.js';

export interface Stall {
  readonly patient: string;
  readonly kind: 'duty' | 'handover' | 'stage' | 'parked' | 'unreadable';
  /**
   * Where the patient is; for a stay: the stage stayed in, which that may be part of. Empty
   * where the journey is over, or where nobody can say: so is the holder.
   */
  readonly stage: string;
  /** Who is accountable for the patient, which need not be the service that the stage belongs to. */
  readonly holder: string;
  /** For a duty: its id, and whose it is. */
  readonly duty?: string;
  readonly owner?: string;
  /** For a handover: its id, which service is asked for it (from 1), what is owed, and who was told. */
  readonly handover?: string;
  readonly attempt?: number;
  readonly owed?: Owed;
  readonly told?: readonly Told[];
  /** For a stay: what it is too long by, the soonest first. */
  readonly beyond?: readonly StayBound[];
  /** When the duty or the answer was due (RFC 3339). */
  readonly dueAt?: string;
  /** For what is parked: by which processor, at which event, and since when (RFC 3339). */
  readonly processor?: string;
  readonly stream?: string;
  readonly revision?: number;
  /** Instead of stream and revision where it was parked by an earlier version of the program. */
  readonly position?: string;
  readonly parkedAt?: string;
  /** For what is parked or unreadable: what went wrong. */
  readonly code?: string;
  /** Since the duty began, the offer was made, the patient came into the stage, or it was parked. */
  readonly ageSeconds: number;
  /** From its beginning to when it was due, or how long the stay may take by the soonest bound. */
  readonly expectedSeconds: number;
  readonly excessSeconds: number;
  /** Types of event of which one would end the stall. */
  readonly missing: readonly string[];
  /** The same with the conditions that it has to meet, in words. */
  readonly missingWords: string;
  /**
   * Who should send it: of a handover the service that owes the answer; else the types'
   * publisher, else the duty's owner or the service that the stage belongs to. What stalls
   * in the program waits for `operators`.
   */
  readonly from: string;
}

export interface OpenCase {
  readonly patient: string;
  /** The version that the episode is pinned to. */
  readonly definition: Definition;
  readonly assessment: Assessment;
  /** In the stage where the patient is, and in those that it is part of. */
  readonly stays: readonly Stay[];
}

/** A stall before it is shown: writing instants in a zone is slow, and only some are listed. */
export type FoundStall = Omit<Stall, 'dueAt' | 'parkedAt'> & {
  readonly due?: number;
  readonly parked?: number;
};

/** What a stay is held against, the soonest first. */
export type BoundsOf = (stay: Stay) => readonly BoundedStay[];

export function stallsOf(open: OpenCase, bounds: BoundsOf): readonly FoundStall[] {
  const { duties, handovers } = open.assessment;
  return [
    ...duties.flatMap((duty) => dutyStall(open, duty)),
    ...handovers.flatMap((handover) => handoverStall(open, handover)),
    ...stageStalls(open, bounds),
  ];
}

/** Of a patient who was on the pathway at the instant asked for; it is parked for every pathway. */
export function parkedStall(
  { since, ...row }: ParkedRow,
  { at, stage, holder }: Assessment,
): FoundStall {
  const seconds = (at - since) / 1000;
  return {
    ...row,
    ...{ kind: 'parked', stage: stage?.stage ?? '', holder: holder ?? '', parked: since },
    ...{ ageSeconds: seconds, expectedSeconds: 0, excessSeconds: seconds },
    ...FOR_OPERATORS,
  };
}

/** Nothing is known of where this patient stands, nor since when: it comes before all others. */
export function unreadableStall({ patient, code }: Unreadable): FoundStall {
  return {
    ...{ patient, code, kind: 'unreadable', stage: '', holder: '' },
    ...{ ageSeconds: 0, expectedSeconds: 0, excessSeconds: 0 },
    ...FOR_OPERATORS,
  };
}

const FOR_OPERATORS = { missing: [], missingWords: '', from: 'operators' } as const;

function whereOf({ patient, assessment: { stage, holder } }: OpenCase) {
  return { patient, stage: stage?.stage ?? '', holder: holder ?? '' };
}

function dutyStall(open: OpenCase, duty: DutyInstance): readonly FoundStall[] {
  const { armedAt, dueAt, awaits, owner } = duty;
  if (duty.state !== 'breached' || !duty.open || dueAt === undefined) return [];
  const rule = open.definition.duties.find(({ id }) => id === duty.duty);
  return [
    {
      ...whereOf(open),
      kind: 'duty',
      duty: duty.duty,
      owner,
      ...overdue(armedAt, dueAt, open.assessment.at),
      ...missingOf(rule?.until ?? []),
      from: publisherOf(open.definition, awaits) ?? owner,
    },
  ];
}

/** Only of the episode that is open: with the close of an episode nobody waits any more. */
function handoverStall(open: OpenCase, offer: HandoverInstance): readonly FoundStall[] {
  const { at, zone, episodes } = open.assessment;
  if (offer.episode !== episodes.at(-1)?.number) return [];
  const rule = open.definition.handovers.find(({ id }) => id === offer.handover);
  return owedOn(offer, rule).map(({ owed, since, due, patterns, from, told }) => ({
    ...whereOf(open),
    kind: 'handover',
    handover: offer.handover,
    ...(offer.attempt > 1 && { attempt: offer.attempt }),
    owed,
    ...overdue(since, due, at),
    ...missingOf(patterns),
    from,
    ...(told.length > 0 && {
      told: told.map((each) => ({ ...each, at: formatInstant(each.at, zone) })),
    }),
  }));
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

/** A stay in the stage where the patient is, or in one that it is part of. */
function stageStalls(open: OpenCase, bounds: BoundsOf): readonly FoundStall[] {
  const { at, stage } = open.assessment;
  if (stage === undefined) return [];
  return open.stays.flatMap((stay) => {
    const beyond = bounds(stay).filter(({ until }) => at > until);
    const soonest = beyond[0];
    if (soonest === undefined) return [];
    const missing = missingOf(endsOfStage(open.definition, stay.stage));
    return {
      ...whereOf(open),
      stage: stay.stage,
      kind: 'stage',
      beyond: beyond.map(({ by }) => by),
      ageSeconds: (at - stay.from) / 1000,
      expectedSeconds: (soonest.until - stay.from) / 1000,
      excessSeconds: (at - soonest.until) / 1000,
      ...missing,
      from: publisherOf(open.definition, missing.missing) ?? stage.holder,
    };
  });
}

function missingOf(patterns: readonly EventPattern[]) {
  return { missing: typesOf(patterns), missingWords: patternWords(patterns) };
}
