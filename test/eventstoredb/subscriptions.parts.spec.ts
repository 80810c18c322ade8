/** What a subscription delivers and signals, and where it keeps silent. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AllStreamSubscription,
  END,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  type Position,
  START,
  streamNameFilter,
  type StreamSubscription,
} from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '#event-store/testing';
import {
  collect,
  event,
  events,
  newStream,
  testServer,
  type TestServer,
} from './server.spec.support.js';

/** For what should not come: a look at whether it does. */
const SILENCE_MS = 200;

let server: TestServer;
beforeAll(async () => (server = await testServer()));
afterAll(() => server.stop());

async function streamOf(count: number): Promise<{ stream: string; positions: Position[] }> {
  const stream = newStream();
  await server.client.appendToStream(stream, events(count), { expectedRevision: NO_STREAM });
  const read = await collect(server.client.readStream(stream));
  return { stream, positions: read.flatMap(({ event: one }) => one?.position ?? []) };
}

/** What of a stream is delivered up to so many, and which signals came; `meanwhile` happens when it has caught up. */
async function follow(
  subscription: AllStreamSubscription | StreamSubscription,
  stream: string,
  { count, meanwhile }: { readonly count: number; meanwhile?: () => Promise<unknown> },
): Promise<{ revisions: bigint[]; signals: string[] }> {
  const revisions: bigint[] = [];
  const signals: string[] = [];
  subscription.on('data', (one) => {
    if (one.event?.streamId !== stream) return;
    revisions.push(one.event.revision);
    if (signals.at(-1) !== 'data') signals.push('data');
  });
  subscription.on('confirmation', () => signals.push('confirmation'));
  subscription.on('caughtUp', () => signals.push('caughtUp'));
  subscription.on('error', (error) => signals.push(`error ${(error as { type?: string }).type}`));
  await waitUntil('it to catch up, or to fail', () => /caughtUp|error/.test(signals.join()));
  await meanwhile?.();
  await waitUntil(`${count} events`, () => revisions.length >= count);
  await pause(SILENCE_MS);
  await subscription.unsubscribe();
  return { revisions, signals };
}

const beyond = ({ commit, prepare }: Position, by: bigint) => ({
  commit: commit + by,
  prepare: prepare + by,
});

describe('A subscription', () => {
  it('to the whole log leaves out the position it starts from, and then is caught up', async () => {
    const { stream, positions } = await streamOf(5);
    const [, , fromPosition = END] = positions;
    const seen = await follow(server.client.subscribeToAll({ fromPosition }), stream, {
      count: 3,
      meanwhile: () => server.client.appendToStream(stream, event()),
    });
    expect(seen.revisions).toEqual([3n, 4n, 5n]);
    expect(seen.signals).toEqual(['confirmation', 'data', 'caughtUp', 'data']);
  });

  it('to a stream leaves out the revision it starts from', async () => {
    const { stream } = await streamOf(5);
    const seen = await follow(
      server.client.subscribeToStream(stream, { fromRevision: 2n }),
      stream,
      { count: 3, meanwhile: () => server.client.appendToStream(stream, event()) },
    );
    expect(seen.revisions).toEqual([3n, 4n, 5n]);
  });

  it('to a stream that there is not is confirmed and caught up', async () => {
    const stream = newStream();
    const { signals } = await follow(
      server.client.subscribeToStream(stream, { fromRevision: START }),
      stream,
      { count: 0 },
    );
    expect(signals).toEqual(['confirmation', 'caughtUp']);
  });

  it('from the end delivers only what comes', async () => {
    const { stream } = await streamOf(5);
    const { revisions } = await follow(
      server.client.subscribeToAll({ fromPosition: END }),
      stream,
      { count: 2, meanwhile: () => server.client.appendToStream(stream, events(2)) },
    );
    expect(revisions).toEqual([5n, 6n]);
  });

  it('from a position that is no record is confirmed and then fails', async () => {
    const { stream, positions } = await streamOf(3);
    const fromPosition = beyond(positions[1] ?? { commit: 0n, prepare: 0n }, 1n);
    const { signals } = await follow(server.client.subscribeToAll({ fromPosition }), stream, {
      count: 0,
    });
    expect(signals).toEqual(['confirmation', 'error unknown']);
  });

  it('from beyond the end is confirmed and caught up, and is silent until the log has grown past it', async () => {
    const { stream, positions } = await streamOf(5);
    const fromPosition = beyond(positions[4] ?? { commit: 0n, prepare: 0n }, 1_000_000n);
    const subscription = server.client.subscribeToAll({ fromPosition });
    const large = () => jsonEvent({ type: 'told', data: { x: 'a'.repeat(600_000) } });
    const { revisions, signals } = await follow(subscription, stream, {
      count: 1,
      meanwhile: async () => {
        for (let i = 0; i < 3; i++) await server.client.appendToStream(stream, large());
      },
    });
    expect(signals.slice(0, 2)).toEqual(['confirmation', 'caughtUp']);
    expect(revisions).toEqual([7n]);
  });

  it('is filtered by stream or by type', async () => {
    const prefix = `${newStream()}-`;
    const type = newStream('type');
    const [fromPosition = END] = (await streamOf(1)).positions;
    const byStream = server.client.subscribeToAll({
      fromPosition,
      filter: streamNameFilter({ prefixes: [prefix] }),
    });
    const byType = server.client.subscribeToAll({
      fromPosition,
      filter: eventTypeFilter({ prefixes: [type] }),
    });
    const seen = { byStream: 0, byType: 0 };
    byStream.on('data', () => (seen.byStream += 1));
    byType.on('data', () => (seen.byType += 1));
    await server.client.appendToStream(`${prefix}1`, event());
    await server.client.appendToStream(newStream(), jsonEvent({ type, data: {} }));
    await waitUntil('both events', () => seen.byStream > 0 && seen.byType > 0);
    await pause(SILENCE_MS);
    expect(seen).toEqual({ byStream: 1, byType: 1 });
    await byStream.unsubscribe();
    await byType.unsubscribe();
  });

  it.each([
    { checkpointInterval: 1, maxSearchWindow: 50, least: 3, most: 5 },
    { checkpointInterval: 5, maxSearchWindow: 100, least: 0, most: 1 },
  ])('has checkpoints, live, every interval times window events: %j', async (given) => {
    const { least, most, ...often } = given;
    const points: bigint[] = [];
    const filter = streamNameFilter({
      ...often,
      prefixes: [newStream('none')],
      checkpointReached: (_, { commit }) => {
        points.push(commit);
        return Promise.resolve();
      },
    });
    const subscription = server.client.subscribeToAll({ fromPosition: END, filter });
    subscription.on('data', () => undefined);
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    for (let i = 0; i < 200; i++) await server.client.appendToStream(newStream(), event());
    await waitUntil('checkpoints', () => points.length >= least);
    await pause(SILENCE_MS);
    await subscription.unsubscribe();
    expect(points.length).toBeGreaterThanOrEqual(least);
    expect(points.length).toBeLessThanOrEqual(most);
    expect(points).toEqual([...points].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('whose reader is slow keeps everything for it, and tells it that it fell behind', async () => {
    const { stream, positions } = await streamOf(1);
    const subscription = server.client.subscribeToAll({ fromPosition: positions[0] ?? END });
    let fellBehind = 0;
    subscription.on('fellBehind', () => (fellBehind += 1));
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    for (let i = 0; i < 40; i++)
      await server.client.appendToStream(stream, [...events(50), event({ x: 'a'.repeat(20_000) })]);
    const revisions: bigint[] = [];
    for await (const one of subscription) {
      if (one.event?.streamId === stream) revisions.push(one.event.revision);
      if (revisions.length === 40 * 51) break;
    }
    expect(revisions).toEqual(revisions.map((_, index) => BigInt(index + 1)));
    expect(fellBehind).toBeGreaterThan(0);
  });
});
