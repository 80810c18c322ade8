/** The event store's port, its errors, and what every adapter and reader shares. */
export { APPEND_LIMITS, comparePositions, LIMITS } from './port.js';
export type {
  Appended,
  AppendLimits,
  AppendOptions,
  CodecContext,
  Direction,
  EventPage,
  EventStore,
  ExpectedRevision,
  Json,
  JsonObject,
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
  FormatTooNew,
  InvalidEvent,
  InvalidRead,
  LimitExceeded,
  OutcomeUnknown,
  StoreClosed,
  StoreFailed,
  StoreFull,
  StoreLocked,
  StoreMissing,
  StoreReadOnly,
  Unavailable,
  UnsafeStorage,
  WrongExpectedRevision,
} from './errors.js';
export type { EventLocation } from './errors.js';
export { appendOnce } from './append-once.js';
export { splitBatches } from './batching.js';
export { timeOrderedId } from './event-id.js';
export { holdsAt, identityOf } from './event-identity.js';
export { checkToken, positionOf, readEventAt, readToken, tokenOf } from './log-token.js';
export type { LogToken, TokenCheck } from './log-token.js';
export { jsonCodec } from './json-codec.js';
export type { RetryOptions } from './pauses.js';
export { readLast, readWholeLog, readWholeStream } from './reading.js';
export { retrying } from './retrying.js';
export { Subscriptions } from './subscriptions.js';
export { upcastWith } from './upcasting.js';
export { checkPage, checkPosition, checkRevision, encodeBatch } from './validation.js';
export type { EncodedBatch, EncodedEvent, Encoding } from './validation.js';
