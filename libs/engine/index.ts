/** The engine: commands on patients and definitions, and the loop that notices time passing. */
export { EngineModule } from './engine.module.js';
export { StafettEngine } from './stafett-engine.js';
export { PollingLoop, type PollingLoopOptions } from './shared/polling-loop.js';
export { markReviewed } from './definitions/mark-reviewed.js';
export { PatientStates, type PatientStatesOptions } from './patients/patient-states.js';
export {
  WakeUpLoop,
  type DueWakeUp,
  type WakeUpIndex,
  type WakeUpLoopOptions,
} from './timers/wake-up-loop.js';
export { loadHistory, patientStream, type PatientHistory } from './patients/patient-history.js';
export {
  DefinitionRegistry,
  definitionStream,
  type PathwayInForce,
  type PublishedVersion,
} from './definitions/definition-registry.js';
export { type Publication } from './definitions/publish-definition.js';
export { type Migrated } from './definitions/migrate-pathway.js';
export { HandoverProcess, HandoverUnreadable } from './handovers/handover-process.js';
export { handoverId, handoverStream, type OfferName } from './handovers/handover-stream.js';
export { MAX_FACTS_PER_COMMAND } from './patients/record-facts.js';
export { PatientWaker, type WakeUpResult } from './patients/patient-waker.js';
export { type Clock } from './shared/tokens.js';
export {
  ParkedSequences,
  type Released,
  type ToPark,
  type ToRelease,
} from './parking/parked-sequences.js';
export { isOpen, type ParkedSequence, type Release } from './parking/parked-sequence.js';
export { faultOf } from './parking/fault-of.js';
export { ParkedWakeUps } from './timers/parked-wake-ups.js';
export {
  ListParked,
  ListParkedHandler,
  ParkedRefused,
  ShowParked,
  ShowParkedHandler,
  type ParkedList,
  type ParkedRecord,
} from './parking/parked-queries.js';
export {
  RELEASE_LIMITS,
  type ParkedReleased,
  type ReleasedParked,
} from './parking/release-parked.js';
export { InMemoryCheckpointStore, type CheckpointStore } from './processors/checkpoint-store.js';
export {
  ATTEMPTS,
  LogProcessor,
  type LogProcessorOptions,
  type ProcessorRun,
} from './processors/log-processor.js';
export { ProcessorLoop, type ProcessorLoopOptions } from './processors/processor-loop.js';
export {
  DeliveryLoop,
  type DeadLetterRef,
  type DeliveryIndex,
  type DeliveryLoopOptions,
} from './delivery/delivery-loop.js';
export { deliveryWork, parkDeadLetter } from './delivery/dead-letters.js';
export { retryDelivery } from './delivery/delivery-record.js';
export { type MessageRef } from './delivery/message-status.js';
export {
  AcknowledgeOutbox,
  AcknowledgeOutboxHandler,
  ReadOutbox,
  ReadOutboxHandler,
} from './delivery/outbox-requests.js';
export { BEGINNING, OutboxFeed, type OutboxIndex } from './delivery/outbox-feed.js';
export {
  UnknownCursor,
  type Acknowledged,
  type DeadLetter,
  type DeliveryOutcome,
  type FeedPage,
  type PullDelivery,
  type PushDelivery,
  type OutboxMessage,
} from './delivery-port/delivery-port.js';
export { type BreakerState } from './delivery/circuit-breaker.js';
