/**
 * Events through Kafka twice, late and out of order, while a member of the group, the server and the
 * broker are killed: each is in the log once, with all that it says, in the order of its sending.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from 'kafkajs';
import { factFromStored, typeLiteral } from '#care-event';
import { endChild } from '#child-process';
import { kafkaMissing } from '#exchange/kafka/embedded';
import { decisionFromStored } from '#pathway';
import {
  askStafett,
  BACK_PAIN_PATHWAY,
  printedBy,
  runStafett,
  startServer,
  temporaryFolder,
} from './data-folder.js';
import { idOf, ofPatients } from './facts-of-source.js';
import { TestBroker, until } from './kafka-broker.js';
import { messageOf, metric, report, reported } from './kafka-events.js';

const PATIENTS = 200;
const PER_PATIENT = 12;
const TOPIC = 'care';
const GROUP = 'stafett';

/** It takes partitions, says so, and commits nothing. */
const MEMBER = `
import kafkajs from 'kafkajs';
const [broker, groupId, topic] = process.argv.slice(2);
const kafka = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING });
const consumer = kafka.consumer({ groupId, sessionTimeout: 6_000, heartbeatInterval: 1_000 });
consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
  if (payload.memberAssignment[topic]?.length > 0) console.log('has joined');
});
await consumer.connect();
await consumer.subscribe({ topics: [topic] });
await consumer.run({
  autoCommit: false,
  eachBatch: () => {
    console.log('has records');
    return new Promise(() => undefined);
  },
});
`;

/** The same in every run. */
function chances(): (share: number) => boolean {
  let seed = 1;
  return (share) => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 < share;
}

function swapSome<T>(items: T[], share: number, chance: (share: number) => boolean): T[] {
  for (let i = 1; i < items.length; i += 1)
    if (chance(share)) [items[i - 1], items[i]] = [items[i]!, items[i - 1]!];
  return items;
}

/**
 * Which report of each patient is sent when: one in ten after the next one, which happened later. A
 * tenth of the records is there twice in a row, another tenth again behind the patient's next one.
 */
function plan() {
  const chance = chances();
  const orders = Array.from({ length: PATIENTS }, () =>
    swapSome([...Array(PER_PATIENT).keys()], 0.1, chance),
  );
  const rounds: Message[][] = [];
  let again: Message[] = [];
  for (let round = 0; round < PER_PATIENT; round += 1) {
    const messages = orders.map((order, patient) => messageOf(patient, order[round]!));
    const twice = messages.flatMap((each) => (chance(0.1) ? [each, each] : [each]));
    rounds.push([...swapSome(twice, 0.1, chance), ...again]);
    again = messages.filter(() => chance(0.1));
  }
  return { orders, rounds: [...rounds, again] };
}

const missing = kafkaMissing();
(missing === undefined ? describe : describe.skip)('Kafka while everything is killed', () => {
  let broker: TestBroker;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Awaited<ReturnType<typeof startServer>> | undefined;
  let member: ChildProcess | undefined;

  beforeAll(async () => {
    broker = await TestBroker.start();
  });
  afterAll(() => broker.stop());
  beforeEach(async () => {
    await broker.createTopic(TOPIC, 4);
    folder = await temporaryFolder();
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', folder.path);
    writeFileSync(
      join(folder.path, 'kafka.yaml'),
      `brokers: ['${broker.broker.address}']\nin: { group: ${GROUP}, topics: [${TOPIC}] }\n`,
    );
  });
  afterEach(async () => {
    await endChild(member, 'SIGKILL');
    await endChild(server?.process, 'SIGTERM');
    await folder.remove();
  });

  const count = async (): Promise<number> => (await reported(folder.path)).length;
  const startMember = (): ChildProcess => {
    const args = [broker.broker.address, GROUP, TOPIC];
    const child = spawn(process.execPath, ['--input-type=module', '-', ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(MEMBER);
    return child;
  };

  it('has what was sent, once each, in the order of its sending', async () => {
    const { orders, rounds } = plan();
    const send = async (from: number, to: number): Promise<void> => {
      for (const round of rounds.slice(from, to)) await broker.send(TOPIC, round);
    };
    const sendPoison = () =>
      broker.send(TOPIC, [
        { key: 'x', value: '{"broken' },
        { key: 'y', value: null },
      ]);

    server = await startServer(folder.path);
    await send(0, 3);
    await sendPoison();
    await until(async () => (await count()) > 0, 'nothing came in');

    member = startMember();
    const hasRecords = printedBy(member, /(has records)/);
    await printedBy(member, /(has joined)/);
    const before = await count();
    await send(3, 8);
    await sendPoison();
    await hasRecords;
    await until(async () => (await count()) > before, 'the server takes nothing beside the member');
    await Promise.all([endChild(member, 'SIGKILL'), endChild(server.process, 'SIGKILL')]);
    const left = await count();
    expect(left).toBeLessThan(8 * PATIENTS);

    server = await startServer(folder.path);
    await send(8, 10);
    await until(async () => (await count()) > left, 'the server does not go on');
    await broker.broker.kill();
    await broker.broker.restart();
    await send(10, rounds.length);
    await sendPoison();

    const all = PATIENTS * PER_PATIENT;
    const { url } = server;
    await until(async () => (await count()) >= all, 'not all events came in');
    await until(async () => (await metric(url, 'stafett_kafka_lag')) === 0, 'the lag stays');
    await expectOnceEach(folder.path, orders);
    await expectSetAside(url, folder.path);
  });
});

async function expectOnceEach(folder: string, orders: readonly number[][]): Promise<void> {
  const events = await reported(folder);
  const content = events.map((event) => {
    const { id, type, version, occurredAt, data } = factFromStored(event)!;
    return { id, type: typeLiteral(type, version), occurredat: occurredAt, data };
  });
  const sent = orders.flatMap((order, patient) => order.map((n) => report(patient, n)));
  const byId = (a: { id?: unknown }, b: { id?: unknown }): number =>
    String(a.id) < String(b.id) ? -1 : 1;
  expect(content.sort(byId)).toEqual(
    sent.sort(byId).map(({ id, type, occurredat, data }) => ({ id, type, occurredat, data })),
  );
  const recordedOrders = [...Map.groupBy(events, ({ stream }) => stream).values()].map((own) =>
    own.map(idOf),
  );
  const sentOrders = orders.map((order, patient) => order.map((n) => `e-${patient}-${n}`));
  expect(recordedOrders.sort()).toEqual(sentOrders.sort());
  for (const [, own] of Map.groupBy(await ofPatients(folder), ({ stream }) => stream)) {
    const keys = own.flatMap((event) => decisionFromStored(event)?.key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  }
}

/** What cannot be taken is there once for each record, and is done with by hand. */
async function expectSetAside(url: string, folder: string): Promise<void> {
  expect(await metric(url, 'stafett_kafka_set_aside')).toBe(6);
  const at = ['--data', folder];
  const list = await askStafett<{
    records: { records: { code: string; record: string }[] };
  }>('parked', 'list', ...at);
  expect(list.records.records.map(({ code }) => code).sort()).toEqual([
    ...['bad-json', 'bad-json', 'bad-json', 'tombstone', 'tombstone', 'tombstone'],
  ]);
  const [{ record } = { record: '' }] = list.records.records;
  expect(await askStafett('parked', 'show', record, ...at)).toMatchObject({ record, attempts: 1 });
  const why = ['--author', 'A. Berg', '--reason', 'sent by mistake', ...at];
  await expect(askStafett('parked', 'retry', record, ...why)).rejects.toThrow('refused again');
  expect(await askStafett('parked', 'discard', record, ...why)).toEqual({
    ...{ status: 'discarded', record },
  });
  expect(await metric(url, 'stafett_kafka_set_aside')).toBe(5);
}
