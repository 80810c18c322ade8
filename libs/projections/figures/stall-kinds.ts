/**
 * What stalls in one open case: overdue duties, handovers with an overdue answer, and stays
 * in a stage beyond its limit or longer than expected. Also what stalls in the program: a
 * parked sequence, and a patient who cannot be assessed.
 */
import type { Parking } from '#care-event';
import { missingParts } from '#pathway';
import type {
  Assessment,
  Definition,
  DutyInstance,
  EventPattern,
  HandoverInstance,
  Matching,
  Severity,
  StageSpell,
} from '#pathway';
import type { Unreadable } from '../standing/each-patient.js';
import { owedOn } from './owed-answers.js';
import { typesOf } from './named-types.js';
import type { BoundedStay } from './stage-expectations.js';
import { endsOfStage, publisherOf } from './stage-exits.js';
import type { NoticedBy, Stall } from './stall.js';
import type { Stay } from './stays.js';
import type { FoundNotice } from './notices.js';

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

/** In the order in which those are listed that are alike in all else. */
export const KINDS: readonly Stall['kind'][] = [
  ...(['duty', 'handover', 'stage', 'parked', 'unreadable'] as const),
];

/**
 * A stall before it is formatted, or what one rule notices of it. Formatting instants and patterns is
 * slow, and only some are listed.
 */
export type FoundStall = Omit<
  Stall,
  'dueAt' | 'parkedAt' | 'missing' | 'missingWords' | 'notified'
> & {
  readonly due?: number;
  readonly parked?: number;
  /** What would end it: one event of each part. */
  readonly parts: readonly (readonly EventPattern[])[];
  readonly notified?: readonly FoundNotice[];
  /** The scope that it is about; absent for the pathway's own responsibility. */
  readonly scope?: string;
  readonly matching?: Matching;
  /** Which instance of its rule. */
  readonly ordinal: number;
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
  { at, version, stage, holder }: Pick<Assessment, 'at' | 'version' | 'stage' | 'holder'>,
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

/** What nobody can see may be dangerous. */
const FOR_OPERATORS = {
  severity: 'high',
  noticedBy: [],
  parts: [],
  ordinal: 1,
  from: 'operators',
} as const;

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
  const { armedAt, dueAt, awaits, owner, organisation, scope, matching } = duty;
  if (duty.state !== 'breached' || !duty.open || dueAt === undefined) return [];
  const rule = open.definition.duties.find(({ id }) => id === duty.duty);
  const from = publisherOf(open.definition, awaits) ?? owner;
  const isOwners = from === owner && organisation !== undefined;
  const time = overdue(armedAt, dueAt, open.assessment.at);
  const notified = noticesOf(duty);
  return [
    {
      ...whereOf(open),
      kind: 'duty',
      ...noticed({ kind: 'duty', id: duty.duty }, rule?.severity, time.excessSeconds),
      duty: duty.duty,
      owner,
      ...(organisation !== undefined && { ownerOrganisation: organisation }),
      ...(duty.attributable === false && { attributable: false as const }),
      ...time,
      parts: rule === undefined ? [] : missingParts(rule, duty),
      from,
      ...(isOwners && { fromOrganisation: organisation }),
      ...(notified.length > 0 && { notified }),
      ...(scope !== undefined && { scope }),
      ...(matching !== undefined && { matching }),
      ordinal: duty.instance,
    },
  ];
}

/** What was sent to whoever is warned, or has it escalated to them. */
function noticesOf({ warnings, escalations }: DutyInstance): readonly FoundNotice[] {
  return [
    ...warnings.map(({ to, at, organisation }) => ({
      ...{ how: 'warned' as const, service: to, at, message: 'due-soon' as const },
      ...(organisation !== undefined && { organisation }),
    })),
    ...escalations.map(({ to, at, organisation }) => ({
      ...{ how: 'escalated' as const, service: to, at, message: 'overdue' as const },
      ...(organisation !== undefined && { organisation }),
    })),
  ].sort((a, b) => a.at - b.at);
}

/** Only for the open episode: once an episode is closed, no answer is owed. */
function handoverStall(open: OpenCase, offer: HandoverInstance): readonly FoundStall[] {
  const { at, episodes } = open.assessment;
  if (offer.episode !== episodes.at(-1)?.number) return [];
  const { handover: id, attempt, scope, matching } = offer;
  const rule = open.definition.handovers.find((one) => one.id === id);
  return owedOn(offer, rule).map(({ owed, since, due, patterns, notified, ...owes }) => {
    const time = overdue(since, due, at);
    const by = { kind: 'handover' as const, id, ...(attempt > 1 && { attempt }) };
    return {
      ...whereOf(open),
      kind: 'handover',
      ...noticed(by, rule?.severity, time.excessSeconds),
      handover: id,
      ...(attempt > 1 && { attempt }),
      owed,
      ...time,
      parts: [patterns],
      from: owes.from,
      ...(owes.fromOrganisation !== undefined && { fromOrganisation: owes.fromOrganisation }),
      ...(notified.length > 0 && { notified }),
      ...(scope !== undefined && { scope }),
      ...(matching !== undefined && { matching }),
      ordinal: offer.instance,
    };
  });
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

function noticed(
  by: Omit<NoticedBy, 'severity' | 'excessSeconds'>,
  severity: Severity = 'normal',
  excessSeconds: number,
) {
  return { severity, noticedBy: [{ ...by, severity, excessSeconds }] };
}

/**
 * A stay beyond one of its bounds. Its severity is that of the definition's own bounds: a stay that
 * is merely longer than most is no danger that the definition speaks of.
 */
export function stageStall(
  { patient, key, definition, at, stage, holder, organisation, stay }: OpenStay,
  bounds: BoundsOf,
): readonly FoundStall[] {
  const beyond = bounds(stay).filter(({ until }) => at > until);
  const soonest = beyond[0];
  if (soonest === undefined) return [];
  const bound = beyond.map(({ by }) => by);
  const ends = endsOfStage(definition, stay.stage);
  const rule = definition.stages.find(({ id }) => id === stay.stage);
  const isBounded = bound.some((by) => by !== 'population-p90');
  const excessSeconds = (at - soonest.until) / 1000;
  const from = publisherOf(definition, typesOf(ends)) ?? stage.holder;
  const isHolders = from === holder && organisation !== undefined;
  return [
    {
      ...{ patient, ...(key !== undefined && { key }), version: definition.version },
      ...{ stage: stay.stage, holder },
      ...(organisation !== undefined && { organisation }),
      kind: 'stage',
      ...noticed(
        { kind: 'stage', id: stay.stage, beyond: bound },
        isBounded ? rule?.severity : undefined,
        excessSeconds,
      ),
      beyond: bound,
      ageSeconds: (at - stay.from) / 1000,
      expectedSeconds: (soonest.until - stay.from) / 1000,
      excessSeconds,
      parts: [ends],
      from,
      ...(isHolders && { fromOrganisation: organisation }),
      ordinal: 1,
    },
  ];
}
