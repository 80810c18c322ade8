/**
 * The pure core: care events, pathway definitions, and `assess`, the one function that
 * says where a patient stands. No clock, no randomness, no input or output.
 */
export { factKey } from './facts/care-event.js';
export type { CareEvent, Json, JsonObject, RecordedFact } from './facts/care-event.js';
export type { Fault } from './facts/fault.js';
export type { FactOutcome, FactSink, Recorded } from './facts/recorded.js';

export { formatLimit, limitSeconds, parseLimit } from './time/limit.js';
export type { Limit } from './time/limit.js';
export { intervalOf, parseInstant, parseOccurredAt } from './time/occurred-at.js';
export { after, dueAt, formatInstant } from './time/due.js';
export { calendarOfZone } from './time/calendar.js';

export { CATALOGUE, THEMES } from './catalogue/catalogue.js';
export type { CatalogueEntry } from './catalogue/entry.js';
export { isKnownType, parseTypeLiteral, typeLiteral } from './facts/event-type.js';
export { ENVELOPE_LIMITS, checkCareEvent, PATHWAY_ID } from './facts/check-care-event.js';
export {
  DEFINITION_STREAM,
  PATHWAY_MIGRATED,
  PATHWAY_PUBLISHED,
  PATHWAY_REVIEWED,
  PATIENT_STREAM,
} from './facts/stored-names.js';
export {
  PARKED_STREAM,
  PROCESSORS,
  SEQUENCE_DISCARDED,
  SEQUENCE_PARKED,
  SEQUENCE_RETRIED,
} from './facts/parked-names.js';
export { faultCode } from './text/fault-code.js';
export type { Processor, SequenceParked, SequenceReleased } from './facts/parked-names.js';
export {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  HANDOVER_STREAM,
  MESSAGE_DELIVERED,
  MESSAGE_KINDS,
  MESSAGE_SENT,
  OUTBOX_ACKNOWLEDGED,
  OUTBOX_STREAM,
} from './handovers/handover-message.js';
export type {
  DeliveryFailed,
  DeliveryRetried,
  HandoverMessage,
  MessageDelivered,
  MessageKind,
  OutboxAcknowledged,
} from './handovers/handover-message.js';
export { messagesDue } from './handovers/handover-messages.js';
export type { MessageDraft, SentMessage } from './handovers/handover-messages.js';
export { contentDifference } from './facts/content-difference.js';
export { ENGINE_SOURCE, factFromStored, storedFact } from './facts/stored-fact.js';
export { decisionFromStored, storedDecision } from './decisions/stored-decision.js';
export { isHandoverDecision } from './facts/decision-types.js';

export type { EventPattern } from './definition/pattern.js';
export type { Definition, LimitRef, Problem, StageRule } from './definition/definition.js';
export type { Assessment, CustodySpell, DutyInstance, Episode, HandoverInstance, HandoverTurn, QueueEntry, StageSpell, Taken } from './journey/assessment.js';
export type { PlacedFact } from './facts/placed-fact.js';
export type { Decision, RecordedDecision } from './decisions/decision.js';

export { mayPrecede } from './facts/fact-order.js';
export { journeyFacts, placeFacts } from './journey/journey-facts.js';
export { namedTypes } from './definition/all-patterns.js';
export { assess } from './journey/assess.js';
export { PathwayVersions } from './definition/pathway-versions.js';
export type { Migration, PublishedDefinition } from './definition/pathway-versions.js';
export { custodyFaults } from './journey/custody-faults.js';
export { countedFacts } from './journey/counted-facts.js';
export { custodyReport } from './custody/custody-report.js';
export type { CustodyReport, HeldSpell } from './custody/custody-report.js';
export type { OfferEnd, OfferTime } from './custody/offer-time.js';
export { Journey } from './journey/journey.js';
export { decide } from './decisions/decide.js';
export { overtakings } from './duties/queue-order.js';
export type { Overtaking } from './duties/queue-order.js';

export { readDefinition } from './reading/read-definition.js';
export { lintDefinition, unsafePatterns } from './lint/lint-definition.js';
export { DEFINITION_BYTES_MAX } from './reading/yaml-document.js';
export { definitionSchema } from './reading/definition-schema.js';
export { limitThere } from './definition/parameters.js';
export { bareDefinition } from './definition/bare-definition.js';

export { readScenarios } from './scenarios/read-scenarios.js';
export { runScenarios } from './scenarios/run-scenarios.js';
export type { Coverage } from './scenarios/run-scenarios.js';
export { scenariosSchema } from './scenarios/scenario-schema.js';
export type { Failure as ScenarioFailure } from './scenarios/comparison.js';

export { drawSvg } from './drawing/svg.js';
export { drawText } from './drawing/text.js';
export { patternWords } from './drawing/words.js';

export { measuresOf } from './measures/measures.js';
export type { JourneyMeasures, MeasuringOptions } from './measures/measures.js';
export type { MeasuredInstrument, Score } from './measures/measured-instrument.js';
export type { MeasuredMoney, MoneyItem } from './measures/measured-money.js';
export type { MeasuredWait } from './measures/measured-waits.js';
