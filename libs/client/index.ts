/** `@stafett/client`: publishes care events to Stafett, one at a time, as a batch, or as a stream. */
export { StafettClient } from './client.js';
export type { BatchOptions, ClientOptions, PublishOptions, StreamOptions } from './options.js';
export type { CatalogueData, WarningCode } from './catalogue.js';
export type { CareEvent, CareEventOf } from './care-event.js';
export { NoAnswerError, ProblemError } from './errors.js';
export type { Fault, ProblemDocument } from './errors.js';
export type {
  BatchReceipt,
  EventResult,
  Receipt,
  StreamAnswer,
  StreamProgress,
  Warning,
} from './receipts.js';
