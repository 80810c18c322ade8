/** Kafka as publishers and receivers see it, with a real broker that is killed. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { timeOrderedId } from '#event-store';
import { WritableFolder } from '../apps/composition/index.js';
import type { KafkaHealth } from '../apps/server/kafka/kafka.js';
import { serve, type Served } from '../apps/server/serve.js';
import { kafkaMissing } from '#exchange/kafka/embedded';
import { BACK_PAIN_PATHWAY, runStafett, temporaryFolder } from './data-folder.js';
import { TestBroker, until } from './kafka-broker.js';
import { idOf } from './facts-of-source.js';
import { messageOf, metric, reported } from './kafka-events.js';
import { installationOf } from './test-store.js';

const missing = kafkaMissing();
if (missing !== undefined) process.stderr.write(`Skipping Kafka: ${missing}.\n`);

async function sendMessage({ store }: WritableFolder, n: number): Promise<void> {
  const message = timeOrderedId(0, 'hospital', String(n));
  await store.append(`handover-h${n}`, 'none', [
    {
      id: timeOrderedId(0, 'sent', message),
      type: 'HandoverMessageSent.v1',
      data: {
        ...{ message, service: 'hospital', handoverId: `h${n}`, kind: 'offered' },
        ...{ patient: 'p1', pathway: 'hip', time: '2026-06-01T11:00:00+02:00', body: { n } },
      },
      metadata: {},
    },
  ]);
}

/** As a module on standard input, so that packages are found from here. */
async function runNode(script: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-', ...args], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.end(script);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The example ended with ${code}.`);
}

(missing === undefined ? describe : describe.skip)('Kafka', () => {
  let broker: TestBroker;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served | undefined;
  let topic = '';
  let run = 0;
  const facts = () => reported(folder.path);
  const metricOf = (name: string) => metric(server!.url, name);

  beforeAll(async () => {
    broker = await TestBroker.start();
  });
  afterAll(() => broker.stop());
  beforeEach(async () => {
    topic = `care-${(run += 1)}`;
    await broker.createTopic(topic, 4);
    folder = await temporaryFolder();
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', folder.path);
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await folder.remove();
  });
  const startServer = async (more: Parameters<TestBroker['configuration']>[0]): Promise<void> => {
    const kafka = broker.configuration(more);
    server = await serve(installationOf(folder.path), { port: 0, kafka });
  };
  const reading = () => ({ in: { group: `stafett-${topic}`, topics: [{ topic }] } });

  it('takes what the publishers’ page has its reader send, and says how it is doing', async () => {
    const page = readFileSync('docs/publishers.md', 'utf8');
    const [, example = ''] = /```js\n([^]*?)```/.exec(page) ?? [];
    await startServer(reading());
    await runNode(example, [broker.broker.address, topic]);
    await until(
      async () => (await metricOf('stafett_kafka_records_total')) === 1,
      'nothing came in',
    );
    await until(async () => {
      const response = await fetch(`${server!.url}/health/kafka`);
      const { reading: now } = (await response.json()) as KafkaHealth;
      return now?.state === 'running' && now.partitions.some(({ position }) => position === '1');
    }, 'the health does not say that it is read');
  });

  it('is looked at by the command that checks the settings', async () => {
    const group = `in: { group: g-${topic}, topics: [${topic}] }`;
    writeFileSync(
      join(folder.path, 'kafka.yaml'),
      `brokers: ['${broker.broker.address}']\n${group}\n`,
    );
    interface Checked {
      readonly places: readonly {
        setting: string;
        findings: readonly { level: string; message: string }[];
      }[];
    }
    // The store of the tests need not be one to rely on.
    const { stdout } = await runStafett('config', 'check', '--json', '--data', folder.path);
    const { places } = JSON.parse(stdout) as Checked;
    const said = places.find(({ setting }) => setting === 'kafka')?.findings ?? [];
    const text = said.map(({ message }) => message).join(' ');
    expect(said.filter(({ level }) => level === 'failed')).toEqual([]);
    expect(text).toContain('is Kafka, version 4.1 or newer');
    expect(text).toContain(`${topic}, read: 4 partitions, 1 replicas`);
  });

  it('carries messages of handovers to receivers that have a topic', async () => {
    await broker.createTopic(`${topic}-hospital`, 2);
    const writing = await new WritableFolder(installationOf(folder.path)).open();
    for (const n of [0, 1, 2]) await sendMessage(writing, n);
    await writing.close();
    await startServer({
      receivers: [{ service: 'hospital', topic: `${topic}-hospital`, mode: 'binary' }],
    });
    const received = await broker.read(`${topic}-hospital`, (all) => all.length >= 3);
    expect(received.map(({ key }) => key)).toEqual(['p1', 'p1', 'p1']);
    expect(received.map(({ value }) => (JSON.parse(value ?? '') as { n: number }).n)).toEqual([
      ...[0, 1, 2],
    ]);
    await until(
      async () => (await metricOf('stafett_messages_waiting')) === 0,
      'messages still wait',
    );
  });

  it('goes on where it was after the server was stopped', async () => {
    await startServer(reading());
    await broker.send(topic, [messageOf(1, 0)]);
    await until(async () => (await facts()).length === 1, 'the first event did not come in');
    await server!.close();
    await broker.send(topic, [messageOf(1, 1), messageOf(1, 2)]);
    await startServer(reading());
    await until(async () => (await facts()).length === 3, 'the others did not come in');
    expect((await facts()).map(idOf)).toEqual(['e-1-0', 'e-1-1', 'e-1-2']);
  });

  it('sends what is recorded, decided and told to receivers, keyed by the pseudonym', async () => {
    const outs = ['care-events', 'decisions', 'handover-messages'] as const;
    for (const kind of outs) await broker.createTopic(`${topic}-${kind}`, 3);
    await startServer({
      ...reading(),
      out: outs.map((kind) => ({ kind, topic: `${topic}-${kind}`, mode: 'structured' })),
    });
    const messages = Array.from({ length: 40 * 10 }, (_, i) => {
      return messageOf(i % 40, Math.floor(i / 40));
    });
    await broker.send(topic, messages.slice(0, 200));
    await pause(300);
    await broker.broker.kill();
    await broker.broker.restart();
    await broker.send(topic, messages.slice(200));
    const idsOf = (values: readonly { value: string | undefined }[]) =>
      new Set(values.map(({ value }) => (JSON.parse(value ?? '{}') as { id: string }).id));
    const sent = await broker.read(`${topic}-care-events`, (all) => idsOf(all).size === 400);
    expect(idsOf(sent).size).toBe(400);
    const bySubject = Map.groupBy(sent, ({ key }) => key);
    const inLog = Map.groupBy(await facts(), ({ stream }) => stream.slice('patient-'.length));
    expect(bySubject.size).toBe(40);
    for (const [patient, records] of bySubject) {
      expect([...idsOf(records)]).toEqual(inLog.get(patient ?? '')?.map(idOf));
      expect(new Set(records.map(({ partition }) => partition)).size).toBe(1);
    }
    const [decision] = await broker.read(`${topic}-decisions`, (all) => all.length > 0);
    expect(JSON.parse(decision?.value ?? '')).toMatchObject({
      specversion: '1.0',
      source: 'urn:stafett:decisions',
      type: expect.stringMatching(/^stafett[.]decision[.]/) as unknown,
      partitionkey: decision?.key,
    });
  });
});
