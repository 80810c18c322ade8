/** The engine: commands on patients and definitions, and the loop that notices time passing. */
export { EngineModule } from './engine.module.js';
export { StafettEngine } from './stafett-engine.js';
export { PollingLoop } from './shared/polling-loop.js';
export { markReviewed } from './definitions/mark-reviewed.js';
export { PatientStates, type PatientStatesOptions } from './patients/patient-states.js';
export { WakeUpLoop, type DueWakeUp, type WakeUpIndex } from './timers/wake-up-loop.js';
export { loadHistory, patientStream } from './patients/patient-history.js';
export { DefinitionRegistry } from './definitions/definition-registry.js';
export type { PublishedVersion } from './definitions/definition-registry.js';
export { OrganisationRegistry } from './organisations/organisation-registry.js';
export {
  dayOfInstant,
  listOrganisations,
  organisationNames,
  OrganisationRefused,
  showOrganisation,
  type OrganisationList,
  type OrganisationRecord,
  type OrganisationsQuery,
} from './organisations/organisation-queries.js';
export {
  checkOrganisations,
  type CheckedOrganisations,
  type ImportRefusal,
} from './organisations/check-organisations.js';
export { HandoverProcess } from './handovers/handover-process.js';
export { handoverId, handoverStream } from './handovers/handover-stream.js';
export { PatientWaker } from './patients/patient-waker.js';
export { type Clock } from './shared/tokens.js';
export { ParkedSequences } from './parking/parked-sequences.js';
export { type ParkedSequence } from './parking/parked-sequence.js';
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
export { type FactKeyIndex } from './fact-keys/fact-key-index.js';
export { factKeysWork } from './fact-keys/notice-collisions.js';
export { LogProcessor, type LogProcessorOptions } from './processors/log-processor.js';
export { ProcessorLoop } from './processors/processor-loop.js';
export { DeliveryLoop } from './delivery/delivery-loop.js';
export { type DeadLetterRef, type DeliveryIndex } from './delivery/delivery-index.js';
export { Receivers } from './delivery/receivers.js';
export { deliveryWork, parkDeadLetter } from './delivery/dead-letters.js';
export { type MessageRef } from './delivery/message-status.js';
export {
  AcknowledgeOutbox,
  AcknowledgeOutboxHandler,
  ReadOutbox,
  ReadOutboxHandler,
} from './delivery/outbox-requests.js';
export { OutboxFeed, type OutboxIndex } from './delivery/outbox-feed.js';
export {
  CursorLost,
  UnknownCursor,
  type DeliveryOutcome,
  type PushDelivery,
  type OutboxMessage,
} from './delivery-port/delivery-port.js';
export { type BreakerState } from './delivery/circuit-breaker.js';
export { verifyLog, type FaultyPlace } from './verification/verify-log.js';
export { forEachConcurrently } from './shared/for-each-concurrently.js';
