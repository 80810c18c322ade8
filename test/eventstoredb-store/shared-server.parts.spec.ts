/** A log on a server that others use too, in every way that they may. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { requireReadable } from '#event-store';
import { events, Listener, numbers } from '#event-store/contract';
import { startStandIn, type StandIn } from '../eventstoredb/stand-in.js';
import { openOnNewLog, type NewLog } from './server.js';

describe('What others do on the server', () => {
  let server: StandIn;
  let log: NewLog;
  beforeEach(async () => {
    server = await startStandIn();
    log = await openOnNewLog(server, { lagMs: 300, watchMs: 300 });
  });
  afterEach(async () => {
    await log.dispose();
    await server.stop();
  });

  it('disturbs no log: links, streams that end, and places that a scavenge takes away', async () => {
    const client = EventStoreDBClient.connectionString(server.connectionString);
    const json = { contentType: 'application/json', type: 'Other' } as const;
    const write = (stream: string, count: number) =>
      client.appendToStream(
        stream,
        Array.from({ length: count }, () => ({
          ...{ ...json, id: randomUUID(), data: 'no object', metadata: new Uint8Array([1, 2]) },
        })),
      );
    const link = {
      ...{ id: randomUUID(), type: '$>', contentType: 'application/octet-stream' as const },
      ...{ data: Buffer.from('0@other'), metadata: undefined },
    };
    const listener = new Listener(log.store);
    await log.store.append('a', 'none', events(2));
    await write('other', 50);
    await client.appendToStream('$ce-other', link);
    await write('gone', 2);
    await client.tombstoneStream('gone');
    // Up to here this log has looked.
    const first = (await log.store.readLog({ limit: 9 })).events;
    await write('other', 2);
    await client.setStreamMetadata('other', { truncateBefore: 51 });
    await client.setStreamMetadata('$ce-other', { truncateBefore: 1 });
    server.scavenge();
    await log.store.append('a', 1, events(4, 2));
    const from = first.at(-1)!.position;
    const rest = requireReadable((await log.store.readLog({ from, limit: 9 })).events);
    expect(rest.map(({ data }) => data['n'])).toEqual([2, 3, 4, 5]);
    await listener.untilEvents(6);
    expect(numbers(listener.events)).toEqual([0, 1, 2, 3, 4, 5]);
    await listener.stop();
    const before = await log.store.readLog({ direction: 'backwards', limit: 3 });
    expect(requireReadable(before.events).map(({ data }) => data['n'])).toEqual([5, 4, 3]);
    await client.dispose();
  });
});
