/** Kafka: whether the brokers answer and take our user, which topics there are, and how far behind we are. */
import { askBrokerProtocol, KafkaFault, openKafkaClient, type KafkaAdmin } from '#exchange/kafka';
import type { KafkaConfig } from '../configuration/kafka-config.js';
import { failed, failedBy, milliseconds, ok, warning, type Finding } from './findings.js';

/** The largest event, with what surrounds it in a record. */
const RECORD_BYTES = 600_000;

export async function checkKafka(kafka: KafkaConfig): Promise<readonly Finding[]> {
  const { address } = kafka;
  try {
    const brokers = await Promise.all(
      address.brokers.map((broker) => aboutBroker(broker, address.tls)),
    );
    if (brokers.every(({ level }) => level === 'warning')) return brokers.map(asFailed);
    const admin = await (await openKafkaClient(address)).openAdmin();
    try {
      const { brokers: number } = await admin.describeCluster();
      return [
        ...brokers,
        address.tls === undefined
          ? warning('The connection is not encrypted.')
          : ok('The connection is encrypted.'),
        ok(
          address.sasl === undefined ? 'Nobody logs in.' : `${address.sasl.username} is logged in.`,
        ),
        ok(`The cluster has ${number} ${number === 1 ? 'broker' : 'brokers'}.`),
        ...(await aboutReading(admin, kafka)),
        ...(await aboutSending(admin, kafka)),
      ];
    } finally {
      await admin.close();
    }
  } catch (error) {
    return [failedBy(error)];
  }
}

const asFailed = ({ message }: Finding): Finding => failed(message);

/** One of several that is away holds nothing up. */
async function aboutBroker(broker: string, tls: KafkaConfig['address']['tls']): Promise<Finding> {
  try {
    const { kafka, answerMs } = await askBrokerProtocol(broker, tls);
    const version = kafka === undefined ? 'an old version' : `version ${kafka}`;
    return ok(`${broker} is Kafka, ${version}; it answers after ${milliseconds(answerMs)}.`);
  } catch (error) {
    return warning(`${broker}: ${(error as Error).message}`);
  }
}

async function aboutReading(
  admin: KafkaAdmin,
  { in: reading }: KafkaConfig,
): Promise<readonly Finding[]> {
  if (reading === undefined) return [];
  const { group } = reading;
  const topics = reading.topics.map(({ topic }) => topic);
  const about = await Promise.all(topics.map((topic) => aboutTopic(admin, topic, 'read')));
  if (about.flat().some(({ level }) => level === 'failed')) return about.flat();
  const committed = new Map(
    (await admin.committed(group, topics)).map(({ topic, partition, offset }) => [
      `${topic}/${partition}`,
      BigInt(offset),
    ]),
  );
  const bounds = (await Promise.all(topics.map((topic) => admin.bounds(topic)))).flat();
  const behind = bounds.reduce((sum, { topic, partition, first, head }) => {
    const position = committed.get(`${topic}/${partition}`) ?? BigInt(first);
    return sum + (BigInt(head) - (position < BigInt(first) ? BigInt(first) : position));
  }, 0n);
  const known = committed.size === 0 ? 'has read nothing yet' : `may be read by this user`;
  return [...about.flat(), ok(`The group ${group} ${known}; ${behind} records wait for it.`)];
}

async function aboutSending(
  admin: KafkaAdmin,
  { out, receivers }: KafkaConfig,
): Promise<readonly Finding[]> {
  const topics = new Set([...out, ...receivers].map(({ topic }) => topic));
  if (topics.size === 0) return [];
  const about = await Promise.all([...topics].map((topic) => aboutTopic(admin, topic, 'sent to')));
  return [...about.flat(), ok('Whether this user may write there, the first record will show.')];
}

async function aboutTopic(
  admin: KafkaAdmin,
  topic: string,
  how: 'read' | 'sent to',
): Promise<readonly Finding[]> {
  try {
    const { partitions, replicas, messageBytesMax: bytes } = await admin.describeTopic(topic);
    const there = `${topic}, ${how}: ${partitions} partitions, ${replicas} replicas`;
    const limit = bytes === undefined ? '' : `, records of up to ${bytes} bytes`;
    return [
      replicas < 2
        ? warning(`${there}${limit}: one copy is lost with its disk.`)
        : ok(`${there}${limit}.`),
      ...(how === 'sent to' && bytes !== undefined && bytes < RECORD_BYTES
        ? [
            warning(
              `${topic} does not take the largest events: set max.message.bytes to ${RECORD_BYTES}.`,
            ),
          ]
        : []),
    ];
  } catch (error) {
    if (error instanceof KafkaFault) return [failed(`${topic}: ${error.message}`)];
    throw error;
  }
}
