/** The event store's port, its errors, and what every adapter and reader shares. */
export { APPEND_LIMITS, comparePositions, LIMITS } from './port.js';
export type {
  Appended,
  AppendLimits,
  AppendOptions,
  EventPage,
  Damage,
  DamagedEvent,
  EventPlace,
  EventStore,
  ExpectedRevision,
  Json,
  JsonObject,
  LogEvent,
  NewEvent,
  PayloadCodec,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
  RecordedEvent,
  SubscribeOptions,
  SubscriptionFilter,
  SubscriptionMessage,
  Upcasters,
} from './port.js';
export {
  DuplicateKey,
  EventIdConflict,
  EventStoreError,
  LimitExceeded,
  LogDamaged,
  LogFileDamaged,
  OutcomeUnknown,
  StoreClosed,
  StoreFailed,
  StoreFull,
  StoreLocked,
  StoreMissing,
  Unavailable,
  WrongExpectedRevision,
} from './errors.js';
export type { DamagedPlace } from './errors.js';
export { appendOnce } from './append-once.js';
export { sizeOfCopied, type CopiedEvent, type CopyTarget } from './copying.js';
export { splitBatches } from './batching.js';
export { timeOrderedId } from './event-id.js';
export { checkToken, logOf, positionOf, readEventAt, readToken, tokenOf } from './log-token.js';
export type { LogToken, TokenCheck } from './log-token.js';
export { filterPage, checkFilter } from './filter.js';
export { jsonCodec } from './json-codec.js';
export {
  readLast,
  readLastAsItIs,
  readStreamAsItIs,
  readStreamPages,
  readWholeLog,
  readWholeStream,
  requireReadable,
} from './reading.js';
export { retrying } from './retrying.js';
export type { RetryOptions } from './pauses.js';
export { isConflict, isStoreFault } from './store-faults.js';
export { Subscriptions } from './subscriptions.js';
export { upcastWith } from './upcasting.js';
export { checkPage, checkPosition, checkRevision, encodeBatch } from './validation.js';
export type { EncodedBatch, EncodedEvent } from './validation.js';
