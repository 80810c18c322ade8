/** What a definition says of a history: stages, duties, clocks, handovers, custody, queues, measures, and the decisions that follow. */
export { assess } from './assessment/assess.js';
export type {
  Assessment,
  ClockReading,
  CustodySpell,
  DeviationKind,
  DutyInstance,
  Episode,
  HandoverInstance,
  HandoverEvent,
  QueueEntry,
  StageSpell,
  CustodyBasis,
} from './state/assessment.js';
export { countedFacts } from './assessment/counted-facts.js';
export { custodyFaults } from './custody/custody-faults.js';
export { journeyFacts, timelineOf } from './assessment/journey-facts.js';
export { Journey } from './assessment/journey.js';
export type { JourneyOptions } from './assessment/journey.js';
export { custodyReport } from './custody/custody-report.js';
export type { CustodyReport, HeldSpell } from './custody/custody-report.js';
export type { OfferEnd, OfferTime } from './custody/offer-time.js';
export { decide } from './decisions/decide.js';
export type { Decision, RecordedDecision } from './decisions/decision.js';
export { decisionFromStored, storedDecision } from './decisions/stored-decision.js';
export { namedTypes } from './definition/all-patterns.js';
export { bareDefinition } from './definition/bare-definition.js';
export { codeInRanges, parseCodeRange } from './definition/code-range.js';
export type {
  ClockRule,
  DeclaredType,
  Definition,
  DueRule,
  DutyRule,
  EpisodeRules,
  GuardRule,
  HandoverAction,
  HandoverRule,
  InstrumentMeasure,
  InterruptRule,
  Level,
  LimitRef,
  Measures,
  MilestoneRule,
  MoneyMeasure,
  Origin,
  OwnerRef,
  Parameter,
  ParameterValue,
  PlainDueRule,
  Problem,
  QueueRule,
  SequenceRule,
  Service,
  ServiceRef,
  StageExit,
  StageRule,
  WaitMeasure,
} from './definition/definition.js';
export { resolveLimit } from './definition/parameters.js';
export { PathwayVersions } from './versions/pathway-versions.js';
export { VersionedJourney } from './versions/versioned-journey.js';
export type { Migration, PublishedDefinition } from './versions/pathway-versions.js';
export { PATIENT_AGE, meets } from './definition/pattern.js';
export type { Condition, EventPattern, Scalar } from './definition/pattern.js';
export { overtakings } from './queues/queue-order.js';
export type { Overtaking } from './queues/queue-order.js';
export { messagesDue } from './messages/messages-due.js';
export type { MessageDraft, SentMessage } from './messages/messages-due.js';
export type { MeasuredInstrument, Score } from './measures/measured-instrument.js';
export type { MeasuredMoney, MoneyItem } from './measures/measured-money.js';
export type { MeasuredWait } from './measures/measured-waits.js';
export { measuresOf } from './measures/measures.js';
export type { JourneyMeasures, MeasuringOptions } from './measures/measures.js';
