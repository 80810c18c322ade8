/** What a care event is: the catalogue, its envelope and schema, its order, corrections, and how it is stored. */
export { CATALOGUE, THEMES } from './catalogue/catalogue.js';
export type { CatalogueEntry } from './catalogue/entry.js';
export { namedFields } from './catalogue/named-fields.js';
export { factKey } from './event/care-event.js';
export type { CareEvent, RecordedFact } from './event/care-event.js';
export type { Json, JsonObject } from './text/json.js';
export { ENVELOPE_LIMITS, PATHWAY_ID, checkCareEvent } from './checks/check-care-event.js';
export { contentDifference } from './checks/content-difference.js';
export { isCorrection, targetKeys } from './history/corrections.js';
export { schemaFault } from './checks/data-schema.js';
export { schemaRisks } from './schema/bounded-schema.js';
export {
  DECISION_TYPES,
  HANDOVER_DECISION_TYPES,
  isDecisionType,
  isDutyDecision,
  isHandoverDecision,
} from './stored/decision-types.js';
export type {
  DecisionType,
  DutyDecisionType,
  EpisodeDecisionType,
  HandoverDecisionType,
} from './stored/decision-types.js';
export type { DeclaredSchema } from './event/declared-types.js';
export { isKnownType, parseTypeLiteral, typeLiteral } from './event/event-type.js';
export { FactIndex } from './history/fact-index.js';
export { compareFacts, compareTexts, mayPrecede } from './history/fact-order.js';
export type { Fault } from './event/fault.js';
export { factsKnownAt, historyOf, timedFact } from './history/history.js';
export type { UnappliedCorrection } from './history/history.js';
export {
  PARKED_STREAM,
  RELEASE_TYPES,
  parkingStepOf,
  PROCESSORS,
  SEQUENCE_DISCARDED,
  SEQUENCE_PARKED,
  SEQUENCE_RETRIED,
} from './stored/parked-names.js';
export { PATHWAY_REVIEWED, pathwayReviewOf } from './stored/pathway-review.js';
export type { PathwayReview } from './stored/pathway-review.js';
export { ORGANISATIONS_REVIEWED, organisationsReviewOf } from './stored/organisations-review.js';
export type { OrganisationsReviewed, Review } from './stored/organisations-review.js';
export { parkingsOf } from './stored/parkings.js';
export type { Parking, ParkingRelease } from './stored/parkings.js';
export {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  DUTY_STREAM,
  HANDOVER_STREAM,
  isMessageStream,
  messageStream,
  MESSAGE_DELIVERED,
  MESSAGE_KINDS,
  MESSAGE_SENT,
  OUTBOX_ACKNOWLEDGED,
  OUTBOX_STREAM,
  isReceiver,
  isReceiverName,
  receiverOf,
  receiverParts,
} from './stored/handover-message.js';
export type {
  DeliveryFailed,
  DeliveryRetried,
  HandoverMessage,
  MessageDelivered,
  MessageKind,
  OutboxAcknowledged,
} from './stored/handover-message.js';
export type {
  Processor,
  ReleaseKind,
  SequenceParked,
  SequenceReleased,
} from './stored/parked-names.js';
export type { Organisation } from './organisations/organisation.js';
export { EMPTY_DIRECTORY, OrganisationDirectory } from './organisations/organisation-directory.js';
export type { OrganisationFound } from './organisations/organisation-directory.js';
export { changesBy } from './organisations/organisation-changes.js';
export type { OrganisationChange } from './organisations/organisation-changes.js';
export { IDENTIFIER_SYSTEMS } from './organisations/identifier-systems.js';
export { ORGANISATION_SCHEMA, readOrganisation } from './organisations/organisation-schema.js';
export { organisationFromStored, storedOrganisation } from './organisations/stored-organisation.js';
export type { StatedBy } from './organisations/stored-organisation.js';
export { PatientAge, birthAmong, birthIn } from './history/patient-age.js';
export { sexAmong } from './history/patient-sex.js';
export type { TimedFact } from './history/timed-fact.js';
export type {
  FactOutcome,
  FactRefusal,
  FactSink,
  FactStanding,
  Recorded,
} from './event/recorded.js';
export { refusalText } from './event/refusal-text.js';
export { enteredUnaddressed, WARNING_CODES } from './event/warning.js';
export type { FactWarning } from './event/warning.js';
export {
  ID_COLLISION_NOTICED,
  ID_COLLISIONS_STREAM,
  idCollisionFromStored,
} from './stored/id-collisions.js';
export type { IdCollision } from './stored/id-collisions.js';
export { ENGINE_SOURCE, factFromStored, storedFact } from './stored/stored-fact.js';
export type { StoredContent, StoredEvent } from './stored/stored-fact.js';
export {
  DATA_LOSS_ACCEPTED,
  DATA_LOSS_STREAM,
  DEFINITION_STREAM,
  ORGANISATIONS_STREAM,
  PATHWAY_MIGRATED,
  PATHWAY_PUBLISHED,
  PATIENT_STREAM,
  TENANT_SECRET_RECORDED,
  TENANT_SECRET_STREAM,
} from './stored/stored-names.js';
export type { TenantSecretRecorded } from './stored/stored-names.js';
export { closestName, didYouMean } from './text/closest-name.js';
export { errorText } from './text/error-text.js';
export { faultCode } from './text/fault-code.js';
export { formatValue } from './text/format-value.js';
export { jsonMemory } from './text/json-memory.js';
export { eventMemory, HISTORY_LIMITS, HistoryTooLarge } from './stored/history-limits.js';
export { sanitizeText } from './text/sanitize-text.js';
export type { Writable } from './event/writable.js';
