/** The parking parked: durable in the log, each step once, and nobody lets it go without a name and a reason. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import {
  appendOnce,
  readWholeLog,
  readWholeStream,
  type EventStore,
  type Position,
} from '#event-store';
import { ParkedSequences, PARKED_INDEX, type ToPark } from './parked-sequences.js';
import type { ParkedSequence } from './parked-sequence.js';

const AT = (position: number): ToPark => ({
  processor: 'handovers',
  patient: 'p1',
  position: String(position) as Position,
  code: 'type-error',
  message: 'the handler cannot',
});
const BY = { author: 'A. Berg', reason: 'mended' } as const;
const RETRY = { processor: 'handovers', patient: 'p1', kind: 'retried', ...BY } as const;

describe('ParkedSequences', () => {
  let store: EventStore;
  let reported: ParkedSequence[];
  let parked: ParkedSequences;
  beforeEach(async () => {
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 1_000 });
    reported = [];
    parked = await open();
  });
  afterEach(() => store.close());

  const open = async (): Promise<ParkedSequences> => {
    const one = new ParkedSequences({ store, onParked: (holding) => reported.push(holding) });
    await one.load();
    return one;
  };
  const types = async (): Promise<readonly string[]> =>
    (await readWholeStream(store, 'parked-p1')).map(({ type }) => type);

  it('parks once, says so once, and knows it after a restart', async () => {
    await parked.park(AT(7));
    await parked.park(AT(7));
    expect(await types()).toEqual(['SequenceParked.v1']);
    expect(reported).toMatchObject([{ position: '7', attempt: 1, since: 1_000 }]);
    const restarted = await open();
    expect(restarted.isParked('handovers', 'p1')).toBe(true);
    await restarted.park(AT(7));
    expect(await types()).toHaveLength(1);
    expect(reported).toHaveLength(1);
  });

  it('reads no more of the log at a start than what was ever parked', async () => {
    await parked.park(AT(7));
    await parked.park({ ...AT(9), patient: 'p2' });
    await parked.park({ ...AT(9), processor: 'delivery' });
    expect(await readWholeStream(store, PARKED_INDEX)).toHaveLength(2);
    const read: string[] = [];
    const watched = new Proxy(store, {
      get: (target, name) => {
        if (name === 'readLog') throw new Error('the whole log is read');
        if (name !== 'readStream') return Reflect.get(target, name) as unknown;
        return (stream: string, options: { limit: number }) => {
          read.push(stream);
          return target.readStream(stream, options);
        };
      },
    });
    await new ParkedSequences({ store: watched }).load();
    expect(read).toEqual(['parked', 'parked-p1', 'parked-p2']);
  });

  it('holds the event and what follows it, for that processor only', async () => {
    await parked.park(AT(7));
    const covered = (position: number) =>
      parked.covers('handovers', 'p1', String(position) as Position);
    expect([6, 7, 8, 100].map(covered)).toEqual([false, true, true, true]);
    expect(parked.covers('delivery', 'p1', '8' as Position)).toBe(false);
    expect(parked.covers('handovers', 'p2', '8' as Position)).toBe(false);
  });

  it('lets a sequence go on the word of somebody, once', async () => {
    await parked.park(AT(7));
    expect(await parked.release(RETRY)).toMatchObject({ status: 'retried', parked: '7' });
    expect(parked.isParked('handovers', 'p1')).toBe(false);
    expect(await parked.release(RETRY)).toMatchObject({ status: 'repeated', parked: '7' });
    expect(await parked.release({ ...RETRY, author: 'B. Li' })).toMatchObject({
      status: 'refused',
      code: 'not-parked',
      message: expect.stringContaining('A. Berg'),
    });
    expect(await types()).toEqual(['SequenceParked.v1', 'SequenceRetried.v1']);
  });

  it('refuses to let go what is not parked', async () => {
    expect(await parked.release({ ...RETRY, kind: 'discarded' })).toMatchObject({
      status: 'refused',
      code: 'not-parked',
    });
    expect(await types()).toEqual([]);
  });

  it('keeps every attempt on record', async () => {
    await parked.park(AT(7));
    await parked.release(RETRY);
    await parked.park(AT(7));
    expect(parked.holdings('p1')).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    await parked.release({ ...RETRY, kind: 'discarded' });
    expect(await types()).toEqual([
      'SequenceParked.v1',
      'SequenceRetried.v1',
      'SequenceParked.v1',
      'SequenceDiscarded.v1',
    ]);
    expect((await open()).holdings('p1')).toEqual(parked.holdings('p1'));
  });

  it('writes nothing twice when an answer was lost on the way', async () => {
    await parked.park(AT(7));
    await parked.release(RETRY);
    const before = await store.head();
    const events = await readWholeStream(store, 'parked-p1');
    for (const { id, type, data, metadata } of events)
      await appendOnce(store, 'parked-p1', [{ id, type, data, metadata }]);
    expect(await store.head()).toBe(before);
  });

  it('parks on when it was listed and no more, by a crash between', async () => {
    await parked.park(AT(7));
    const [listed] = await readWholeStream(store, PARKED_INDEX);
    const other = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 1 });
    try {
      const { id, type, data, metadata } = listed!;
      await appendOnce(other, PARKED_INDEX, [{ id, type, data, metadata }]);
      const after = new ParkedSequences({ store: other });
      await after.load();
      expect(after.isParked('handovers', 'p1')).toBe(false);
      await after.park(AT(7));
      let events = 0;
      for await (const page of readWholeLog(other)) events += page.length;
      expect(events).toBe(2);
    } finally {
      await other.close();
    }
  });
});
