/**
 * What stalls in one open case: overdue duties, handovers with an overdue answer, and stays
 * in a stage beyond its limit or longer than expected. Also what stalls in the program: a
 * parked sequence, and a patient who cannot be assessed.
 */
import { formatInstant } from '#calendar';
import type { Parking } from '#care-event';
import { formatParts } from '#pathway-language';
import { missingParts } from '#pathway';
import type {
  Assessment,
  Definition,
  DutyInstance,
  EventPattern,
  HandoverInstance,
  StageSpell,
} from '#pathway';
import type { Unreadable } from '../standing/each-patient.js';
import { owedOn, type Owed, type Notice } from './owed-answers.js';
import { typesOf } from './named-types.js';
import type { BoundedStay, StayBound } from './stage-expectations.js';
import { endsOfStage, publisherOf } from './stage-exits.js';
import type { Stay } from './stays.js';

export interface Stall {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  readonly kind: 'duty' | 'handover' | 'stage' | 'parked' | 'unreadable';
  /** Of the definition, that the episode is pinned to; absent if the patient cannot be assessed. */
  readonly version?: number;
  /**
   * The patient's stage; for a stay, the stage stayed in, of which that may be a sub-stage.
   * Empty, as is the holder, if the journey is over or cannot be assessed.
   */
  readonly stage: string;
  /** The accountable service, which need not be the one the stage belongs to. */
  readonly holder: string;
  /** Organisation of the holder, where it is known. */
  readonly organisation?: string;
  /** For a duty: its id and owner. */
  readonly duty?: string;
  readonly owner?: string;
  /** Organisation of the owner, where it is known. */
  readonly ownerOrganisation?: string;
  /** For a duty: false where it was past due before anybody could have done it. Absent otherwise. */
  readonly attributable?: false;
  /** For a handover: its id, the number of the attempt (from 1), what is owed, and who was notified. */
  readonly handover?: string;
  readonly attempt?: number;
  readonly owed?: Owed;
  readonly told?: readonly Notice[];
  /** For a stay: the bounds it exceeds, the soonest first. */
  readonly beyond?: readonly StayBound[];
  /** When the duty or the answer was due (RFC 3339). */
  readonly dueAt?: string;
  /** For a parked sequence: the processor, the event and since when (RFC 3339). */
  readonly processor?: string;
  readonly stream?: string;
  readonly revision?: number;
  /** Instead of stream and revision where it was parked by an earlier version of the program. */
  readonly position?: string;
  readonly parkedAt?: string;
  /** For a parked sequence or an unreadable patient: the fault's code. */
  readonly code?: string;
  /** Since the duty began, the offer was made, the patient entered the stage, or the sequence was parked. */
  readonly ageSeconds: number;
  /** From its beginning to when it was due, or the length of the stay by the soonest bound. */
  readonly expectedSeconds: number;
  readonly excessSeconds: number;
  /** Types of event that would each end the stall. */
  readonly missing: readonly string[];
  /** The same in words, with their conditions. */
  readonly missingWords: string;
  /**
   * Who should send it: for a handover the service that owes the answer; otherwise the
   * types' publisher, or else the duty's owner or the stage's service. What stalls in the
   * program is up to `operators`.
   */
  readonly from: string;
  /** Which of that service, where it is known. */
  readonly fromOrganisation?: string;
}

export interface OpenCase {
  readonly patient: string;
  /** The version that the episode is pinned to. */
  readonly definition: Definition;
  readonly assessment: Assessment;
}

/** A stay in the patient's stage or in one that contains it: what its bounds are compared with. */
export interface OpenStay {
  readonly patient: string;
  readonly key?: string;
  readonly definition: Definition;
  readonly at: number;
  readonly stage: StageSpell;
  /** The accountable service. */
  readonly holder: string;
  /** Of the holder, where it is known. */
  readonly organisation?: string;
  readonly stay: Stay;
}

/** A stall before it is formatted: formatting instants in a zone is slow, and only some are listed. */
export type FoundStall = Omit<Stall, 'dueAt' | 'parkedAt'> & {
  readonly due?: number;
  readonly parked?: number;
};

/** The bounds of a stay, the soonest first. */
export type BoundsOf = (stay: Stay) => readonly BoundedStay[];

/** Overdue duties and answers. */
export function owedStalls(open: OpenCase): readonly FoundStall[] {
  const { duties, handovers } = open.assessment;
  return [
    ...duties.flatMap((duty) => dutyStall(open, duty)),
    ...handovers.flatMap((handover) => handoverStall(open, handover)),
  ];
}

/** For a patient who was on the pathway at the query's instant; it is parked for every pathway. */
export function parkedStall(
  { patient, processor, event, code, since }: Parking,
  { at, version, stage, holder }: Assessment,
): FoundStall {
  const seconds = (at - since) / 1000;
  return {
    ...{ patient, version, processor, ...event, code },
    ...{ kind: 'parked', stage: stage?.stage ?? '', holder: holder ?? '', parked: since },
    ...{ ageSeconds: seconds, expectedSeconds: 0, excessSeconds: seconds },
    ...FOR_OPERATORS,
  };
}

/** Neither stage nor time are known: it comes before all others. */
export function unreadableStall({ patient, code }: Unreadable): FoundStall {
  return {
    ...{ patient, code, kind: 'unreadable', stage: '', holder: '' },
    ...{ ageSeconds: 0, expectedSeconds: 0, excessSeconds: 0 },
    ...FOR_OPERATORS,
  };
}

const FOR_OPERATORS = { missing: [], missingWords: '', from: 'operators' } as const;

function whereOf({ patient, assessment }: OpenCase) {
  const { key, version, stage, holder, organisation } = assessment;
  return {
    patient,
    ...(key !== undefined && { key }),
    version,
    stage: stage?.stage ?? '',
    holder: holder ?? '',
    ...(organisation !== undefined && { organisation }),
  };
}

function dutyStall(open: OpenCase, duty: DutyInstance): readonly FoundStall[] {
  const { armedAt, dueAt, awaits, owner, organisation } = duty;
  if (duty.state !== 'breached' || !duty.open || dueAt === undefined) return [];
  const rule = open.definition.duties.find(({ id }) => id === duty.duty);
  const from = publisherOf(open.definition, awaits) ?? owner;
  const isOwners = from === owner && organisation !== undefined;
  return [
    {
      ...whereOf(open),
      kind: 'duty',
      duty: duty.duty,
      owner,
      ...(organisation !== undefined && { ownerOrganisation: organisation }),
      ...(duty.attributable === false && { attributable: false as const }),
      ...overdue(armedAt, dueAt, open.assessment.at),
      ...missingOf(...(rule === undefined ? [] : missingParts(rule, duty))),
      from,
      ...(isOwners && { fromOrganisation: organisation }),
    },
  ];
}

/** Only for the open episode: once an episode is closed, no answer is owed. */
function handoverStall(open: OpenCase, offer: HandoverInstance): readonly FoundStall[] {
  const { at, zone, episodes } = open.assessment;
  if (offer.episode !== episodes.at(-1)?.number) return [];
  const rule = open.definition.handovers.find(({ id }) => id === offer.handover);
  return owedOn(offer, rule).map(({ owed, since, due, patterns, told, ...by }) => ({
    ...whereOf(open),
    kind: 'handover',
    handover: offer.handover,
    ...(offer.attempt > 1 && { attempt: offer.attempt }),
    owed,
    ...overdue(since, due, at),
    ...missingOf(patterns),
    from: by.from,
    ...(by.fromOrganisation !== undefined && { fromOrganisation: by.fromOrganisation }),
    ...(told.length > 0 && {
      told: told.map((each) => ({ ...each, at: formatInstant(each.at, zone) })),
    }),
  }));
}

/** A due date that was set explicitly may precede the day on which it was set. */
function overdue(since: number, due: number, at: number) {
  return {
    due,
    ageSeconds: (at - since) / 1000,
    expectedSeconds: Math.max(0, due - since) / 1000,
    excessSeconds: (at - Math.max(due, since)) / 1000,
  };
}

/** A stay beyond one of its bounds. */
export function stageStall(
  { patient, key, definition, at, stage, holder, organisation, stay }: OpenStay,
  bounds: BoundsOf,
): readonly FoundStall[] {
  const beyond = bounds(stay).filter(({ until }) => at > until);
  const soonest = beyond[0];
  if (soonest === undefined) return [];
  const missing = missingOf(endsOfStage(definition, stay.stage));
  return [
    {
      ...{ patient, ...(key !== undefined && { key }), version: definition.version },
      ...{ stage: stay.stage, holder },
      ...(organisation !== undefined && { organisation }),
      kind: 'stage',
      beyond: beyond.map(({ by }) => by),
      ageSeconds: (at - stay.from) / 1000,
      expectedSeconds: (soonest.until - stay.from) / 1000,
      excessSeconds: (at - soonest.until) / 1000,
      ...missing,
      from: publisherOf(definition, missing.missing) ?? stage.holder,
    },
  ];
}

function missingOf(...parts: readonly (readonly EventPattern[])[]) {
  return { missing: typesOf(parts.flat()), missingWords: formatParts(parts) };
}
