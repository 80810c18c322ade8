/**
 * The pure core: care events, pathway definitions, and `assess`, the one function that
 * says where a patient stands. No clock, no randomness, no input or output.
 */
export { factKey } from './care-event.js';
export type { CareEvent, Json, JsonObject, RecordedFact } from './care-event.js';
export type { Fault } from './fault.js';
export type { FactOutcome, FactSink, Recorded } from './recorded.js';

export { formatLimit, limitSeconds, parseLimit } from './limit.js';
export type { Limit, LimitUnit } from './limit.js';
export { intervalOf, parseInstant, parseOccurredAt } from './occurred-at.js';
export { after, dueAt, formatInstant } from './due.js';
export type { DueOptions, OwnerDays, Standstill } from './due.js';
export {
  calendarOfRegion,
  calendarOfZone,
  isBenefitDay,
  isHoliday,
  isWorkingDay,
} from './calendar.js';
export type { BenefitDays, CalendarRules, Eve, HolidayRegion } from './calendar.js';

export { CATALOGUE, THEMES } from './catalogue/catalogue.js';
export type { CatalogueData, CatalogueType } from './catalogue/catalogue.js';
export type { CatalogueEntry } from './catalogue/entry.js';
export { isKnownType, parseTypeLiteral, typeLiteral } from './event-type.js';
export type { EventType } from './event-type.js';
export { ENVELOPE_LIMITS, checkCareEvent, PATHWAY_ID } from './check-care-event.js';
export {
  DEFINITION_STREAM,
  PATHWAY_MIGRATED,
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

export type { Condition, EventPattern, Scalar } from './pattern.js';
export type {
  DeclaredType,
  Definition,
  DutyRule,
  Level,
  LimitRef,
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
  ClockReading,
  DutyInstance,
  DutyState,
  Episode,
  HandoverInstance,
  Interruption,
  MilestoneReached,
  PlacedFact,
  QueueEntry,
  StageSpell,
} from './assessment.js';
export type { Decision, DecisionReason, DecisionType, RecordedDecision } from './decision.js';

export { mayPrecede } from './fact-order.js';
export { journeyFacts, placeFacts } from './history.js';
export { assess } from './assess.js';
export { PathwayVersions } from './pathway-versions.js';
export type { Migration, PublishedDefinition } from './pathway-versions.js';
export { Journey } from './journey.js';
export { decide } from './decide.js';
export { compareQueued, overtakings } from './queue-order.js';
export type { Overtaking } from './queue-order.js';

export { readDefinition } from './read-definition.js';
export { lintDefinition } from './lint/lint-definition.js';
export { definitionSchema } from './definition-schema.js';
export { bareDefinition } from './bare-definition.js';

export { readScenarios } from './scenarios/read-scenarios.js';
export { coverageOf, runScenarios } from './scenarios/run-scenarios.js';
export type { Coverage, ScenarioResult } from './scenarios/run-scenarios.js';
export { ruleKeys } from './scenarios/rule-keys.js';
export { scenariosSchema } from './scenarios/scenario-schema.js';
export type { Scenario } from './scenarios/scenario.js';
export type { Failure as ScenarioFailure } from './scenarios/comparison.js';

export { drawSvg } from './drawing/svg.js';
export { drawText } from './drawing/text.js';

export { measuresOf } from './measures.js';
export type { JourneyMeasures, MeasuringOptions } from './measures.js';
export type { MeasuredInstrument, Score } from './measured-instrument.js';
export type { MeasuredMoney, MoneyItem } from './measured-money.js';
export type { MeasuredWait } from './measured-waits.js';
