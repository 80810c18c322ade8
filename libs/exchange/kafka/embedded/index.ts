/** A Kafka broker of one's own, for tests and benchmarks. */
export { kafkaMissing } from './kafka-jars.js';
export { startKafka, type KafkaBroker } from './start-kafka.js';
