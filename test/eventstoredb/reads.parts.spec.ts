/** What reads include and leave out, and what deletes and a stream's own settings hide. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANY, BACKWARDS, END, type Position, NO_STREAM } from '@eventstore/db-client';
import { waitUntil } from '#event-store/testing';
import {
  collect,
  event,
  events,
  newStream,
  refusalOf,
  testServer,
  type TestServer,
} from './server.spec.support.js';

let server: TestServer;
beforeAll(async () => (server = await testServer()));
afterAll(() => server.stop());

/** A new stream of so many events, and the positions of these. */
async function streamOf(count: number): Promise<{ stream: string; positions: Position[] }> {
  const stream = newStream();
  await server.client.appendToStream(stream, events(count), { expectedRevision: NO_STREAM });
  const read = await collect(server.client.readStream(stream));
  return { stream, positions: read.flatMap(({ event: one }) => one?.position ?? []) };
}

async function revisions(stream: string, options = {}): Promise<(bigint | undefined)[]> {
  const read = await collect(server.client.readStream(stream, options));
  return read.map((one) => one.event?.revision);
}

function beyond({ commit, prepare }: Position, by: bigint): Position {
  return { commit: commit + by, prepare: prepare + by };
}

describe('A read of a stream', () => {
  it('that there is not is refused', async () => {
    expect(await refusalOf(revisions(newStream()))).toMatchObject({ type: 'stream-not-found' });
  });

  it('goes both ways from a revision, which it includes', async () => {
    const { stream } = await streamOf(5);
    expect(await revisions(stream, { fromRevision: 3n })).toEqual([3n, 4n]);
    const back = { direction: BACKWARDS, fromRevision: 3n, maxCount: 2 };
    expect(await revisions(stream, back)).toEqual([3n, 2n]);
    expect(
      await revisions(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }),
    ).toEqual([4n]);
  });

  it('from beyond its end is empty', async () => {
    const { stream } = await streamOf(2);
    expect(await revisions(stream, { fromRevision: 99n })).toEqual([]);
  });
});

describe('A read of the whole log', () => {
  const own = async (stream: string, options: object) =>
    (await collect(server.client.readAll(options)))
      .filter((one) => one.event?.streamId === stream)
      .map((one) => one.event?.revision);

  it('includes its position forwards and leaves it out backwards', async () => {
    const { stream, positions } = await streamOf(5);
    expect(await own(stream, { fromPosition: positions[2] })).toEqual([2n, 3n, 4n]);
    const back = { fromPosition: positions[2], direction: BACKWARDS, maxCount: 2 };
    expect(await own(stream, back)).toEqual([1n, 0n]);
  });

  it('from a position that is no record fails without a type of its own', async () => {
    const { positions } = await streamOf(3);
    const fromPosition = beyond(positions[1] ?? { commit: 0n, prepare: 0n }, 1n);
    const refusal = await refusalOf(collect(server.client.readAll({ fromPosition })));
    expect(refusal.type).toBe('unknown');
  });

  it('from beyond the end is empty, and nothing says that the position is none', async () => {
    const { stream, positions } = await streamOf(1);
    const fromPosition = beyond(positions[0] ?? { commit: 0n, prepare: 0n }, 10_000_000n);
    expect(await own(stream, { fromPosition })).toEqual([]);
  });

  it('contains events of the server itself, and its end may be one', async () => {
    const all = await collect(server.client.readAll({ maxCount: 500 }));
    expect(all.some((one) => one.event?.streamId.startsWith('$'))).toBe(true);
  });
});

describe('A deleted stream', () => {
  it('is not found, and goes on with its numbering when it is written to again', async () => {
    const stream = newStream();
    const batch = events(5);
    const append = (expectedRevision: 2n | typeof NO_STREAM, those = events(1)) =>
      server.client.appendToStream(stream, those, { expectedRevision });
    await append(NO_STREAM, batch);
    await server.client.deleteStream(stream, { expectedRevision: 4n });
    expect(await refusalOf(revisions(stream))).toMatchObject({ type: 'stream-not-found' });
    expect(await refusalOf(append(2n))).toMatchObject({ actualVersion: 4n });
    const repeated = await append(NO_STREAM, batch);
    expect(repeated).toMatchObject({ nextExpectedRevision: 4n, position: undefined });
    await append(NO_STREAM);
    await waitUntil('the stream to be there again', async () => {
      const found = await revisions(stream).catch(() => []);
      return found.length > 0;
    });
    expect(await revisions(stream)).toEqual([5n]);
  });

  it('for good can be neither read nor written to', async () => {
    const { stream } = await streamOf(1);
    await server.client.tombstoneStream(stream);
    expect(await refusalOf(revisions(stream))).toMatchObject({ type: 'stream-deleted' });
    for (const expectedRevision of [NO_STREAM, ANY] as const) {
      const append = server.client.appendToStream(stream, event(), { expectedRevision });
      expect(await refusalOf(append)).toMatchObject({ type: 'stream-deleted' });
    }
  });
});

describe('A stream that is cut short by its settings', () => {
  it('begins later, without a word, and the whole log still has what is hidden', async () => {
    const { stream, positions } = await streamOf(10);
    await server.client.setStreamMetadata(stream, { truncateBefore: 6 });
    expect(await revisions(stream)).toEqual([6n, 7n, 8n, 9n]);
    const all = await collect(server.client.readAll({ fromPosition: positions[0] ?? END }));
    expect(all.filter((one) => one.event?.streamId === stream)).toHaveLength(10);
    await server.client.setStreamMetadata(stream, { maxCount: 3 });
    expect(await revisions(stream, { fromRevision: 0n, maxCount: 2 })).toEqual([7n, 8n]);
  });
});
