/** A standby: what it takes, and what becomes of a process whose server it replaces. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parsePostgresAddress } from '#postgres';
import { startWithStandby, type WithStandby } from '#postgres/testing';
import { event, Listener, numbers, wholeLog } from '../contract/harness.js';
import { retrying } from '../retrying.js';
import { waitUntil } from '../testing/wait-until.js';
import { openPostgresEventStore, type PostgresEventStoreOptions } from './open.js';

const folder = mkdtempSync(join(tmpdir(), 'stafett-standby-'));
let servers: WithStandby;

beforeAll(async () => {
  servers = await startWithStandby(folder);
});
afterAll(async () => {
  await servers.stop();
  rmSync(folder, { recursive: true });
});

const open = (url: string, options: Pick<PostgresEventStoreOptions, 'access' | 'onFailure'>) =>
  openPostgresEventStore({ address: parsePostgresAddress(url), clock: Date.now, ...options });

describe('A standby of the server that has the log', () => {
  it('is read from, with what it was sent, and takes no writes', async () => {
    const store = await open(servers.primary.url, { access: 'write' });
    await store.append('a', 'none', [event(1), event(2)]);
    await waitUntil('the standby to have the events', async () => {
      const beside = await open(servers.standby.url, { access: 'read' }).catch(() => undefined);
      const head = await beside?.head();
      await beside?.close();
      return head === '2';
    });
    const beside = await open(servers.standby.url, { access: 'read' });
    const listener = new Listener(beside);
    await store.append('a', 1, [event(3)]);
    await listener.untilEvents(3);
    expect(numbers(listener.events)).toEqual([1, 2, 3]);
    await listener.stop();
    await beside.close();
    await store.close();
    await expect(open(servers.standby.url, { access: 'write' })).rejects.toMatchObject({
      code: 'store-read-only',
      message: expect.stringContaining('standby') as unknown,
    });
  });

  it('that takes its place without the last events is not taken for it by whoever knows of them', async () => {
    const failures: Error[] = [];
    const store = await open(servers.primary.url, {
      ...{ access: 'write', onFailure: (error) => failures.push(error) },
    });
    const thread = await open(servers.primary.url, { access: store.shareWriter() });
    const beside = await open(servers.primary.url, { access: 'read' });
    const listener = new Listener(beside);
    await store.append('b', 'none', [event(4)]);
    await servers.standby.stop();
    await store.append('b', 0, [event(5)]);
    await listener.untilEvents(5);
    await servers.failOver();
    const replaced = {
      code: 'store-failed',
      message: expect.stringContaining('a standby was promoted') as unknown,
    };
    for (const each of [store, thread])
      await expect(retrying(each).append('c', 'none', [event(6)])).rejects.toMatchObject(replaced);
    expect(failures).toMatchObject([replaced]);
    await expect(listener.untilEvents(6)).rejects.toMatchObject(replaced);
    await Promise.all([store, thread, beside].map((each) => each.close()));
    const next = await open(servers.primary.url, { access: 'write' });
    expect(numbers(await wholeLog(next))).not.toContain(5);
    await next.append('c', 'none', [event(6)]);
    await next.close();
  });
});
