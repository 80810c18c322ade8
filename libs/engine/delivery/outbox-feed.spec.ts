/** The outbox feed: pages, cursors, acknowledgement, resuming, two readers, what was pushed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readWholeStream, timeOrderedId } from '#event-store';
import { MESSAGE_DELIVERED, OUTBOX_ACKNOWLEDGED, type HandoverMessage } from '#care-event';
import { DeliveryLoop } from './delivery-loop.js';
import {
  DELIVERED,
  openHandoverLog,
  ScriptedDelivery,
  type HandoverLog,
} from './delivery.spec.support.js';
import { BEGINNING, OutboxFeed } from './outbox-feed.js';

describe('The outbox feed', () => {
  let log: HandoverLog;
  let feed: OutboxFeed;
  let sent: HandoverMessage[];

  const ids = (messages: readonly { readonly message: HandoverMessage }[]): number[] =>
    messages.map(({ message }) => message.body['n'] as number);
  const acknowledgements = () => readWholeStream(log.store, 'outbox-hospital');

  beforeEach(async () => {
    log = await openHandoverLog();
    feed = new OutboxFeed({ store: log.store, index: log.index, batch: 3, concurrency: 2 });
    sent = [];
    for (let n = 0; n < 10; n += 1) {
      sent.push(await log.send(n));
      await log.send(100 + n, { service: 'gp' });
    }
    await log.catchUp();
  });
  afterEach(() => log.close());

  it('is empty for a service that was never sent anything', async () => {
    expect(await feed.page('nobody', { limit: 10 })).toEqual({
      ...{ service: 'nobody', messages: [], more: false },
      ...{ cursor: undefined, acknowledged: undefined },
    });
  });

  it('gives all messages in the order of the log, page by page', async () => {
    const first = await feed.page('hospital', { limit: 4 });
    expect(ids(first.messages)).toEqual([0, 1, 2, 3]);
    expect(first.more).toBe(true);
    expect(first.messages[0]?.message).toEqual(sent[0]);
    const second = await feed.page('hospital', { after: first.cursor!, limit: 6 });
    expect(ids(second.messages)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(second.more).toBe(false);
    const third = await feed.page('hospital', { after: second.cursor!, limit: 6 });
    expect(third).toMatchObject({ messages: [], more: false, cursor: second.cursor });
  });

  it('gives the same page again until it is acknowledged', async () => {
    const once = await feed.page('hospital', { limit: 4 });
    expect(await feed.page('hospital', { limit: 4 })).toEqual(once);
  });

  it('delivers every message up to the cursor, and goes on behind it', async () => {
    const page = await feed.page('hospital', { limit: 7 });
    expect(await feed.acknowledge('hospital', page.cursor!)).toEqual({
      ...{ service: 'hospital', acknowledged: page.cursor, delivered: 7 },
    });
    for (const message of sent.slice(0, 7)) {
      expect(await log.typesAfterSending(message)).toEqual([MESSAGE_DELIVERED]);
    }
    expect(await log.typesAfterSending(sent[7]!)).toEqual([]);
    // At once, though the read models do not show it yet.
    const next = await feed.page('hospital', { limit: 10 });
    expect(ids(next.messages)).toEqual([7, 8, 9]);
    expect(next.acknowledged).toBe(page.cursor);
  });

  it('takes an acknowledgement again without a trace', async () => {
    const page = await feed.page('hospital', { limit: 4 });
    await feed.acknowledge('hospital', page.cursor!);
    const head = await log.store.head();
    expect(await feed.acknowledge('hospital', page.cursor!)).toMatchObject({ delivered: 0 });
    await log.catchUp();
    expect(await feed.acknowledge('hospital', page.cursor!)).toMatchObject({ delivered: 0 });
    expect(await log.store.head()).toBe(head);
  });

  it('never moves back', async () => {
    const page = await feed.page('hospital', { limit: 4 });
    await feed.acknowledge('hospital', page.cursor!);
    const earlier = (await feed.page('hospital', { after: BEGINNING, limit: 2 })).cursor!;
    expect(await feed.acknowledge('hospital', earlier)).toMatchObject({
      acknowledged: page.cursor,
    });
    expect(await acknowledgements()).toHaveLength(1);
    const again = await feed.page('hospital', { after: earlier, limit: 1 });
    expect(ids(again.messages)).toEqual([2]);
  });

  it('shows everything from the beginning to whoever asks for it', async () => {
    const page = await feed.page('hospital', { limit: 4 });
    await feed.acknowledge('hospital', page.cursor!);
    const all = await feed.page('hospital', { after: BEGINNING, limit: 100 });
    expect(ids(all.messages)).toHaveLength(10);
  });

  it.each([
    ["another service's", async () => (await feed.page('gp', { limit: 1 })).cursor!],
    [
      'the position of a message',
      async () => (await feed.page('hospital', { limit: 1 })).messages[0]!.position,
    ],
    ['no position at all', () => Promise.resolve("' OR 1=1 --")],
    ['the beginning', () => Promise.resolve(BEGINNING)],
  ])('refuses a cursor that is %s, and delivers nothing', async (_what, cursorOf) => {
    const cursor = await cursorOf();
    const head = await log.store.head();
    const refused = expect.objectContaining({ code: 'unknown-cursor' });
    await expect(feed.acknowledge('hospital', cursor)).rejects.toEqual(refused);
    expect(await log.store.head()).toBe(head);
    if (cursor === BEGINNING) return;
    await expect(feed.page('hospital', { after: cursor, limit: 1 })).rejects.toEqual(refused);
  });

  it('says of a cursor whose message the log does not hold that it is lost, and delivers nothing', async () => {
    const { cursor = '' } = await feed.page('hospital', { limit: 1 });
    const [position = '', prints = ''] = cursor.split('.');
    const lost = [
      `${position}.${'x'.repeat(16)}${prints.slice(16)}`, // of another log
      `${position}.${prints.slice(0, 16)}${'x'.repeat(16)}`, // another event stands there
      `999999.${prints}`, // beyond the end
    ];
    const head = await log.store.head();
    const refused = expect.objectContaining({ code: 'cursor-lost' });
    for (const other of lost) {
      await expect(feed.acknowledge('hospital', other)).rejects.toEqual(refused);
      await expect(feed.page('hospital', { after: other, limit: 1 })).rejects.toEqual(refused);
    }
    expect(await log.store.head()).toBe(head);
  });

  it('goes on behind what was acknowledged by its position, as the first version had it', async () => {
    const { messages, cursor } = await feed.page('hospital', { limit: 4 });
    const data = { service: 'hospital', cursor: messages[3]!.position };
    const event = { id: timeOrderedId(0, 'v1'), type: 'OutboxAcknowledged.v1', data, metadata: {} };
    await log.store.append('outbox-hospital', 'none', [event]);
    const rest = await feed.page('hospital', { limit: 100 });
    expect(ids(rest.messages)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(rest.acknowledged).toBe(cursor);
  });

  it('refuses an unknown cursor also where more was acknowledged before', async () => {
    const page = await feed.page('hospital', { limit: 4 });
    await feed.acknowledge('hospital', page.cursor!);
    const foreign = (await feed.page('gp', { limit: 1 })).cursor!;
    const refused = expect.objectContaining({ code: 'unknown-cursor' });
    await expect(feed.acknowledge('hospital', foreign)).rejects.toEqual(refused);
  });

  it('ends alike when two readers acknowledge at once, in either order', async () => {
    const other = new OutboxFeed({ store: log.store, index: log.index });
    const cursors = await Promise.all(
      [4, 9].map(async (limit) => (await feed.page('hospital', { limit })).cursor),
    );
    const answers = await Promise.all([
      feed.acknowledge('hospital', cursors[0]!),
      other.acknowledge('hospital', cursors[1]!),
      feed.acknowledge('hospital', cursors[1]!),
      other.acknowledge('hospital', cursors[0]!),
    ]);
    expect(answers.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(9);
    for (const message of sent.slice(0, 9)) {
      expect(await log.typesAfterSending(message)).toEqual([MESSAGE_DELIVERED]);
    }
    const noted = await acknowledgements();
    expect(noted.every(({ type }) => type === OUTBOX_ACKNOWLEDGED)).toBe(true);
    const upTo = noted.map(({ data }) =>
      sent.findIndex(({ handoverId }) => data['stream'] === `handover-${handoverId}`),
    );
    expect(upTo).toEqual(upTo.toSorted((a, b) => a - b));
    expect(upTo.at(-1)).toBe(8);
    expect((await feed.page('hospital', { limit: 1 })).acknowledged).toBe(answers[1].acknowledged);
  });

  it('shows what was pushed too, and does not deliver it a second time', async () => {
    const delivery = new ScriptedDelivery(['hospital'], () => DELIVERED);
    const { store, index } = log;
    await new DeliveryLoop({ store, index, deliveries: [delivery], clock: () => log.now }).tick();
    const page = await feed.page('hospital', { limit: 100 });
    expect(ids(page.messages)).toHaveLength(10);
    expect(await feed.acknowledge('hospital', page.cursor!)).toMatchObject({ delivered: 0 });
    expect((await log.events(sent[0]!)).at(-1)?.data['by']).toBe('scripted');
  });

  it('saves a message from being pushed that the receiver fetched first', async () => {
    const page = await feed.page('hospital', { limit: 100 });
    await feed.acknowledge('hospital', page.cursor!);
    const delivery = new ScriptedDelivery(['hospital'], () => DELIVERED);
    const { store, index } = log;
    await new DeliveryLoop({ store, index, deliveries: [delivery], clock: () => log.now }).tick();
    expect(delivery.handed).toEqual([]);
  });
});
