/** A server that is killed and started again under load, and a process that loses its lock. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { parsePostgresAddress } from '#postgres';
import { startPostgres } from '#postgres/embedded';
import type { PostgresServer } from '#postgres/embedded';
import { event, Listener, numbers, range, wholeLog } from '../contract/harness.js';
import { readWholeStream } from '../reading.js';
import { retrying } from '../retrying.js';
import { waitUntil } from '../testing/wait-until.js';
import { openPostgresEventStore } from './open.js';
import type { PostgresEventStoreOptions } from './open.js';
import type { PostgresEventStore } from './postgres-event-store.js';
import { orderLock } from './tables.js';

const WRITERS = 16;
const KILLS = 5;

const dataDir = mkdtempSync(join(tmpdir(), 'stafett-failover-'));
let server: PostgresServer;
/** In the order in which they were opened: one that shares a writer closes before that one. */
const opened: PostgresEventStore[] = [];

beforeAll(async () => {
  server = await startPostgres({ dataDir });
});
afterEach(async () => {
  for (const store of opened.splice(0).reverse()) await store.close();
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

async function open(
  access: PostgresEventStoreOptions['access'],
  more: Partial<PostgresEventStoreOptions> = {},
): Promise<PostgresEventStore> {
  const store = await openPostgresEventStore({
    ...{ address: parsePostgresAddress(server.url), access, clock: Date.now },
    ...{ holder: 'the writer', ...more },
  });
  opened.push(store);
  return store;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

describe('A PostgreSQL server that is killed under load', () => {
  it('loses nothing that was acknowledged, stores nothing twice and holds up no subscriber', async () => {
    const store = retrying(await open('write'));
    const beside = await open('read');
    const listener = new Listener(beside);
    let isWriting = true;
    let acknowledged = 0;
    const writers = range(WRITERS).map(async (n) => {
      let count = 0;
      for (; isWriting; count += 1) {
        const expected = count === 0 ? 'none' : count - 1;
        const { lastRevision } = await store.append(`writer-${n}`, expected, [event(count)]);
        expect(lastRevision).toBe(count);
        acknowledged += 1;
      }
      return count;
    });
    const slowest: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(400);
      await server.kill();
      await server.restart();
      const [before, restartedAt] = [acknowledged, performance.now()];
      const goesOn = async () => {
        while (isWriting && acknowledged < before + WRITERS) await pause(20);
      };
      // Or a writer was refused what it was promised.
      await Promise.race([goesOn(), Promise.all(writers).finally(() => (isWriting = false))]);
      slowest.push(performance.now() - restartedAt);
    }
    isWriting = false;
    const counts = await Promise.all(writers);
    for (const [n, count] of counts.entries())
      expect(numbers(await readWholeStream(store, `writer-${n}`))).toEqual(range(count));
    const log = await wholeLog(store);
    expect(log).toHaveLength(acknowledged);
    await listener.untilEvents(acknowledged);
    expect(listener.events).toEqual(log);
    expect(Math.max(...slowest)).toBeLessThan(30_000);
    await listener.stop();
  });

  it('says while it is gone that it cannot be used, and is used again without a word', async () => {
    const store = await open('write');
    const first = await store.append('a', 'none', [event(0)]);
    await server.kill();
    const gone = { code: 'store-unavailable', retryable: true };
    const unknown = expect.stringMatching(/^(store-unavailable|outcome-unknown)$/) as unknown;
    await expect(store.append('a', 0, [event(1)])).rejects.toMatchObject({ code: unknown });
    await expect(store.append('a', 0, [event(1)])).rejects.toMatchObject(gone);
    await expect(store.readLog({ limit: 1 })).rejects.toMatchObject(gone);
    await expect(open('read')).rejects.toMatchObject(gone);
    await server.restart();
    const again = await retrying(store).append('a', 0, [event(2)]);
    expect(again.lastRevision).toBe(first.lastRevision + 1);
  });
});

describe('An append that waits on the server for longer than its deadline', () => {
  it('has an unknown outcome, which sending the same again settles', async () => {
    const store = await open('write');
    await store.append('late', 'none', [event(0)]);
    const other = new pg.Client({ connectionString: server.url });
    await other.connect();
    await other.query(`SELECT pg_advisory_lock(${orderLock('stafett_log')})`);
    const batch = [event(1)];
    await expect(store.append('late', 0, batch, { deadlineMs: 200 })).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
    await other.end();
    expect(await store.append('late', 0, batch)).toMatchObject({ lastRevision: 1, repeated: true });
    expect(numbers(await readWholeStream(store, 'late'))).toEqual([0, 1]);
  });
});

/** Ends the connections that hold the lock, as a network does. */
const cut = () =>
  administer(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stafett the writer'`,
  );

describe('A process that loses the lock of the log', () => {
  it('writes on once it has the lock again, when nobody else had it', async () => {
    const store = retrying(await open('write'));
    await store.append('kept', 'none', [event(0)]);
    await cut();
    await store.append('kept', 0, [event(1)]);
    await expect(open('write')).rejects.toMatchObject({ code: 'store-locked' });
  });

  it('never commits again after another has begun to write, nor does a thread beside it', async () => {
    const failures: unknown[] = [];
    const onFailure = (error: Error) => failures.push(error);
    // As a user of its own, who can be kept from connecting again until another process writes.
    await administer(`CREATE ROLE first SUPERUSER LOGIN PASSWORD 'first'`);
    const address = parsePostgresAddress(server.url.replace(/\/\/.*@/, '//first:first@'));
    const old = await open('write', { address, onFailure });
    const beside = await open(old.shareWriter(), { address });
    await beside.append('fenced', 'none', [event(0)]);
    await administer('ALTER ROLE first NOLOGIN');
    await cut();
    const next = await open('write');
    await administer('ALTER ROLE first LOGIN');
    await next.append('fenced', 0, [event(1)]);
    for (const store of [beside, old])
      await expect(store.append('fenced', 1, [event(2)])).rejects.toMatchObject({
        code: expect.stringMatching(/^store-(failed|unavailable)$/) as unknown,
      });
    await waitUntil('the first writer to know of the second', () => failures[0]);
    await expect(old.append('fenced', 1, [event(2)])).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('another process has begun to write') as unknown,
    });
    expect(numbers(await readWholeStream(next, 'fenced'))).toEqual([0, 1]);
  });
});
