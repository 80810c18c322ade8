/**
 * How facts and decisions look in the log, and how they are read back.
 * WARNING: these names are storage; logs hold them for ever. They are short because
 * they are written with every event.
 */
import type { CareEvent, Json, JsonObject, RecordedFact } from './care-event.js';
import type {
  Decision,
  DecisionType,
  DutyDecisionType,
  EpisodeDecisionType,
  HandoverDecisionType,
  RecordedDecision,
} from '../decisions/decision.js';
import { parseTypeLiteral, typeLiteral } from './event-type.js';
import type { Writable } from '../text/writable.js';

/** Source of the engine's decisions; no publisher may use it. */
export const ENGINE_SOURCE = 'urn:stafett:engine';

/** Version of the decisions' data, of whichever type. */
const DECISION_VERSION = 1;

const DUTY_DECISIONS: ReadonlySet<string> = new Set<DutyDecisionType>([
  'DutyArmed',
  'DutyMet',
  'DutyBreached',
  'DutyExempted',
  'DutyReopened',
  'DutyVoided',
]);

const EPISODE_DECISIONS: ReadonlySet<string> = new Set<EpisodeDecisionType>([
  'EpisodeRecurred',
  'EpisodeRecurrenceVoided',
]);

const HANDOVER_DECISIONS: ReadonlySet<string> = new Set<HandoverDecisionType>([
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
]);

/** The part of a new event that says what it is; the engine adds the id. */
export interface StoredContent {
  /** Versioned literal, such as `ReferralSent.v1`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** The part of a recorded event that reading back needs. */
export interface StoredEvent extends StoredContent {
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
}

/** Whether a bare type is one of the engine's decisions. */
export function isDecisionType(type: string): type is DecisionType {
  return DUTY_DECISIONS.has(type) || EPISODE_DECISIONS.has(type) || HANDOVER_DECISIONS.has(type);
}

/** Whether a stored type, such as `HandoverOffered.v1`, decides on a handover. */
export function isHandoverDecision(literal: string): boolean {
  return HANDOVER_DECISIONS.has(parseTypeLiteral(literal).type);
}

/**
 * A fact as the log holds it. `wake` goes with the last event of a batch: when the
 * patient should be looked at again, ms since the epoch.
 */
export function storedFact(fact: CareEvent, wake?: number): StoredContent {
  const metadata: Record<string, Json> = { source: fact.source, id: fact.id, at: fact.occurredAt };
  if (fact.issuedAt !== undefined) metadata['issued'] = fact.issuedAt;
  if (fact.sequence !== undefined) metadata['seq'] = fact.sequence;
  if (fact.pathway !== undefined) metadata['pathway'] = fact.pathway;
  if (fact.actor?.role !== undefined) metadata['role'] = fact.actor.role;
  if (fact.actor?.organisation !== undefined) metadata['org'] = fact.actor.organisation;
  if (fact.municipality !== undefined) metadata['municipality'] = fact.municipality;
  if (fact.correctionOf !== undefined) metadata['corrects'] = fact.correctionOf;
  if (wake !== undefined) metadata['wake'] = wake;
  return { type: typeLiteral(fact.type, fact.version), data: fact.data, metadata };
}

/** The fact that a recorded event holds; undefined when it holds none (a decision, a definition). */
export function factFromStored(event: StoredEvent): RecordedFact | undefined {
  const { source, id, at, issued, seq, pathway, role, org, municipality, corrects } =
    event.metadata as FactMetadata;
  if (typeof source !== 'string' || typeof id !== 'string' || typeof at !== 'string') {
    return undefined;
  }
  if (source === ENGINE_SOURCE) return undefined;
  const { type, version } = parseTypeLiteral(event.type);
  const fact: Writable<RecordedFact> = {
    id,
    source,
    type,
    version,
    occurredAt: at,
    data: event.data,
    recordedAt: event.recordedAt,
  };
  if (typeof issued === 'string') fact.issuedAt = issued;
  if (typeof seq === 'string') fact.sequence = seq;
  if (typeof pathway === 'string') fact.pathway = pathway;
  if (typeof role === 'string') {
    fact.actor = typeof org === 'string' ? { role, organisation: org } : { role };
  } else if (typeof org === 'string') {
    fact.actor = { organisation: org };
  }
  if (typeof municipality === 'string') fact.municipality = municipality;
  if (typeof corrects === 'string') fact.correctionOf = corrects;
  return fact;
}

/** A decision as the log holds it; `wake` as for a fact. */
export function storedDecision(decision: Decision, wake?: number): StoredContent {
  const metadata: Record<string, Json> = {
    source: ENGINE_SOURCE,
    key: decision.key,
    effective: decision.effectiveAt,
  };
  if (wake !== undefined) metadata['wake'] = wake;
  return { type: typeLiteral(decision.type, DECISION_VERSION), data: decision.data, metadata };
}

/** The decision that a recorded event holds; undefined when it holds none. */
export function decisionFromStored(event: StoredEvent): RecordedDecision | undefined {
  const { source, key, effective } = event.metadata;
  if (source !== ENGINE_SOURCE) return undefined;
  if (typeof key !== 'string' || typeof effective !== 'number') return undefined;
  const { type } = parseTypeLiteral(event.type);
  if (!isDecisionType(type)) return undefined;
  const { pathway, duty, handover, episode, occurrence, attempt } = event.data;
  if (typeof pathway !== 'string') return undefined;
  if (DUTY_DECISIONS.has(type) && typeof duty !== 'string') return undefined;
  if (HANDOVER_DECISIONS.has(type) && typeof handover !== 'string') return undefined;
  return {
    type,
    key,
    effectiveAt: effective,
    data: event.data,
    pathway,
    ...(DUTY_DECISIONS.has(type) && typeof duty === 'string' && { duty }),
    ...(HANDOVER_DECISIONS.has(type) && typeof handover === 'string' && { handover }),
    episode: typeof episode === 'number' ? episode : 1,
    occurrence: typeof occurrence === 'string' ? occurrence : '',
    attempt: typeof attempt === 'number' ? attempt : 1,
    recordedAt: event.recordedAt,
  };
}

/** One read each instead of one look-up by name each: this is the way of every event of a log. */
type FactMetadata = Readonly<
  Record<
    | 'source'
    | 'id'
    | 'at'
    | 'issued'
    | 'seq'
    | 'pathway'
    | 'role'
    | 'org'
    | 'municipality'
    | 'corrects',
    Json | undefined
  >
>;
