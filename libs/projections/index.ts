/** Read models folded from the log, and the figures computed from them. */
export { ALL_MODELS } from './models/all-models.js';
export { ProjectionRunner, type Progress } from './runner/projection-runner.js';
export { compareModels, type ComparedTable } from './comparing/compare-models.js';
export { isSettled } from './comparing/contents.js';
export { listModels, type ListedModel } from './comparing/model-list.js';
export { modelStates } from './runner/stale-models.js';
export type { ReadModels, ReadView } from './port/read-models.js';
export { QueryRefused, type QueryRefusalCode } from './models/errors.js';
export { modelsPosition, modelTokens } from './port/checkpoints.js';
export { ReadModelsDamaged, ReadModelsOutdated, type RebuildProgress } from './port/errors.js';
export type { ReadModelGenerations, ReadModelsLock } from './port/generations.js';
export { pendingReviews } from './models/pending-reviews.js';
export { duePatients, patientsAfter, wakeUpsPosition } from './models/wakeups.js';
export { timers, type TimersAnswer } from './figures/timers.js';
export {
  deadDeliveries,
  dueDeliveries,
  waitingDeliveries,
  waitingReceivers,
} from './models/outbox-deliveries.js';
export { isInOutbox, outboxPage, undeliveredUpTo } from './models/outbox-feed.js';
export {
  waitingByService,
  waitingMessages,
  type WaitingAnswer,
  type WaitingMessage,
  type WaitingMessagesAnswer,
} from './figures/waiting-messages.js';
export { waits, type WaitsAnswer, type WaitsQuery, type WithinAnswer } from './figures/waits.js';
export { trend, type TrendAnswer, type TrendQuery } from './figures/trend.js';
export type { TrendFigures, TrendMonth } from './figures/trend-tally.js';
export { variation, type VariationAnswer, type VariationQuery } from './figures/variation.js';
export { outcomes, type OutcomesAnswer, type OutcomesQuery } from './figures/outcomes.js';
export { census, type CensusAnswer, type CensusQuery } from './figures/census.js';

export { parseCause, type Cause } from './figures/cause.js';
export {
  duties,
  type DutiesAnswer,
  type DutiesQuery,
  type BreachedDuty,
  type DutyCompliance,
} from './figures/duties.js';
export { due, type DueAnswer, type DueQuery } from './figures/due.js';
export { measures, type MeasuresAnswer, type MeasuresQuery } from './figures/measures.js';
export type { MeasuredTotals } from './figures/measured-totals.js';
export {
  coverage,
  type CoverageAnswer,
  type CoverageQuery,
  type GoalCoverage,
} from './figures/coverage.js';
export { feeds, type Feed, type FeedsAnswer, type FeedsQuery } from './figures/feeds.js';
export {
  returnToWork,
  type ReturnFigures,
  type ReturnToWorkAnswer,
  type ReturnToWorkQuery,
} from './figures/return-to-work.js';
export type { Grouped } from './figures/groups.js';
export { deviations, type DeviationsAnswer, type DeviationsQuery } from './figures/deviations.js';
export { journeys, type JourneysAnswer, type JourneysQuery } from './figures/journeys.js';
export { flow, type FlowAnswer, type FlowQuery } from './figures/flow.js';
export { stalls, type OwingStalls, type StallsAnswer, type StallsQuery } from './figures/stalls.js';
export { queues, type QueueCounts, type QueuesAnswer, type QueuesQuery } from './figures/queues.js';
export type { NoticedBy, Stall } from './figures/stall.js';
export type { Notice } from './figures/notices.js';
export {
  custody,
  type CustodyAnswer,
  type CustodyQuery,
  type DroppedPatient,
  type IdleSpell,
  type OpenOffer,
} from './figures/custody.js';
export type { CustodyTotals } from './figures/custody-tallies.js';
export type { ReturnedOffer } from './figures/custody-returns.js';
export type { CustodyCounts } from './figures/custody-counts.js';
export type { StayBound } from './figures/stage-expectations.js';
export { migration, type MigrationAnswer } from './figures/migration.js';
export type { DutyStatus, EpisodeChange, HandoverStatus } from './figures/migration-changes.js';
export type { OwedShift, PartyTotals } from './figures/migration-totals.js';
export { openEpisodes, type OpenEpisodesAnswer } from './figures/open-episodes.js';
export { entrants, type EntrantsAnswer } from './figures/entrants.js';
export type { Omissions } from './standing/each-patient.js';
export type { SelectedValue } from './figures/selection.js';
export type { Dimension } from './figures/segments.js';
export { requirePathway } from './figures/question.js';
export type { AnswerHead, Caveats, PathwayQuery } from './figures/question.js';
export type { SpellEvidence, SpellQuery } from './figures/spell.js';
export { JourneyRefused } from './journey/patient-history.js';
export { replayJourney } from './journey/replay-journey.js';
export {
  patientCustody,
  type PatientCustody,
  type PatientCustodyQuery,
} from './journey/patient-custody.js';
export type { JourneyAnswer, JourneyQuery } from './journey/journey-answer.js';
export { whenOf } from './journey/days-asked.js';
export type { FigureModels } from './loaded/each-journey.js';
export { FigureCache } from './loaded/figure-cache.js';
export { JourneyColumns } from './columns/journey-columns.js';
export type { JourneySteps } from './columns/journey-steps.js';
