/** The outbox's read model: its rows follow from the stream, in whatever batches it was folded. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { appendOnce, timeOrderedId, type Position } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import {
  type JsonObject,
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  MESSAGE_DELIVERED,
  MESSAGE_SENT,
} from '#care-event';
import { openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { deadDeliveries, dueDeliveries, waitingDeliveries } from './outbox-deliveries.js';
import { outboxPage } from './outbox-feed.js';
import { waitingByService, waitingMessages } from '../figures/waiting-messages.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const BODY = { from: 'gp', nested: { list: [1, 'å'] } };

describe('The outbox', () => {
  let log: TestLog;
  let next = 0;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const append = (handover: string, type: string, data: JsonObject) =>
    appendOnce(log.store, `handover-${handover}`, [
      { id: timeOrderedId(0, String(next++)), type, data, metadata: {} },
    ]);
  const send = (
    message: string,
    {
      service = 'hospital',
      patient = 'p1',
      body = BODY,
    }: { service?: string; patient?: string; body?: JsonObject } = {},
  ) =>
    append(`of-${message}`, MESSAGE_SENT, {
      ...{ message, service, handoverId: `of-${message}`, kind: 'offered', patient },
      ...{ pathway: 'hip', time: '2026-01-01T00:00:00Z', body },
    });
  const fail = (message: string, attempt: number, retryAt?: number) =>
    append(`of-${message}`, DELIVERY_FAILED, {
      ...{ message, service: 'hospital', by: 'webhook', attempt, reason: 'status-500' },
      ...(retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() }),
    });
  const retry = (message: string) =>
    append(`of-${message}`, DELIVERY_RETRIED, { message, service: 'hospital' });
  const deliver = (message: string) =>
    append(`of-${message}`, MESSAGE_DELIVERED, { message, service: 'hospital', by: 'outbox' });
  const due = (now: number) =>
    dueDeliveries(log.models, 'hospital', now, { limit: 100, beyond: Infinity });
  const waiting = async (patient: string) =>
    (
      await waitingDeliveries(
        log.models,
        { patient, isFor: (service) => service === 'hospital' },
        10,
      )
    ).map(({ message }) => message);
  const catchUp = () => log.runner.catchUp();
  const asOf = () => new Date(log.now).toISOString();

  it('keeps a message as it was sent', async () => {
    await send('a');
    await catchUp();
    const page = await outboxPage(log.models, { service: 'hospital', limit: 10 });
    expect(page.messages).toMatchObject([
      {
        recordedAt: log.now,
        message: { message: 'a', handoverId: 'of-a', kind: 'offered', patient: 'p1', body: BODY },
      },
    ]);
  });

  it('gives pages of bounded size, one after the other, however large the messages are', async () => {
    const body = { text: 'x'.repeat(500_000) };
    const sent = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    for (const message of sent) await send(message, { body });
    await catchUp();
    const pages: string[][] = [];
    for (let after: Position | undefined, more = true; more;) {
      const query = { service: 'hospital', limit: 6, ...(after === undefined ? {} : { after }) };
      const page = await outboxPage(log.models, query);
      pages.push(page.messages.map(({ message }) => message.message));
      after = page.messages.at(-1)?.position;
      more = page.more;
    }
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 1]);
    expect(pages.flat()).toEqual(sent);
  });

  it('names whose first message is due, the longest due first', async () => {
    await send('a');
    log.now += 1_000;
    await send('b', { patient: 'p2' });
    await fail('a', 1, log.now + 5_000);
    await catchUp();
    expect(await due(log.now - 1)).toEqual([]);
    expect(await due(log.now)).toEqual(['p2']);
    expect(await due(log.now + 5_000)).toEqual(['p2', 'p1']);
  });

  it('names nobody whose later messages are due while the first waits, and each patient once', async () => {
    for (const message of ['a', 'b', 'c']) await send(message);
    await send('d', { service: 'gp' });
    await fail('a', 1, log.now + 5_000);
    await catchUp();
    expect(await due(log.now)).toEqual([]);
    expect(await due(log.now + 5_000)).toEqual(['p1']);
    expect(await waiting('p1')).toEqual(['a', 'b', 'c']);
    await fail('a', 2);
    await catchUp();
    expect(await due(log.now)).toEqual(['p1']);
    expect(await waiting('p1')).toEqual(['b', 'c']);
  });

  it('forgets neither a delivery nor a retry that comes in the same batch as what went before', async () => {
    for (const message of ['a', 'b', 'c']) await send(message);
    await fail('a', 1);
    await deliver('a');
    await fail('b', 1, log.now);
    await fail('b', 2);
    await retry('b');
    await fail('c', 1);
    await catchUp();
    expect(await waiting('p1')).toEqual(['b']);
    expect((await deadDeliveries(log.models, undefined, 10)).map(({ message }) => message)).toEqual(
      ['c'],
    );
    expect(await waitingMessages(log.models, { service: 'hospital', asOf: asOf() })).toMatchObject({
      total: 2,
      messages: [
        { message: 'b', state: 'waiting', attempts: 0 },
        { message: 'c', state: 'given-up', attempts: 1, reason: 'status-500', retryAt: null },
      ],
    });
  });

  it('counts what waits for whom, and how long the oldest does', async () => {
    await send('a');
    log.now += 60_000;
    await send('b');
    await send('c', { service: 'gp' });
    await fail('b', 1);
    await send('d', { service: 'gp' });
    await deliver('d');
    log.now += 60_000;
    await catchUp();
    expect(await waitingByService(log.models, { asOf: asOf() })).toMatchObject({
      waiting: 3,
      givenUp: 1,
      services: [
        { service: 'hospital', waiting: 2, givenUp: 1, oldestSeconds: 120 },
        { service: 'gp', waiting: 1, givenUp: 0, oldestSeconds: 60 },
      ],
    });
  });

  it('comes to the same in whatever pieces the log is folded', async () => {
    const step = fc.tuple(
      fc.constantFrom('failed', 'given-up', 'retried', 'delivered', 'fold'),
      fc.constantFrom('a', 'b'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const piecewise = await openTestLog(ADAPTERS);
        const models = await openReadModels({ file: ':memory:', access: 'write' });
        log = piecewise;
        try {
          let attempt = 0;
          for (const message of ['a', 'b']) await send(message);
          for (const [what, message] of steps) {
            log.now += 1_000;
            if (what === 'failed') await fail(message, (attempt += 1), log.now + 5_000);
            if (what === 'given-up') await fail(message, (attempt += 1));
            if (what === 'retried') await retry(message);
            if (what === 'delivered') await deliver(message);
            if (what === 'fold') await catchUp();
          }
          await catchUp();
          await new ProjectionRunner({ store: log.store, models }).catchUp();
          const rowsOf = (from: typeof models) =>
            from.read(({ db }) =>
              db.selectFrom('outbox').selectAll().orderBy('position').execute(),
            );
          expect(await rowsOf(log.models)).toEqual(await rowsOf(models));
        } finally {
          await models.close();
          await piecewise.close();
        }
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2) },
    );
    log = await openTestLog(ADAPTERS);
  });
});
