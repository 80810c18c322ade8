/** Read models folded from the log, and the figures computed from them. */
export { ProjectionRunner, type Progress, type RunnerOptions, type RunOptions } from './runner.js';
export type { Checkpoint } from './checkpoints.js';
export { standingOfModels } from './standing.js';
export type {
  Fold,
  LogEntry,
  Model,
  ReadModels,
  ReadView,
  SqlValue,
  Write,
  WriteTransaction,
} from './port.js';
export type { Tables } from './tables.js';
export {
  QueryRefused,
  ReadModelsDamaged,
  ReadModelsOutdated,
  StoredDefinitionUnreadable,
  type QueryRefusalCode,
} from './errors.js';
export { pendingReviews, type PendingReview } from './models/definitions.js';
export {
  duePatients,
  patientsAfter,
  wakeupBacklog,
  type DuePatient,
  type WakeupBacklog,
} from './models/wakeups.js';
export { digestOf } from './digest.js';
export { waits, type WaitsAnswer, type WaitsQuery, type WithinAnswer } from './figures/waits.js';
export {
  outcomes,
  type OutcomesAnswer,
  type OutcomesAt,
  type OutcomesQuery,
} from './figures/outcomes.js';
export {
  census,
  type CensusAnswer,
  type CensusQuery,
  type OpenCase,
  type OpenOver,
} from './figures/census.js';
export { parseCause, type Cause } from './figures/cause.js';
export { flow, type FlowAnswer, type FlowQuery } from './figures/flow.js';
export {
  stalls,
  type HolderStalls,
  type Stall,
  type StallsAnswer,
  type StallsQuery,
} from './figures/stalls.js';
export type { ExpectedStay } from './figures/stage-expectations.js';
export type { UnknownType } from './figures/asked-types.js';
export type { AnswerHead, Asked } from './figures/question.js';
export {
  START,
  type Censoring,
  type EventEvidence,
  type SpellEvidence,
  type SpellQuery,
} from './figures/spell.js';
