/** Which appends the server takes, refuses, and takes for repeats. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ANY,
  type AppendExpectedRevision,
  type EventData,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import {
  collect,
  event,
  events,
  newStream,
  refusalOf,
  testServer,
  type TestServer,
  WAYS,
} from './server.spec.support.js';

/** Of the server, for data, metadata and types of an append. */
const MAX_APPEND_BYTES = 1_048_576;

describe.each(WAYS)('An append %s', (_, options) => {
  let server: TestServer;
  beforeAll(async () => (server = await testServer()));
  afterAll(() => server.stop());

  const append = (stream: string, batch: EventData[], expectedRevision: AppendExpectedRevision) =>
    server.client.appendToStream(stream, batch, { expectedRevision, ...options });
  const last = async (stream: string, batch: EventData[], expected: AppendExpectedRevision) =>
    (await append(stream, batch, expected)).nextExpectedRevision;
  const idsIn = async (stream: string) =>
    (await collect(server.client.readStream(stream))).map(({ event: read }) => read?.id);
  const conflictWith = (actualVersion: bigint | 'no_stream') =>
    expect.objectContaining({ type: 'wrong-expected-version', actualVersion });
  const sized = (bytes: number) => event({ x: 'a'.repeat(bytes) });

  it('that is repeated gets the first answer again, its position too', async () => {
    const stream = newStream();
    const batch = events(2);
    const first = await append(stream, batch, NO_STREAM);
    expect(first.nextExpectedRevision).toBe(1n);
    expect(first.position?.commit).toBe(first.position?.prepare);
    await append(stream, events(1), 1n);
    expect(await append(stream, batch, NO_STREAM)).toEqual(first);
    expect(await idsIn(stream)).toHaveLength(3);
  });

  it('of the beginning of an earlier one is a success, at the revision where it ends', async () => {
    const stream = newStream();
    const batch = events(3);
    await append(stream, batch, NO_STREAM);
    expect(await last(stream, batch.slice(0, 1), NO_STREAM)).toBe(0n);
    expect(await last(stream, batch.slice(1, 2), 0n)).toBe(1n);
    expect(await last(stream, batch.slice(1), 0n)).toBe(2n);
    expect(await idsIn(stream)).toHaveLength(3);
  });

  it('that begins as an earlier one and goes on otherwise, or longer, is a conflict', async () => {
    const stream = newStream();
    const [a = event(), b = event(), c = event()] = events(3);
    await append(stream, [a, b], NO_STREAM);
    for (const batch of [[a, c], [c], [a, b, c]])
      expect(await refusalOf(append(stream, batch, NO_STREAM))).toEqual(conflictWith(1n));
  });

  it('beyond or behind the end of its stream is a conflict that names the end', async () => {
    const stream = newStream();
    const stored = events(3);
    await append(stream, stored, NO_STREAM);
    expect(await refusalOf(append(stream, events(1), 9n))).toEqual(conflictWith(2n));
    expect(await refusalOf(append(stream, events(1), 0n))).toEqual(conflictWith(2n));
    const mixed = [...stored.slice(1, 2), event()];
    expect(await refusalOf(append(stream, mixed, 0n))).toEqual(conflictWith(2n));
    expect(await refusalOf(append(newStream(), events(1), 0n))).toEqual(conflictWith('no_stream'));
  });

  it('at the current revision is written, whatever ids the stream holds', async () => {
    const stream = newStream();
    const [a = event()] = events(1);
    await append(stream, [a], NO_STREAM);
    expect(await last(stream, [a], 0n)).toBe(1n);
    expect(await last(stream, [a, a], 1n)).toBe(3n);
    expect(await idsIn(stream)).toEqual([a.id, a.id, a.id, a.id]);
  });

  it('at "any" and "stream exists" is compared with what was written lately to the stream', async () => {
    const stream = newStream();
    const [a = event(), b = event(), c = event()] = events(3);
    await append(stream, [a], NO_STREAM);
    expect(await last(stream, [b], ANY)).toBe(1n);
    expect(await last(stream, [b], ANY)).toBe(1n);
    expect(await refusalOf(append(stream, [b, c], ANY))).toEqual(conflictWith(1n));
    expect(await last(stream, [c], STREAM_EXISTS)).toBe(2n);
    expect(await last(stream, [c], STREAM_EXISTS)).toBe(2n);
    expect(await last(newStream(), [a], ANY)).toBe(0n);
    const missing = append(newStream(), events(1), STREAM_EXISTS);
    expect(await refusalOf(missing)).toEqual(conflictWith('no_stream'));
  });

  it('of nothing is a success at revision 0, and makes no stream', async () => {
    const stream = newStream();
    expect(await last(stream, [], NO_STREAM)).toBe(0n);
    expect(await refusalOf(collect(server.client.readStream(stream)))).toMatchObject({
      type: 'stream-not-found',
    });
  });

  it('has one time for all its events, at ascending positions', async () => {
    const stream = newStream();
    const { position } = await append(stream, events(3), NO_STREAM);
    const read = (await collect(server.client.readStream(stream))).map((one) => one.event);
    expect(new Set(read.map((one) => one?.created.getTime())).size).toBe(1);
    const positions = read.map((one) => one?.position?.commit ?? 0n);
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
    expect(positions.at(-1)).toBe(position?.commit);
  });

  it('takes 5,000 events, and a little less than a mebibyte', async () => {
    expect(await last(newStream(), events(5_000), NO_STREAM)).toBe(4_999n);
    expect(await last(newStream(), [sized(MAX_APPEND_BYTES - 50)], NO_STREAM)).toBe(0n);
  });

  it('is refused when data, metadata and types come to more than a mebibyte', async () => {
    const withMetadata = jsonEvent({
      type: 'told',
      data: { x: 'a'.repeat(900_000) },
      metadata: { x: 'a'.repeat(400_000) },
    });
    const longTypes = Array.from({ length: 300 }, () =>
      jsonEvent({ type: 't'.repeat(2_000), data: {} }),
    );
    const three = [400_000, 400_000, 400_000].map(sized);
    for (const batch of [[sized(MAX_APPEND_BYTES)], [withMetadata], three, longTypes]) {
      const stream = newStream();
      const refusal = await refusalOf(append(stream, batch, NO_STREAM));
      expect(refusal.type).toBe('maximum-append-size-exceeded');
      expect(await last(stream, events(1), NO_STREAM)).toBe(0n);
    }
  });

  it('without a type, a stream, or a UUID for an id is refused', async () => {
    await refusalOf(append(newStream(), [jsonEvent({ type: '', data: {} })], NO_STREAM));
    await refusalOf(append('', events(1), NO_STREAM));
    await refusalOf(append(newStream(), [event({}, 'no-uuid')], NO_STREAM));
  });

  it('of more than 16 MiB breaks the transport, and the next one goes through', async () => {
    const refusal = append(newStream(), [sized(17_000_000)], NO_STREAM);
    expect((await refusalOf(refusal)).type).toBe('unknown');
    expect(await last(newStream(), events(1), NO_STREAM)).toBe(0n);
  });

  it('gets back what it wrote, to the character', async () => {
    const stream = newStream();
    const id = randomUUID();
    const told = { id, type: 'told', data: { x: 'å\u2028€😀' }, metadata: { by: 'Ærø' } };
    await append(stream, [jsonEvent(told)], NO_STREAM);
    const [read] = await collect(server.client.readStream(stream));
    expect(read?.event).toMatchObject({ ...told, streamId: stream, revision: 0n, isJson: true });
  });
});
