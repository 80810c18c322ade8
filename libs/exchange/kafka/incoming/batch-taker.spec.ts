/** What becomes of the records of a partition: recorded once, set aside, held back; and when their offset is committed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CareEvent, Recorded } from '#care-event';
import { StoreFull } from '#event-store';
import { FactsInMemory, SECRET } from '../../files/facts/facts-in-memory.spec.support.js';
import { writeRecord } from '../binding/cloud-events-binding.js';
import type { KafkaRecord, RecordBatch } from '../client/port.js';
import { BatchTaker } from './batch-taker.js';
import { retrySetAside } from './retry-set-aside.js';
import { readRecordName, SetAsideRecords } from './set-aside-records.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const report = (id: string, more: object = {}) => ({
  specversion: '1.0',
  ...{
    id,
    source: 'urn:x',
    type: 'ReferralSent.v1',
    subject: 'test|kari',
    occurredat: '2026-03-14',
  },
  data: {},
  ...more,
});
const recordOf = (offset: number, value: string | object | null): KafkaRecord => {
  const written =
    typeof value === 'object' && value !== null ? writeRecord(value as never, 'binary') : undefined;
  const text = written?.value ?? (value as string | null);
  return {
    ...{ offset: String(offset), timestamp: String(NOW), key: null },
    value: text === null ? null : Buffer.from(text),
    headers: written?.headers ?? {},
  };
};

describe('Records of a partition', () => {
  let folder: string;
  let sink: FactsInMemory;
  let setAside: SetAsideRecords;
  let committed: string[];
  let faults: unknown[];
  const batchOf = (records: KafkaRecord[], more: Partial<RecordBatch> = {}): RecordBatch => ({
    ...{ topic: 'care', partition: 3, records },
    end: String(Number(records.at(-1)?.offset) + 1),
    isStopping: () => false,
    heartbeat: () => Promise.resolve(),
    commit: (next) => Promise.resolve(void committed.push(next)),
    ...more,
  });
  const taker = (organisation?: string): BatchTaker =>
    new BatchTaker({
      ...{ sink, secret: SECRET, setAside, clock: () => NOW, onDone: () => undefined },
      topics: [{ topic: 'care', ...(organisation !== undefined && { organisation }) }],
      onWaiting: (fault) => faults.push(fault),
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-kafka-'));
    sink = new FactsInMemory();
    setAside = new SetAsideRecords(join(folder, 'kafka'));
    committed = [];
    faults = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are recorded around what is broken, which is set aside with topic, partition and offset', async () => {
    await taker().take(
      batchOf([
        recordOf(7, report('a')),
        recordOf(8, '{"broken'),
        recordOf(9, null),
        recordOf(10, report('b')),
      ]),
    );
    expect(sink.all.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(setAside.list()).toMatchObject([
      { record: 'kafka:care/3/8', topic: 'care', partition: 3, offset: '8', code: 'bad-json' },
      { record: 'kafka:care/3/9', code: 'tombstone', attempts: 1 },
    ]);
    expect(committed).toEqual(['11']);
  });

  it('are set aside in files that only their owner reads, and that a restart finds', async () => {
    await taker().take(batchOf([recordOf(8, '{"broken')]));
    expect(statSync(join(folder, 'kafka/care/3-8.json')).mode & 0o077).toBe(0);
    const again = new SetAsideRecords(join(folder, 'kafka'));
    expect(again.count).toBe(1);
    const stored = again.read(readRecordName('kafka:care/3/8')!);
    expect(Buffer.from(stored!.value!, 'base64').toString()).toBe('{"broken');
  });

  it('count once however often they come', async () => {
    const one = taker();
    const records = [recordOf(0, report('a')), recordOf(1, '{'), recordOf(2, report('a'))];
    await one.take(batchOf(records));
    await one.take(batchOf(records));
    expect(sink.all).toHaveLength(1);
    expect(one.counts).toEqual({ accepted: 1, repeated: 3, setAside: 2 });
    expect(setAside.list()).toMatchObject([{ offset: '1', attempts: 2 }]);
  });

  it('keep a patient’s order among those of others', async () => {
    const records = Array.from({ length: 300 }, (_, n) =>
      recordOf(n, report(`e${n}`, { subject: `test|${n % 7}` })),
    );
    await taker().take(batchOf(records));
    for (const facts of sink.byPatient.values()) {
      const order = facts.map(({ id }) => Number(id.slice(1)));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    expect(sink.all).toHaveLength(300);
  });

  it('wait for a full disk with their offset, and go on by themselves', async () => {
    let failures = 2;
    const record = sink.recordFacts.bind(sink);
    sink.recordFacts = (patient: string, facts: readonly CareEvent[]): Promise<Recorded> =>
      failures-- > 0 ? Promise.reject(new StoreFull()) : record(patient, facts);
    const one = taker();
    await one.take(batchOf([recordOf(0, report('a'))]));
    expect(faults).toHaveLength(2);
    expect(committed).toEqual(['1']);
    expect(sink.all).toHaveLength(1);
    expect(one.waitingFor).toBeUndefined();
  });

  it('are left to the next one where it has to stop while it waits', async () => {
    sink.recordFacts = () => Promise.reject(new StoreFull());
    await taker().take(
      batchOf([recordOf(0, report('a'))], { isStopping: () => faults.length > 0 }),
    );
    expect(committed).toEqual([]);
  });

  it('set one patient aside whom the engine cannot take, and nobody else', async () => {
    const record = sink.recordFacts.bind(sink);
    let poisoned: string | undefined;
    sink.recordFacts = (patient, facts) => {
      if (facts.some(({ id }) => id === 'poison')) poisoned = patient;
      return patient === poisoned ? Promise.reject(new TypeError('bug')) : record(patient, facts);
    };
    await taker().take(
      batchOf([recordOf(0, report('poison')), recordOf(1, report('b', { subject: 'test|bo' }))]),
    );
    expect(sink.all.map(({ id }) => id)).toEqual(['b']);
    expect(setAside.list()).toMatchObject([{ offset: '0' }]);
  });

  it('end what is under way when partitions are taken away, commit it, and take no more', async () => {
    const beats = (): Promise<void> =>
      sink.all.length > 0 ? Promise.reject(new Error('rebalance')) : Promise.resolve();
    const records = Array.from({ length: 5_500 }, (_, n) => recordOf(n, report(`e${n}`)));
    await expect(taker().take(batchOf(records, { heartbeat: beats }))).rejects.toThrow('rebalance');
    expect(committed).toEqual(['5000']);
    expect(sink.all).toHaveLength(5_000);
  });

  it('of an organisation’s own topic are that organisation’s, and nobody else’s', async () => {
    await taker('hospital').take(
      batchOf([
        recordOf(0, report('a')),
        recordOf(1, report('b', { actororganisation: 'hospital' })),
        recordOf(2, report('c', { actororganisation: 'another' })),
      ]),
    );
    expect(sink.all.map(({ actor }) => actor?.organisation)).toEqual(['hospital', 'hospital']);
    expect(setAside.list()).toMatchObject([{ offset: '2', code: 'other-organisation' }]);
  });

  it('can be taken again once they can be read, and are then no longer set aside', async () => {
    await taker().take(
      batchOf([recordOf(5, report('a', { type: 'Bad Type!' })), recordOf(6, '{')]),
    );
    const by = { author: 'A. Berg', reason: 'mended' };
    const place = readRecordName('kafka:care/3/6')!;
    const parts = { sink, secret: SECRET, setAside, now: NOW };
    expect(await retrySetAside(place, by, parts)).toMatchObject({
      ...{ status: 'refused', code: 'bad-json' },
    });
    expect(setAside.read(place)).toMatchObject({ attempts: 2 });
    setAside.add(place, recordOf(6, report('b')), {
      fault: { code: 'bad-json', message: 'x', faults: [] },
      now: NOW,
    });
    expect(await retrySetAside(place, by, parts)).toMatchObject({ status: 'accepted' });
    expect(setAside.read(place)).toBeUndefined();
    expect(readFileSync(join(folder, 'kafka/released.ndjson'), 'utf8')).toContain('A. Berg');
  });
});
