/** The engine: commands on patients and definitions, and the loop that notices time passing. */
export { EngineModule } from './engine.module.js';
export { StafettEngine } from './stafett-engine.js';
export { WakeUpLoop, type WakeUpIndex, type WakeUpLoopOptions } from './wake-up-loop.js';
export { loadHistory, patientStream, type PatientHistory } from './history.js';
export {
  DefinitionRegistry,
  definitionStream,
  type InForce,
  type PublishedVersion,
} from './definition-registry.js';
export { type Publication } from './publish-definition.js';
export { type Migrated } from './migrate-pathway.js';
export { MAX_FACTS_PER_COMMAND } from './record-facts.js';
export { type Woken } from './wake-patient.js';
export { type Clock } from './tokens.js';
export {
  HANDOVER_SOURCE,
  handoverCloudEvent,
  type HandoverCloudEvent,
} from './delivery/cloud-event.js';
export {
  DeliveryLoop,
  type DeadLetterRef,
  type DeliveryIndex,
  type DeliveryLoopOptions,
} from './delivery/delivery-loop.js';
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
} from './delivery/port.js';
export { type BreakerState } from './delivery/circuit-breaker.js';
