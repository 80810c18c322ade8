/** Read models folded from the log, and the figures computed from them. */
export { ProjectionRunner, type Progress } from './runner/projection-runner.js';
export type { ReadModels } from './port/read-models.js';
export {
  QueryRefused,
  StoredDefinitionUnreadable,
  type QueryRefusalCode,
} from './models/errors.js';
export { ReadModelsDamaged, ReadModelsOutdated } from './port/errors.js';
export { pendingReviews } from './models/definitions.js';
export { duePatients, patientsAfter, wakeUpsPosition } from './models/wakeups.js';
export { timers, type TimersAnswer, type TimersQuery } from './figures/timers.js';
export { deadDeliveries, dueDeliveries } from './models/outbox-deliveries.js';
export {
  outboxPage,
  undeliveredUpTo,
  type OutboxEntry,
  type OutboxPage,
  type OutboxPageQuery,
  type UndeliveredQuery,
} from './models/outbox-feed.js';
export {
  waitingByService,
  waitingMessages,
  type WaitingAnswer,
  type WaitingMessage,
  type WaitingMessagesAnswer,
  type WaitingMessagesQuery,
  type WaitingQuery,
  type WaitingService,
} from './figures/waiting-messages.js';
export { waits, type WaitsAnswer, type WaitsQuery, type WithinAnswer } from './figures/waits.js';
export { outcomes, type OutcomesAnswer, type OutcomesQuery } from './figures/outcomes.js';
export { census, type CensusAnswer, type CensusQuery, type OpenCase } from './figures/census.js';
export { parseCause, type Cause } from './figures/cause.js';
export { flow, type FlowAnswer, type FlowQuery } from './figures/flow.js';
export {
  stalls,
  type HolderStalls,
  type StallsAnswer,
  type StallsQuery,
} from './figures/stalls.js';
export { queues, type QueueCounts, type QueuesAnswer, type QueuesQuery } from './figures/queues.js';
export type { Stall } from './figures/stall-kinds.js';
export {
  custody,
  type CustodyAnswer,
  type CustodyQuery,
  type IdleSpell,
  type OpenOffer,
  type ServiceCustody,
} from './figures/custody.js';
export type { CustodyCounts } from './figures/custody-counts.js';
export type { StayBound } from './figures/stage-expectations.js';
export {
  migration,
  type DeviationChange,
  type DutyChange,
  type DutyStanding,
  type EpisodeChange,
  type HandoverChange,
  type HandoverStanding,
  type MilestoneChange,
  type MigrationAnswer,
  type MigrationQuery,
} from './figures/migration.js';
export type { LeavesOut, Unreadable } from './figures/each-patient.js';
export type { AnswerHead, Asked } from './figures/question.js';
export { type Censoring, type SpellEvidence, type SpellQuery } from './figures/spell.js';
export { JourneyRefused, replayJourney, type PublishedPathways } from './journey/replay-journey.js';
export type { JourneyAnswer, JourneyQuery, PathwayInForce } from './journey/journey-answer.js';
