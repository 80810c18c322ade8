/** The delivery port by itself, for those who implement it. */
export { type DeliveryOutcome, type OutboxMessage, type PushDelivery } from './delivery-port.js';
