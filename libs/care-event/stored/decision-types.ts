/**
 * The types of the engine's decisions, which no publisher may use.
 * WARNING: these names are storage; logs hold them for ever.
 */
import { parseTypeLiteral, typeLiteral } from '../event/event-type.js';

const DUTY_DECISIONS = [
  'DutyArmed',
  'DutyWarned',
  'DutyMet',
  'DutyBreached',
  'DutyEscalated',
  'DutyExempted',
  'DutyReopened',
  'DutyVoided',
] as const;
export type DutyDecisionType = (typeof DUTY_DECISIONS)[number];

const EPISODE_DECISIONS = ['EpisodeRecurred', 'EpisodeRecurrenceVoided'] as const;
export type EpisodeDecisionType = (typeof EPISODE_DECISIONS)[number];

/** One for each event of a handover, and two that take such events back. */
const HANDOVER_DECISIONS = [
  'HandoverOffered',
  'HandoverInformationRequested',
  'HandoverInformationSupplied',
  'HandoverInformationOverdue',
  'HandoverFellSilent',
  'HandoverReminded',
  'HandoverEscalated',
  'HandoverAccepted',
  'HandoverRefused',
  'HandoverWithdrawn',
  'HandoverWithdrawalAnswered',
  'HandoverOvertaken',
  'HandoverReopened',
  'HandoverVoided',
] as const;
export type HandoverDecisionType = (typeof HANDOVER_DECISIONS)[number];

export type DecisionType = DutyDecisionType | EpisodeDecisionType | HandoverDecisionType;

const ON_DUTIES: ReadonlySet<string> = new Set(DUTY_DECISIONS);
const ON_HANDOVERS: ReadonlySet<string> = new Set(HANDOVER_DECISIONS);
export const DECISION_TYPES: readonly DecisionType[] = [
  ...DUTY_DECISIONS,
  ...EPISODE_DECISIONS,
  ...HANDOVER_DECISIONS,
];
const ALL: ReadonlySet<string> = new Set(DECISION_TYPES);

/** Whether a bare type is one of the engine's decisions. */
export function isDecisionType(type: string): type is DecisionType {
  return ALL.has(type);
}

export function isDutyDecision(type: DecisionType): type is DutyDecisionType {
  return ON_DUTIES.has(type);
}

/** All of them as the log holds them. */
export const HANDOVER_DECISION_TYPES: readonly string[] = HANDOVER_DECISIONS.map((type) =>
  typeLiteral(type, 1),
);

/** Whether a stored type, such as `HandoverOffered.v1`, decides on a handover. */
export function isHandoverDecision(literal: string): boolean {
  return ON_HANDOVERS.has(parseTypeLiteral(literal).type);
}
