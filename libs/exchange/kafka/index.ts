/** The Kafka adapter: care events in, and what is recorded, decided and sent out. */
export { openKafkaClient } from './client/kafkajs-client.js';
export { askBrokerProtocol } from './client/broker-protocol.js';
export { KafkaFault } from './client/port.js';
export type { KafkaAddress, KafkaAdmin, KafkaClient, KafkaProducer } from './client/port.js';
export { KafkaIntake, type IntakeStatus } from './incoming/kafka-intake.js';
export {
  readRecordName,
  SetAsideRecords,
  type SetAsideRecord,
  type SetAsideSummary,
} from './incoming/set-aside-records.js';
export {
  discardSetAside,
  retrySetAside,
  type SetAsideReleased,
} from './incoming/retry-set-aside.js';
export type { IncomingTopic } from './incoming/translate-record.js';
export { LogPublisher } from './outgoing/log-publisher.js';
export {
  decisionEventType,
  SUBSCRIPTION_KINDS,
  type Subscription,
  type SubscriptionKind,
} from './outgoing/subscription.js';
export { openKafkaDelivery, type KafkaTarget } from './delivery/kafka-delivery.js';
