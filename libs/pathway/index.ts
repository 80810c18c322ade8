/** What a definition says of a history: stages, duties, clocks, handovers, custody, queues, measures, and the decisions that follow. */
export { assess } from './assessment/assess.js';
export type { Assessment, Episode, QueueEntry, StageSpell } from './state/assessment.js';
export type { ClockReading } from './state/clock-reading.js';
export type { CustodySpell, CustodyBasis } from './state/custody-spell.js';
export { DEVIATION_KINDS, type Deviation, type DeviationKind } from './state/deviation.js';
export type { DutyInstance } from './state/duty-instance.js';
export type { HandoverInstance, HandoverEvent } from './state/handover-instance.js';
export { countedFacts } from './assessment/counted-facts.js';
export { missingParts } from './duties/duty-parts.js';
export { custodyFaults } from './custody/custody-faults.js';
export { journeyFacts, timelineOf } from './assessment/journey-facts.js';
export { Journey } from './assessment/journey.js';
export type { JourneyOptions } from './assessment/journey.js';
export { daysBy } from './custody/custody-days.js';
export { custodyReport } from './custody/custody-report.js';
export type { Dropped } from './custody/dropped.js';
export type { CustodyReport, HeldSpell } from './custody/custody-report.js';
export type { OfferEnd, OfferTime } from './custody/offer-time.js';
export { decide } from './decisions/decide.js';
export { DecisionLedger } from './decisions/decision-ledger.js';
export type { Decision, RecordedDecision } from './decisions/decision.js';
export { decisionFromStored, storedDecision } from './decisions/stored-decision.js';
export { namedTypes } from './definition/all-patterns.js';
export { bareDefinition } from './definition/bare-definition.js';
export { textsOf, type PathwayTexts } from './definition/texts.js';
export { inLanguage, languageOf, languagesOf, textIn } from './definition/languages.js';
export { codeInRanges, parseCodeRange } from './definition/code-range.js';
export type { ClockRule, CountingRule } from './definition/clock-rule.js';
export type {
  DeclaredType,
  Definition,
  EpisodeKey,
  EpisodeRules,
  Level,
  QueueRule,
  Service,
} from './definition/definition.js';
export type {
  AccumulatedDays,
  DueCase,
  DueRule,
  DutyRule,
  PlainDueRule,
} from './definition/duty-rule.js';
export type { OrganisationBinding } from './definition/organisation-binding.js';
export type { GuardRule, SequenceRule } from './definition/order-rules.js';
export type { HandoverAction, HandoverRule } from './definition/handover-rule.js';
export type {
  InstrumentMeasure,
  Measures,
  MoneyMeasure,
  WaitMeasure,
} from './definition/measure-rules.js';
export type {
  InterruptRule,
  MilestoneRule,
  StageExit,
  StageRule,
  GradeRule,
} from './definition/stage-rule.js';
export type { ScopeRule } from './definition/scope-rule.js';
export { isHolderOfScope } from './definition/element.js';
export type {
  HolderOf,
  LimitRef,
  Origin,
  OwnerRef,
  Parameter,
  ParameterValue,
  ServiceRef,
  Severity,
} from './definition/element.js';
export type { Problem } from './definition/problem.js';
export { concerns, withDirectory, type RulesSource } from './rules/pathway-rules.js';
export { bindsOrganisations } from './organisations/bindings.js';
export type { OrganisationState } from './state/organisation-state.js';
export { municipalityIn, resolveLimit } from './definition/parameters.js';
export { PathwayVersions } from './versions/pathway-versions.js';
export { VersionedJourney } from './versions/versioned-journey.js';
export type { Migration, PublishedDefinition } from './versions/pathway-versions.js';
export { isMetByMissing, PATIENT_AGE, meets } from './definition/pattern.js';
export { matches } from './instances/awaiting.js';
export type { Matching } from './state/handover-instance.js';
export type {
  Condition,
  EventPattern,
  Evidence,
  EvidencePattern,
  Scalar,
} from './definition/pattern.js';
export { overtakings } from './queues/queue-order.js';
export type { Overtaking } from './queues/queue-order.js';
export { messagesDue } from './messages/messages-due.js';
export { noticesDue } from './messages/notices-due.js';
export type { MessageDraft, SentMessage } from './messages/messages-due.js';
export type { MeasuredWait } from './measures/measured-waits.js';
export { measuresOf } from './measures/measures.js';
export type { JourneyMeasures } from './measures/measures.js';
