/** What a care event is: the catalogue, its envelope and schema, its order, corrections, and how it is stored. */
export { CATALOGUE, THEMES } from './catalogue/catalogue.js';
export type { CatalogueEntry } from './catalogue/entry.js';
export { factKey } from './facts/care-event.js';
export type { CareEvent, Json, JsonObject, RecordedFact } from './facts/care-event.js';
export { ENVELOPE_LIMITS, PATHWAY_ID, checkCareEvent } from './facts/check-care-event.js';
export { contentDifference } from './facts/content-difference.js';
export { isCorrection, targetKeys } from './facts/corrections.js';
export { schemaFault } from './facts/data-schema.js';
export { isDecisionType, isDutyDecision, isHandoverDecision } from './facts/decision-types.js';
export type {
  DecisionType,
  DutyDecisionType,
  EpisodeDecisionType,
  HandoverDecisionType,
} from './facts/decision-types.js';
export type { DeclaredSchema } from './facts/declared-types.js';
export { isKnownType, parseTypeLiteral, typeLiteral } from './facts/event-type.js';
export { FactIndex } from './facts/fact-index.js';
export { compareFacts, compareTexts, mayPrecede } from './facts/fact-order.js';
export type { Fault } from './facts/fault.js';
export { factsKnownAt, historyOf, place } from './facts/history.js';
export type { MisplacedCorrection } from './facts/history.js';
export {
  PARKED_STREAM,
  PROCESSORS,
  SEQUENCE_DISCARDED,
  SEQUENCE_PARKED,
  SEQUENCE_RETRIED,
} from './facts/parked-names.js';
export type { Processor, SequenceParked, SequenceReleased } from './facts/parked-names.js';
export { PatientAge, birthAmong, birthIn } from './facts/patient-age.js';
export type { PlacedFact } from './facts/placed-fact.js';
export type { FactOutcome, FactSink, FactStanding, Recorded } from './facts/recorded.js';
export { ENGINE_SOURCE, factFromStored, storedFact } from './facts/stored-fact.js';
export type { StoredContent, StoredEvent } from './facts/stored-fact.js';
export {
  DEFINITION_STREAM,
  PATHWAY_MIGRATED,
  PATHWAY_PUBLISHED,
  PATHWAY_REVIEWED,
  PATIENT_STREAM,
} from './facts/stored-names.js';
export { closestName } from './text/closest-name.js';
export { faultCode } from './text/fault-code.js';
export { shown } from './text/shown.js';
export { visible } from './text/visible.js';
export type { Writable } from './text/writable.js';
