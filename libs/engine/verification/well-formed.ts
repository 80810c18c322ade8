/** Whether an event that can be read says something that belongs into its stream. */
import {
  DEFINITION_STREAM,
  ENGINE_SOURCE,
  factFromStored,
  isMessageStream,
  isDecisionType,
  organisationFromStored,
  organisationsReviewOf,
  ORGANISATIONS_STREAM,
  parkingStepOf,
  PARKED_STREAM,
  parseTypeLiteral,
  PATHWAY_PUBLISHED,
  PATIENT_STREAM,
} from '#care-event';
import type { RecordedEvent } from '#event-store';
import { decisionFromStored } from '#pathway';
import { isTextOfHash } from '../definitions/text-of-hash.js';
import { HANDOVER_OPENED } from '../handovers/handover-stream.js';

export function isWellFormed(event: RecordedEvent): boolean {
  const { stream, type, data } = event;
  if (stream.startsWith(PATIENT_STREAM)) return isOfPatient(event);
  if (stream.startsWith(PARKED_STREAM)) return parkingStepOf(event) !== undefined;
  if (stream.startsWith(DEFINITION_STREAM)) {
    if (typeof data['id'] !== 'string' || typeof data['version'] !== 'number') return false;
    return type !== PATHWAY_PUBLISHED || isTextOfHash(data['yaml'], data['hash']);
  }
  if (stream === ORGANISATIONS_STREAM)
    return (organisationFromStored(event) ?? organisationsReviewOf(event)) !== undefined;
  if (isMessageStream(stream))
    return type === HANDOVER_OPENED || typeof data['message'] === 'string';
  return true;
}

function isOfPatient(event: RecordedEvent): boolean {
  if (event.metadata['source'] !== ENGINE_SOURCE) return factFromStored(event) !== undefined;
  const isDecision = isDecisionType(parseTypeLiteral(event.type).type);
  return !isDecision || decisionFromStored(event) !== undefined;
}
