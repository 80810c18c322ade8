/**
 * Kafka in and out beside raw kafkajs, over a real broker and a real server process: events taken
 * from a topic until each is durable, assessed and its offset committed, and the log sent to a topic
 * until the broker has it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Kafka } from 'kafkajs';
import { writeCloudEvent } from '#exchange';
import { startKafka } from '#exchange/kafka/embedded';
import { report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, sampleFact } from './samples.js';
import { runStafett, startServer } from './server-process.js';

const EVENTS = Number(process.env['KAFKA_EVENTS'] ?? 200_000);
const PER_PATIENT = 10;
/** Patients whose events come side by side, as those of a region's day do. */
const COHORT = 2_000;
const PARTITIONS = 6;
const PER_SEND = 2_000;
const LOOK_MS = 200;
const TARGET = 20_000;

await inTemporaryFolder(async (folder) => {
  const broker = await startKafka({ dataDir: join(folder, 'kafka') });
  const kafka = new kafkajs.Kafka({
    brokers: [broker.address],
    logLevel: kafkajs.logLevel.NOTHING,
  });
  await createTopics(kafka, ['in', 'out', 'raw']);
  const data = join(folder, 'data');
  await runStafett(['pathway', 'publish', 'test/pathways/back-pain.yaml', '--data', data]);
  try {
    say(`${thousands(EVENTS)} events into a topic`);
    const produced = await produce(kafka, 'in');
    const consumed = await consume(kafka, 'in');
    const taken = await measured(data, broker.address, {
      config: 'in: { group: bench, topics: [in] }',
      counter: 'stafett_kafka_records_total',
    });
    say('the log to a topic');
    const sent = await measured(data, broker.address, {
      config: 'out: { care-events: [{ topic: out }] }',
      counter: 'stafett_kafka_sent_total',
    });
    const again = await produce(kafka, 'raw');
    report([
      rowOf('taken in: durable, assessed, offset committed', taken, consumed, 'only reading it'),
      rowOf('sent from the log', sent, Math.max(produced, again), 'sending it, made beforehand'),
    ]);
  } finally {
    await broker.stop();
  }
});

function rowOf(work: string, { rate, cpuUs }: Measured, raw: number, how: string): Row {
  const cpu = cpuUs === undefined ? '' : `${cpuUs} µs of processor time an event; `;
  return {
    work: `Kafka, ${work}`,
    figure: rate,
    unit: 'events/s',
    target: `≥ ${thousands(TARGET)}`,
    met: rate >= TARGET,
    beside: `${cpu}raw kafkajs, ${how}: ${thousands(raw)}/s; the broker shares the two cores`,
  };
}

async function createTopics(kafka: Kafka, topics: readonly string[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: topics.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: 1 })),
  });
  await admin.disconnect();
}

function* messages() {
  const headers = { 'content-type': 'application/cloudevents+json' };
  for (let first = 0; first * PER_PATIENT < EVENTS; first += COHORT)
    for (let n = 0; n < PER_PATIENT; n += 1)
      for (let patient = first; patient < first + COHORT; patient += 1) {
        const key = `bench|${patient}`;
        yield { key, headers, value: JSON.stringify(writeCloudEvent(key, sampleFact(patient, n))) };
      }
}

/** @returns records a second */
async function produce(kafka: Kafka, topic: string): Promise<number> {
  const { DefaultPartitioner } = kafkajs.Partitioners;
  const producer = kafka.producer({ createPartitioner: DefaultPartitioner });
  await producer.connect();
  const all = [...messages()].slice(0, EVENTS);
  const began = performance.now();
  for (let at = 0; at < all.length; at += PER_SEND)
    await producer.send({ topic, acks: -1, messages: all.slice(at, at + PER_SEND) });
  const rate = all.length / ((performance.now() - began) / 1_000);
  await producer.disconnect();
  return Math.round(rate);
}

/** @returns records a second, from the first on */
async function consume(kafka: Kafka, topic: string): Promise<number> {
  const consumer = kafka.consumer({ groupId: 'raw' });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const { promise, resolve } = Promise.withResolvers<number>();
  let count = 0;
  let began = 0;
  await consumer.run({
    partitionsConsumedConcurrently: 3,
    eachBatch: ({ batch }) => {
      if (count === 0) began = performance.now();
      count += batch.messages.length;
      if (count >= EVENTS) resolve(count / ((performance.now() - began) / 1_000));
      return Promise.resolve();
    },
  });
  const rate = await promise;
  await consumer.disconnect();
  return Math.round(rate);
}

interface Measuring {
  readonly config: string;
  readonly counter: string;
}

interface Measured {
  /** Events a second, from when the server listens until it has counted the last. */
  readonly rate: number;
  /** Processor time of the whole server, microseconds an event; undefined where Linux does not say. */
  readonly cpuUs: number | undefined;
}

async function measured(
  data: string,
  broker: string,
  { config, counter }: Measuring,
): Promise<Measured> {
  writeFileSync(join(data, 'kafka.yaml'), `brokers: ['${broker}']\n${config}\n`);
  const server = await startServer(data);
  try {
    const began = performance.now();
    const cpuBefore = cpuMs(server.process.pid);
    for (;;) {
      const count = sumOf(await (await fetch(`${server.url}/metrics`)).text(), counter);
      if (count >= EVENTS) {
        const cpu = cpuMs(server.process.pid) - cpuBefore;
        return {
          rate: Math.round(count / ((performance.now() - began) / 1_000)),
          cpuUs: Number.isNaN(cpu) ? undefined : Math.round((cpu * 1_000) / count),
        };
      }
      await pause(LOOK_MS);
    }
  } finally {
    await server.stop();
  }
}

/** Linux counts in hundredths of a second. NaN elsewhere. */
function cpuMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN;
  }
}

function sumOf(metrics: string, name: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
