/**
 * The pure core: care events, pathway definitions, and `assess`, the one function that
 * says where a patient stands. No clock, no randomness, no input or output.
 */
export { factKey } from './care-event.js';
export type { CareEvent, Json, JsonObject, RecordedFact } from './care-event.js';
export type { Fault } from './fault.js';
export type { FactOutcome, FactSink, Recorded } from './recorded.js';

export { formatLimit, limitSeconds, parseLimit } from './limit.js';
export type { Limit } from './limit.js';
export { intervalOf, parseInstant, parseOccurredAt } from './occurred-at.js';
export { dueAt, formatInstant } from './due.js';

export { CATALOGUE, THEMES } from './catalogue/catalogue.js';
export type { CatalogueData, CatalogueType } from './catalogue/catalogue.js';
export type { CatalogueEntry } from './catalogue/entry.js';
export { isKnownType, parseTypeLiteral, typeLiteral } from './event-type.js';
export type { EventType } from './event-type.js';
export { ENVELOPE_LIMITS, checkCareEvent, PATHWAY_ID } from './check-care-event.js';
export {
  DEFINITION_STREAM,
  PATHWAY_PUBLISHED,
  PATHWAY_REVIEWED,
  PATIENT_STREAM,
} from './stored-names.js';
export { contentDifference } from './content-difference.js';
export {
  ENGINE_SOURCE,
  decisionFromStored,
  factFromStored,
  storedDecision,
  storedFact,
} from './stored-event.js';

export type {
  DeclaredType,
  Definition,
  DutyRule,
  Level,
  MilestoneRule,
  Origin,
  Problem,
  Service,
  StageRule,
} from './definition.js';
export type {
  Assessment,
  Deviation,
  DeviationKind,
  DutyInstance,
  DutyState,
  MilestoneReached,
  PlacedFact,
  StageSpell,
} from './assessment.js';
export type { Decision, DecisionReason, DecisionType, RecordedDecision } from './decision.js';

export { mayPrecede } from './fact-order.js';
export { journeyFacts, placeFacts } from './history.js';
export { assess } from './assess.js';
export { Journey } from './journey.js';
export { decide } from './decide.js';

export { readDefinition } from './read-definition.js';
export { bareDefinition } from './bare-definition.js';
