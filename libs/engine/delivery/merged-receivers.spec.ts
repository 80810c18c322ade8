/** After a merger: the successor finds what its predecessors have not fetched, by the feed and by pushes. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OrganisationDirectory, type Organisation } from '#care-event';
import { DeliveryLoop } from './delivery-loop.js';
import {
  DELIVERED,
  DOWN,
  openHandoverLog,
  ScriptedDelivery,
  START_MS,
  type HandoverLog,
} from './delivery.spec.support.js';
import { BEGINNING, OutboxFeed } from './outbox-feed.js';
import { Receivers } from './receivers.js';

const NORDVIK = 'rehabilitation@nordvik';
const STORVIK = 'rehabilitation@storvik';
const DAY_MS = 86_400_000;

const municipality = (id: string, more: Partial<Organisation> = {}): Organisation => ({
  ...{ id, name: id, kind: 'municipality', level: 'municipal' },
  ...{ municipalities: [], services: ['rehabilitation'], identifiers: [] },
  ...more,
});
/** Nordvik becomes part of Storvik on the day after the beginning. */
const DIRECTORY = new OrganisationDirectory([
  municipality('nordvik', { validTo: '2026-06-01', replacedBy: 'storvik' }),
  municipality('storvik'),
]);

describe('After a merger', () => {
  let log: HandoverLog;
  let feed: OutboxFeed;
  let receivers: Receivers;
  beforeEach(async () => {
    log = await openHandoverLog();
    receivers = new Receivers(
      () => DIRECTORY,
      () => log.now,
    );
    feed = new OutboxFeed({ store: log.store, index: log.index, receivers, batch: 2 });
  });
  afterEach(() => log.close());

  const merge = (): void => {
    log.now = START_MS + DAY_MS;
  };
  const send = async (organisation: string, ...all: readonly number[]): Promise<void> => {
    for (const n of all) await log.send(n, { service: 'rehabilitation', organisation });
    await log.catchUp();
  };
  const read = async (receiver: string, query: { after?: string; limit?: number } = {}) => {
    const page = await feed.page(receiver, { limit: 10, ...query });
    return { ...page, numbers: page.messages.map(({ message }) => message.body['n']) };
  };
  /** The loop that receivers are told to run: read, store, acknowledge. */
  const readAll = async (receiver: string, limit = 10): Promise<unknown[]> => {
    const numbers: unknown[] = [];
    for (;;) {
      const page = await read(receiver, { limit });
      numbers.push(...page.numbers);
      if (page.cursor !== undefined) await feed.acknowledge(receiver, page.cursor);
      if (!page.more) return numbers;
    }
  };

  it('the feed of the successor has what was not fetched, at its place in the log', async () => {
    await send('nordvik', 1);
    await send('storvik', 2);
    await send('nordvik', 3);
    expect((await read(STORVIK)).numbers).toEqual([2]);
    merge();
    expect((await read(STORVIK)).numbers).toEqual([1, 2, 3]);
    expect((await read(NORDVIK)).numbers).toEqual([1, 3]);
  });

  it('what was fetched stays fetched', async () => {
    await send('nordvik', 1, 2, 3);
    const { cursor } = await read(NORDVIK, { limit: 2 });
    await feed.acknowledge(NORDVIK, cursor!);
    await log.catchUp();
    merge();
    expect((await read(STORVIK, { after: BEGINNING })).numbers).toEqual([3]);
    expect(await readAll(STORVIK)).toEqual([3]);
  });

  it('the successor finds what stands before what it has acknowledged, and nothing twice', async () => {
    await send('nordvik', 1, 2, 3, 4, 5);
    await send('storvik', 6, 7);
    expect(await readAll(STORVIK)).toEqual([6, 7]);
    const { acknowledged } = await read(STORVIK);
    merge();
    await send('storvik', 8);
    // At once, though the read models do not show yet what was acknowledged.
    expect(await readAll(STORVIK, 3)).toEqual([1, 2, 3, 4, 5, 8]);
    expect(await readAll(STORVIK)).toEqual([]);
    await log.catchUp();
    expect(await readAll(STORVIK)).toEqual([]);
    expect(acknowledged).not.toBe((await read(STORVIK)).acknowledged);
  });

  it('acknowledging what comes from before never moves the cursor back', async () => {
    await send('nordvik', 1);
    await send('storvik', 2);
    await readAll(STORVIK);
    const before = (await read(STORVIK)).acknowledged;
    merge();
    const { cursor, more } = await read(STORVIK);
    expect(more).toBe(true);
    expect(await feed.acknowledge(STORVIK, cursor!)).toMatchObject({
      acknowledged: before,
      delivered: 1,
    });
    expect((await read(STORVIK)).numbers).toEqual([]);
  });

  it('a cursor of the predecessor holds for the successor, and not before', async () => {
    await send('nordvik', 1, 2);
    const { cursor = '' } = await read(NORDVIK, { limit: 1 });
    const refused = { code: 'unknown-cursor' };
    await expect(read(STORVIK, { after: cursor })).rejects.toMatchObject(refused);
    merge();
    expect((await read(STORVIK, { after: cursor })).numbers).toEqual([2]);
  });

  it('what the predecessor fetches after all does not come to the successor as well', async () => {
    await send('nordvik', 1, 2);
    await send('storvik', 3);
    await readAll(STORVIK);
    merge();
    expect(await readAll(NORDVIK)).toEqual([1, 2]);
    expect(await readAll(STORVIK)).toEqual([]);
  });

  describe('pushes', () => {
    const loopOn = (delivery: ScriptedDelivery): DeliveryLoop => {
      const { store, index } = log;
      return new DeliveryLoop({
        ...{ store, index, receivers, deliveries: [delivery], clock: () => log.now },
        schedule: [1_000, 1_000],
      });
    };
    const sendOf = (patient: string, organisation: string, n: number) =>
      log.send(n, { service: 'rehabilitation', organisation, patient });

    it('go to the successor and no longer to the predecessor', async () => {
      const delivery = new ScriptedDelivery([NORDVIK, STORVIK], () => DELIVERED);
      const loop = loopOn(delivery);
      await send('nordvik', 1);
      await loop.tick();
      merge();
      await send('nordvik', 2);
      await loop.tick();
      expect(delivery.handedTo).toEqual([
        [NORDVIK, 1],
        [STORVIK, 2],
      ]);
    });

    it("keep the order of one patient's messages to both", async () => {
      const delivery = new ScriptedDelivery([STORVIK], () => DOWN);
      const loop = loopOn(delivery);
      await sendOf('p', 'nordvik', 1);
      await log.catchUp();
      await loop.tick();
      expect(delivery.handed).toEqual([]);
      merge();
      await sendOf('p', 'storvik', 2);
      await sendOf('p', 'nordvik', 3);
      await log.catchUp();
      await loop.tick();
      delivery.answer = () => DELIVERED;
      log.now += 60_000;
      await log.catchUp();
      await loop.tick();
      expect(delivery.handedTo.map(([, n]) => n)).toEqual([1, 1, 2, 3]);
    });
  });
});

describe('A name that leaves the organisation open', () => {
  it('serves all that have none of their own, each in its turn', async () => {
    const log = await openHandoverLog();
    const delivery = new ScriptedDelivery(
      ['rehabilitation@*', 'rehabilitation@b'],
      () => DELIVERED,
    );
    const { store, index } = log;
    const loop = new DeliveryLoop({
      ...{ store, index, deliveries: [delivery], clock: () => log.now, batch: 2 },
    });
    for (const [n, organisation] of ['a', 'a', 'a', 'a', 'b', 'c', undefined].entries()) {
      const to = organisation === undefined ? {} : { organisation };
      await log.send(n, { service: 'rehabilitation', ...to });
    }
    await log.catchUp();
    await loop.tick();
    await log.catchUp();
    await loop.tick();
    expect(delivery.handedTo.toSorted(([, a], [, b]) => Number(a) - Number(b))).toEqual([
      ...[0, 1, 2].map((n) => ['rehabilitation@*', n]),
      ['rehabilitation@b', 4],
      ['rehabilitation@*', 5],
    ]);
    await log.close();
  });
});
