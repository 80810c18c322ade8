/** The engine: commands on patients and definitions, and the loop that notices time passing. */
export { EngineModule } from './engine.module.js';
export { StafettEngine } from './stafett-engine.js';
export { Looks, type LooksOptions } from './looks.js';
export { markReviewed, type Reviewed } from './mark-reviewed.js';
export { PatientLanes } from './patient-lanes.js';
export {
  WakeUpLoop,
  type DueWakeUp,
  type WakeUpIndex,
  type WakeUpLoopOptions,
} from './wake-up-loop.js';
export { loadHistory, patientStream, type PatientHistory } from './history.js';
export {
  DefinitionRegistry,
  definitionStream,
  type InForce,
  type PublishedVersion,
} from './definition-registry.js';
export { type Publication } from './publish-definition.js';
export { type Migrated } from './migrate-pathway.js';
export { HandoverProcess, HandoverUnreadable } from './handovers/handover-process.js';
export { handoverId, handoverStream, type OfferName } from './handovers/handover-stream.js';
export { MAX_FACTS_PER_COMMAND } from './record-facts.js';
export { Waking, type Woken } from './wake-patient.js';
export { type Clock } from './tokens.js';
export { ParkingLot, type Released, type ToPark, type ToRelease } from './parking/parking-lot.js';
export { isOpen, type Holding, type Release } from './parking/holdings.js';
export { faultOf } from './parking/fault-of.js';
export { ParkedWakeUps } from './parking/parked-wake-ups.js';
export { RELEASE_LIMITS, type ParkedReleased } from './parking/release-parked.js';
export {
  MemoryCheckpoints,
  type Checkpoints,
  type ProcessorCheckpoint,
} from './processors/checkpoints.js';
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
export { type MessageRef } from './delivery/message-standing.js';
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
