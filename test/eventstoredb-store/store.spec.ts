/** The log in EventStoreDB beyond the contract, on the stand-in: what is quick enough for every run. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { readWholeLog, readWholeStream, requireReadable, type NewEvent } from '#event-store';
import { openEventStoreDb, openEventStoreDbCopyTarget } from '#event-store/eventstoredb';
import { startStandIn, type StandIn } from '../eventstoredb/stand-in.js';
import { openOnNewLog, withNewLog } from './server.js';

let server: StandIn;
beforeAll(async () => {
  server = await startStandIn();
});
afterAll(() => server.stop());

const event = (n: number, rest: Partial<NewEvent> = {}): NewEvent => ({
  ...{ id: randomUUID(), type: 'ThingHappened.v1', data: { n }, metadata: { source: 'urn:test' } },
  ...rest,
});
const open = (connectionString: string, access: 'read' | 'write' = 'write') =>
  openEventStoreDb({ connectionString, access, clock: Date.now });

describe('a log in EventStoreDB', () => {
  it('has an identity that all agree on who make it at once', async () => {
    const log = withNewLog(server.connectionString);
    const stores = await Promise.all([open(log), open(log), open(log)]);
    const identities = await Promise.all(stores.map((store) => store.identity()));
    expect(new Set(identities).size).toBe(1);
    for (const store of stores) await store.close();
  });

  it('is missing for readers until somebody writes', async () => {
    const log = withNewLog(server.connectionString);
    await expect(open(log, 'read')).rejects.toMatchObject({ code: 'store-missing' });
    const writer = await open(log);
    const reader = await open(log, 'read');
    expect(await reader.identity()).toBe(await writer.identity());
    await expect(reader.append('a', 'none', [event(1)])).rejects.toMatchObject({
      code: 'store-read-only',
    });
    await writer.close();
    await reader.close();
  });

  it('lies beside others on one server, and sees none of their events', async () => {
    const [one, two] = [await openOnNewLog(server), await openOnNewLog(server)];
    for (let n = 0; n < 20; n += 1) {
      await one.store.append(`a${n}`, 'none', [event(n)]);
      await two.store.append(`a${n}`, 'none', [event(n), event(n)]);
    }
    for (const [{ store }, count] of [
      [one, 20],
      [two, 40],
    ] as const) {
      let events = 0;
      for await (const page of readWholeLog(store, { pageEvents: 7 })) events += page.length;
      expect(events).toBe(count);
    }
    const { position } = (await one.store.readLog({ direction: 'backwards', limit: 1 })).events[0]!;
    expect(await one.store.head()).toBe(position);
    await one.dispose();
    await two.dispose();
  });

  it('is JSON for everybody who looks at it with the server’s own tools', async () => {
    const { store, connectionString, dispose } = await openOnNewLog(server, { clock: () => 5_000 });
    await store.append('a', 'none', [event(1)]);
    const prefix = /prefix=(\w+)/.exec(connectionString)![1]!;
    const client = EventStoreDBClient.connectionString(server.connectionString);
    for await (const { event: recorded } of client.readStream(`${prefix}.a`))
      expect(recorded).toMatchObject({
        ...{ type: 'ThingHappened.v1', isJson: true, data: { n: 1 } },
        metadata: { source: 'urn:test', 'stafett-known-at': 5_000 },
      });
    await client.dispose();
    await dispose();
  });

  it('shows what others wrote into its streams as damaged, in its place', async () => {
    const { store, connectionString, dispose } = await openOnNewLog(server);
    await store.append('a', 'none', [event(1)]);
    const prefix = /prefix=(\w+)/.exec(connectionString)![1]!;
    const client = EventStoreDBClient.connectionString(server.connectionString);
    const foreign = { id: randomUUID(), contentType: 'application/json', type: 'X' } as const;
    await client.appendToStream(`${prefix}.a`, [
      { ...foreign, data: { n: 2 }, metadata: undefined },
    ]);
    await client.dispose();
    const { events } = await store.readStream('a', { limit: 10 });
    expect(events.map(({ damage }) => damage)).toEqual([undefined, 'metadata']);
    await store.append('a', 1, [event(3)]);
    await dispose();
  });

  it('refuses metadata under the name that it keeps its own instant by', async () => {
    const { store, dispose } = await openOnNewLog(server);
    const taken = event(1, { metadata: { 'stafett-known-at': 1 } });
    await expect(store.append('a', 'none', [taken])).rejects.toMatchObject({
      code: 'invalid-event',
    });
    await dispose();
  });

  it('knows of an event not earlier than of the one before it, whoever wrote that', async () => {
    const log = withNewLog(server.connectionString);
    const at = (now: number) =>
      openEventStoreDb({ connectionString: log, access: 'write', clock: () => now });
    const [late, early] = [await at(9_000), await at(2_000)];
    await late.append('a', 'none', [event(1)]);
    await early.append('a', 0, [event(2)]);
    await late.append('a', 1, [event(3)]);
    await early.append('b', 'none', [event(4)]);
    server.shiftClock(-60_000);
    await early.append('a', 2, [event(5)]);
    server.shiftClock(60_000);
    const known = (await readWholeStream(early, 'a')).map(({ knownAt }) => knownAt);
    expect(known).toEqual([9_000, 9_000, 9_000, 9_000]);
    expect((await readWholeStream(early, 'b'))[0]!.knownAt).toBe(2_000);
    await late.close();
    await early.close();
  });

  it('names the event that is too large for the server, and the limit', async () => {
    const limits = { eventBytes: 2_000_000, batchBytes: 2_000_000 };
    const { store, dispose } = await openOnNewLog(server, { limits });
    const large = event(1, { data: { text: 'x'.repeat(1_200_000) } });
    await expect(store.append('a', 'none', [large])).rejects.toMatchObject({
      code: 'limit-exceeded',
      limit: 1_048_576,
    });
    expect(await store.head()).toBeUndefined();
    await store.append('a', 'none', [event(2)]);
    expect(requireReadable((await store.readLog({ limit: 9 })).events)).toHaveLength(1);
    await dispose();
  });
});

describe('a copy of a log', () => {
  const copied = (n: number, knownAt: number, stream = 'a') => ({
    ...event(n),
    ...{ stream, revision: n, knownAt },
  });

  it('cannot be opened until it is complete, and keeps since when each event counts as known', async () => {
    const connectionString = withNewLog(server.connectionString);
    const target = await openEventStoreDbCopyTarget({ connectionString });
    await target.write([copied(0, 9_000), copied(1, 7_000), copied(0, 8_000, 'b')]);
    for (const access of ['read', 'write'] as const)
      await expect(open(connectionString, access)).rejects.toMatchObject({
        code: 'copy-unfinished',
      });
    await target.close();
    const again = await openEventStoreDbCopyTarget({ connectionString });
    await again.write([copied(2, 9_500)]);
    await again.complete();
    await again.close();
    const store = await open(connectionString);
    const { events } = await store.readLog({ limit: 9 });
    expect(events.map(({ stream, revision, knownAt }) => [stream, revision, knownAt])).toEqual([
      ['a', 0, 9_000],
      ['a', 1, 7_000],
      ['b', 0, 8_000],
      ['a', 2, 9_500],
    ]);
    await store.close();
  });

  it('cannot be opened either while what the log got since is added', async () => {
    const connectionString = withNewLog(server.connectionString);
    for (const n of [0, 1]) {
      const target = await openEventStoreDbCopyTarget({ connectionString });
      await target.write([copied(n, 9_000)]);
      await expect(open(connectionString)).rejects.toMatchObject({ code: 'copy-unfinished' });
      await target.complete();
      await target.close();
      await (await open(connectionString)).close();
    }
  });

  it('has neighbours of one stream in one append', async () => {
    const connectionString = withNewLog(server.connectionString);
    const target = await openEventStoreDbCopyTarget({ connectionString });
    const before = server.appends;
    await target.write(Array.from({ length: 1_200 }, (_, n) => copied(n, n)));
    // The mark, and 500 events at the most in each.
    expect(server.appends - before).toBe(4);
    await target.close();
  });
});

describe('a connection string', () => {
  const refusal = (
    connectionString: string,
    credentials?: { username: string; password: string },
  ) =>
    openEventStoreDb({
      ...{ connectionString, access: 'read', clock: Date.now },
      ...(credentials && { credentials }),
    });

  it('with a user or a certificate and no TLS is refused: they would not be sent', async () => {
    for (const text of [
      'esdb://admin:secret@localhost:2113?tls=false',
      'esdb://localhost:2113?tls=false&userCertFile=a&userKeyFile=b',
    ])
      await expect(refusal(text)).rejects.toMatchObject({ code: 'insecure-credentials' });
    const user = { username: 'admin', password: 'secret' };
    await expect(refusal('esdb://localhost:2113?tls=false', user)).rejects.toMatchObject({
      code: 'insecure-credentials',
      message: expect.not.stringContaining('secret') as unknown,
    });
  });

  for (const text of [
    'http://localhost:2113',
    'esdb://',
    'esdb://admin:se@cret@localhost',
    'esdb://localhost?tls=true&prefix=a-b',
    'esdb://localhost?throwOnAppendFailure=false',
    'esdb://localhost?keepAliveIntervall=10000',
    'esdb://localhost?tls',
    'esdb://admin@localhost',
    'esdb://admin:secret@localhost:port',
    'esdb://localhost?tlsCAFile=/no/such/file',
  ])
    it(`is refused as ${text}`, async () => {
      await expect(refusal(text)).rejects.toMatchObject({
        code: 'invalid-connection-string',
        message: expect.not.stringContaining('cret') as unknown,
      });
    });
});
