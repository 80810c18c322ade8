/** Each way in which a server was seen to fail, as the stand-in does it, and what the adapter makes of it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import {
  readWholeStream,
  requireReadable,
  retrying,
  type EventStore,
  type NewEvent,
  type Position,
} from '#event-store';
import { waitUntil } from '#event-store/testing';
import { FAILURES } from '../eventstoredb/faults.js';
import { startStandIn, type StandIn } from '../eventstoredb/stand-in.js';
import { openOnNewLog, type NewLog } from './server.js';

let server: StandIn;
let log: NewLog;
beforeEach(async () => {
  server = await startStandIn();
  log = await openOnNewLog(server, { lagMs: 300, watchMs: 300 });
});
afterEach(async () => {
  server.thaw();
  await log.dispose();
  await server.stop();
});

const event = (n: number): NewEvent => ({
  ...{ id: randomUUID(), type: 'ThingHappened.v1', data: { n }, metadata: {} },
});
const events = (count: number, first = 0) =>
  Array.from({ length: count }, (_, n) => event(first + n));
const settling = (store: EventStore) => retrying(store, { firstPauseMs: 20, budgetMs: 20_000 });
const numbersIn = async (store: EventStore, stream: string) =>
  (await readWholeStream(store, stream)).map(({ data }) => data['n']);

/** What the next messages hold, until so many events have come. */
async function follow(store: EventStore, count: number, seen: unknown[] = []): Promise<unknown[]> {
  for await (const message of store.subscribe()) {
    if (message.kind === 'events')
      seen.push(...message.events.map((one) => (one.damage ?? one.data)['n' as never]));
    if (seen.length >= count) break;
  }
  return seen;
}

describe('an append whose answer is not to be had', () => {
  for (const answer of FAILURES.filter((failure) => failure !== 'access-denied'))
    for (const stored of [true, false])
      it(`is settled after '${answer}', the events ${stored ? '' : 'not '}stored`, async () => {
        const store = settling(log.store);
        await store.append('a', 'none', events(2));
        server.failAppends({ answer, stored, times: 3 });
        const options = { deadlineMs: answer === 'silence' ? 300 : 5_000 };
        const answered = await store.append('a', 1, events(2, 2), options);
        expect(answered).toMatchObject({ firstRevision: 2, lastRevision: 3 });
        expect(await numbersIn(store, 'a')).toEqual([0, 1, 2, 3]);
        const [, , , last] = await readWholeStream(store, 'a');
        expect(last!.position).toBe(answered.position);
        await store.append('a', 3, [event(4)]);
      });

  it('is unknown until then, however the server puts it', async () => {
    for (const answer of FAILURES.filter((failure) => failure !== 'access-denied')) {
      server.failAppends({ answer, stored: false });
      await expect(
        log.store.append('a', 'none', [event(1)], { deadlineMs: 500 }),
      ).rejects.toMatchObject({ code: 'outcome-unknown' });
    }
  });

  it('comes late, after the same was sent again, and harms nobody', async () => {
    const batch = events(2);
    server.failAppends({ stored: true, delayMs: 800 });
    const first = log.store.append('a', 'none', batch, { deadlineMs: 200 });
    await expect(first).rejects.toMatchObject({ code: 'outcome-unknown' });
    expect(await log.store.append('a', 'none', batch)).toMatchObject({ lastRevision: 1 });
    await pause(900);
    expect(await numbersIn(log.store, 'a')).toEqual([0, 1]);
  });

  it('is no conflict where the events that stand there are its own', async () => {
    const batch = events(3);
    server.failAppends({ answer: 'connection-reset', stored: true });
    const [first, other] = await Promise.allSettled([
      log.store.append('a', 'none', batch),
      log.store.append('b', 'none', batch),
    ]);
    expect([first, other].some(({ status }) => status === 'rejected')).toBe(true);
    const changed = [batch[0]!, { ...batch[1]!, data: { n: 99 } }, batch[2]!];
    await expect(log.store.append('a', 'none', changed)).rejects.toMatchObject({
      code: 'event-id-conflict',
    });
    await settling(log.store).append('a', 'none', batch);
    expect(await numbersIn(log.store, 'a')).toEqual([0, 1, 2]);
  });

  it('says that access is denied, and nothing else of that kind', async () => {
    server.failAppends({ answer: 'access-denied', stored: false });
    await expect(log.store.append('a', 'none', [event(1)])).rejects.toMatchObject({
      code: 'access-denied',
    });
    server.setMode('access-denied');
    await expect(log.store.readLog({ limit: 1 })).rejects.toMatchObject({ code: 'access-denied' });
    server.clearFaults();
  });
});

describe('a server that goes, freezes or changes', () => {
  it('is waited for by whoever appends', async () => {
    const store = settling(log.store);
    await store.append('a', 'none', [event(0)]);
    const underWay = Array.from({ length: 50 }, (_, n) =>
      store.append(`s${n}`, 'none', [event(n)]),
    );
    await server.restart(400);
    await Promise.all(underWay);
    for (let n = 0; n < 50; n += 1) expect(await numbersIn(store, `s${n}`)).toEqual([n]);
    await store.append('a', 0, [event(1)]);
  });

  it('does not keep an append waiting beyond its deadline', async () => {
    await log.store.append('a', 'none', [event(0)]);
    server.freeze();
    const begun = performance.now();
    await expect(log.store.append('a', 0, [event(1)], { deadlineMs: 400 })).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
    expect(performance.now() - begun).toBeLessThan(10_000);
    const waiting = log.store.append('b', 'none', [event(1)], { signal: AbortSignal.timeout(200) });
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    server.thaw();
  });

  for (const unconfirmed of ['kept', 'cut off'] as const)
    it(`may keep what it had taken or not (${unconfirmed}): it is written once`, async () => {
      const store = settling(log.store);
      await store.append('a', 'none', [event(0)]);
      server.cutOffLeader();
      const append = store.append('a', 0, events(2, 1), { deadlineMs: 500 });
      await pause(300);
      expect(await numbersIn(store, 'a')).toEqual([0]);
      await server.electLeader(unconfirmed);
      await append;
      expect(await numbersIn(store, 'a')).toEqual([0, 1, 2]);
    });
});

describe('a subscription', () => {
  for (const how of ['error', 'silently'] as const)
    it(`goes on after the server ended it ${how === 'error' ? 'with an error' : how}`, async () => {
      await log.store.append('a', 'none', events(3));
      const seen: unknown[] = [];
      const following = follow(log.store, 9, seen);
      await waitUntil('three events', () => seen.length === 3);
      server.dropSubscriptions(how);
      await log.store.append('a', 2, events(3, 3));
      await waitUntil('six events', () => seen.length === 6);
      server.dropSubscriptions(how);
      await log.store.append('b', 'none', events(3, 6));
      expect(await following).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    });

  it('goes on over a restart of the server, without gap or repeat', async () => {
    const store = settling(log.store);
    const seen = follow(store, 30);
    for (let n = 0; n < 30; n += 1) {
      await store.append('a', n === 0 ? 'none' : n - 1, [event(n)]);
      if (n % 10 === 5) await server.restart(100);
    }
    expect(await seen).toEqual(Array.from({ length: 30 }, (_, n) => n));
  });

  it('ends with an alarm where the log was cut off behind what was delivered', async () => {
    await log.store.append('a', 'none', events(3));
    const seen: unknown[] = [];
    const following = follow(log.store, 99, seen);
    await waitUntil('three events', () => seen.length === 3);
    await log.store.append('b', 'none', events(1));
    await waitUntil('four events', () => seen.length === 4);
    await server.truncate(1);
    await expect(following).rejects.toMatchObject({
      code: 'position-not-in-log',
      reason: 'beyond-end',
    });
  });

  it('ends with an alarm where another event has taken the place of one that was delivered', async () => {
    const patient = await openOnNewLog(server, { lagMs: 10_000, watchMs: 10_000 });
    await patient.store.append('a', 'none', events(3));
    const seen: unknown[] = [];
    const following = follow(patient.store, 99, seen);
    await waitUntil('three events', () => seen.length === 3);
    await patient.store.append('b', 'none', events(1));
    await waitUntil('four events', () => seen.length === 4);
    await server.truncate(1);
    await settling(patient.store).append('c', 'none', events(1));
    await expect(following).rejects.toMatchObject({
      code: 'position-not-in-log',
      reason: expect.stringMatching(/other-event|between-events/) as unknown,
    });
    await patient.dispose();
  });

  it('does not begin between two events, or behind the end', async () => {
    const { position } = await log.store.append('a', 'none', events(3));
    const between = String(BigInt(position) + 1n) as typeof position;
    const beyond = String(10n * BigInt(position)) as typeof position;
    for (const [after, reason] of [
      [between, /between-events|beyond-end/],
      [beyond, /beyond-end/],
    ] as const) {
      const next = log.store.subscribe({ after })[Symbol.asyncIterator]().next();
      await expect(next).rejects.toMatchObject({
        code: 'position-not-in-log',
        reason: expect.stringMatching(reason) as unknown,
      });
    }
  });
});

describe('a follower that is read and lags behind', () => {
  it('makes nobody believe in a conflict, a loss or a repeat', async () => {
    const { store: bare, dispose } = await openOnNewLog(server);
    const store = settling(bare);
    await store.append('a', 'none', [event(0)]);
    const seen: unknown[] = [];
    const following = follow(store, 12, seen);
    await waitUntil('the first event', () => seen.length === 1);
    server.lagReads(700);
    const batch = events(2, 1);
    server.failAppends({ answer: 'connection-reset', stored: true });
    expect(await store.append('a', 0, batch)).toMatchObject({ firstRevision: 1, lastRevision: 2 });
    for (let n = 3; n < 12; n += 1) await store.append('a', n - 1, [event(n)]);
    const stale = store.append('a', 4, [event(99)]);
    await expect(stale).rejects.toMatchObject({ code: 'wrong-expected-revision', actual: 11 });
    expect(await following).toEqual(Array.from({ length: 12 }, (_, n) => n));
    server.lagReads(0);
    await waitUntil('all events', async () => (await numbersIn(store, 'a')).length === 12);
    expect(await numbersIn(store, 'a')).toEqual(Array.from({ length: 12 }, (_, n) => n));
    await dispose();
  });
});

describe('a quiet log on a busy server', () => {
  it('is delivered whole and in order, live and from the beginning, with a filter too', async () => {
    const { store, dispose } = await openOnNewLog(server, { watchMs: 100 });
    const other = await openOnNewLog(server);
    const live = follow(store, 40);
    const polled: unknown[] = [];
    let from: Position | undefined;
    for (let n = 0; n < 40; n += 1) {
      await store.append(`s${n % 3}`, n < 3 ? 'none' : Math.floor(n / 3) - 1, [event(n)]);
      const noise = (n * 37) % 600;
      if (noise > 0) await other.store.append(`n${n}`, 'none', events(noise));
      if (n % 4 === 3) await pause(120);
      await store.head();
      const filter = { types: ['ThingHappened.v1'] };
      const page = await store.readLog({
        limit: 3,
        ...(from && { from }),
        ...(n % 2 && { filter }),
      });
      polled.push(...requireReadable(page.events).map(({ data }) => data['n']));
      from = page.events.at(-1)?.position ?? from;
    }
    const all = Array.from({ length: 40 }, (_, n) => n);
    expect(polled).toEqual(all);
    expect(await live).toEqual(all);
    expect(await follow(store, 40)).toEqual(all);
    const last = (await store.readLog({ direction: 'backwards', limit: 1 })).events[0]!;
    expect(await store.head()).toBe(last.position);
    expect(await store.readLog({ from: last.position, limit: 9 })).toEqual({
      events: [],
      end: true,
    });
    await other.dispose();
    await dispose();
  });
});

describe('a cluster', () => {
  it('is found by asking its members', async () => {
    const discovered = server.connectionString.replace('esdb:', 'esdb+discover:');
    const { store, dispose } = await openOnNewLog({
      connectionString: discovered,
      stop: () => Promise.resolve(),
    });
    await store.append('a', 'none', [event(1)]);
    await server.restart(300);
    await settling(store).append('a', 0, [event(2)]);
    expect(await numbersIn(store, 'a')).toEqual([1, 2]);
    await dispose();
  });
});

describe('history that is missing', () => {
  const onServer = async (
    act: (client: EventStoreDBClient, stream: string) => Promise<unknown>,
  ) => {
    await log.store.append('a', 'none', events(5));
    const prefix = /prefix=(\w+)/.exec(log.connectionString)![1]!;
    const client = EventStoreDBClient.connectionString(server.connectionString);
    await act(client, `${prefix}.a`);
    await client.dispose();
  };
  const alarm = { code: 'history-missing', stream: 'a' };

  it('is an alarm where a stream begins late, however it is read', async () => {
    await onServer((client, stream) => client.setStreamMetadata(stream, { truncateBefore: 3 }));
    await expect(log.store.readStream('a', { limit: 9 })).rejects.toMatchObject(alarm);
    const backwards = { direction: 'backwards', limit: 9 } as const;
    await expect(log.store.readStream('a', backwards)).rejects.toMatchObject(alarm);
    expect((await log.store.readStream('a', { from: 3, limit: 9 })).events).toHaveLength(2);
    await log.store.append('a', 4, [event(5)]);
  });

  it('is an alarm where a stream was deleted and goes on at a later revision', async () => {
    const deleted = events(2);
    await log.store.append('b', 'none', deleted);
    const prefix = /prefix=(\w+)/.exec(log.connectionString)![1]!;
    const client = EventStoreDBClient.connectionString(server.connectionString);
    await client.deleteStream(`${prefix}.b`);
    await client.dispose();
    const repeated = log.store.append('b', 'none', deleted);
    await expect(repeated).rejects.toMatchObject({ ...alarm, stream: 'b' });
    await expect(log.store.append('b', 'none', [event(2)])).rejects.toMatchObject({
      code: 'history-missing',
    });
  });

  it('is an alarm where a stream was deleted for good', async () => {
    await onServer((client, stream) => client.tombstoneStream(stream));
    await expect(log.store.readStream('a', { limit: 9 })).rejects.toMatchObject({
      code: 'history-missing',
    });
    await expect(log.store.append('a', 4, [event(5)])).rejects.toMatchObject({
      code: 'history-missing',
    });
  });
});
