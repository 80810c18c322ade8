/**
 * How decisions look in the log, and how they are read back.
 * WARNING: these names are storage; logs hold them for ever.
 */
import {
  ENGINE_SOURCE,
  isDecisionType,
  isDutyDecision,
  isHandoverDecision,
  type Json,
  parseTypeLiteral,
  type StoredContent,
  type StoredEvent,
  typeLiteral,
} from '#care-event';
import type { Decision, RecordedDecision } from './decision.js';

/** Version of the decisions' data, of whichever type. */
const DECISION_VERSION = 1;

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
  const { pathway, duty, handover, episode, occurrence, attempt, key: episodeKey } = event.data;
  if (typeof pathway !== 'string') return undefined;
  if (isDutyDecision(type) && typeof duty !== 'string') return undefined;
  if (isHandoverDecision(type) && typeof handover !== 'string') return undefined;
  return {
    type,
    key,
    effectiveAt: effective,
    data: event.data,
    pathway,
    ...(typeof episodeKey === 'string' && { episodeKey }),
    ...(isDutyDecision(type) && typeof duty === 'string' && { duty }),
    ...(isHandoverDecision(type) && typeof handover === 'string' && { handover }),
    episode: typeof episode === 'number' ? episode : 1,
    occurrence: typeof occurrence === 'string' ? occurrence : '',
    attempt: typeof attempt === 'number' ? attempt : 1,
    recordedAt: event.knownAt ?? event.recordedAt,
  };
}
