/** What the stand-in can be told to do wrong, as the client meets it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStoreDBClient, NO_STREAM, START } from '@eventstore/db-client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '#event-store/testing';
import type { Mode } from './faults.js';
import { collect, connect, event, newStream, refusalOf, WAYS } from './server.spec.support.js';
import { type StandIn, startStandIn } from './stand-in.js';

let standIn: StandIn;
let client: EventStoreDBClient;
beforeEach(async () => {
  standIn = await startStandIn();
  client = connect(standIn.connectionString);
});
afterEach(async () => {
  standIn.thaw();
  standIn.clearFaults();
  await standIn.stop();
  await client.dispose();
});

const append = (stream: string, one = event(), options = {}) =>
  client.appendToStream(stream, one, { expectedRevision: NO_STREAM, ...options });
const countOf = async (stream: string) =>
  (await collect(connect(standIn.connectionString).readStream(stream)).catch(() => [])).length;

describe('A server that does not serve', () => {
  const words: readonly (readonly [Mode, string])[] = [
    ['not-ready', 'unavailable'],
    ['shutting-down', 'unavailable'],
    ['unavailable', 'unavailable'],
    ['access-denied', 'access-denied'],
  ];
  it.each(words)('because it is "%s" refuses reads and appends', async (mode, type) => {
    const stream = newStream();
    await append(stream);
    standIn.setMode(mode);
    expect(await refusalOf(collect(client.readStream(stream)))).toMatchObject({ type });
    await refusalOf(append(newStream()));
    const subscription = client.subscribeToAll({ fromPosition: START });
    const error = await new Promise((resolve) => subscription.once('error', resolve));
    expect(error).toMatchObject({ type });
  });

  it('and says so before anything else gives a raw error, with a code and without a type', async () => {
    standIn.setMode('unavailable');
    const refusal = await refusalOf(append(newStream()));
    expect(refusal).toMatchObject({ code: 14 });
    expect(refusal.type).toBeUndefined();
  });

  it('because it has no leader yet is not found by a client that looks for one', async () => {
    const url = standIn.connectionString.replace('?', ',127.0.0.1:1?maxDiscoverAttempts=2&');
    await collect(connect(url).readAll({ maxCount: 1 }));
    standIn.setMode('not-ready');
    const refusal = await refusalOf(collect(connect(url).readAll({ maxCount: 1 })));
    expect(refusal).toMatchObject({ message: 'Failed to discover after 2 attempts.' });
    expect(refusal.type).toBeUndefined();
  });

  it('because it restarts ends subscriptions and what is in flight, and then serves again', async () => {
    const subscription = client.subscribeToAll({ fromPosition: START });
    const errors: unknown[] = [];
    subscription.on('data', () => undefined).on('error', (error) => errors.push(error));
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    standIn.failAppends({ stored: true, delayMs: 60_000 });
    const stream = newStream();
    const before = standIn.appends;
    const inFlight = append(stream);
    await waitUntil('the append to arrive', () => standIn.appends > before);
    const restarted = standIn.restart();
    expect(await refusalOf(inFlight)).toMatchObject({ type: 'unavailable' });
    await waitUntil('the subscription to end', () => errors.length > 0);
    expect(errors).toEqual([expect.objectContaining({ type: 'unavailable' })]);
    await restarted;
    expect(await countOf(stream)).toBe(1);
    expect((await append(newStream())).success).toBe(true);
  });

  it('because it stops answers what is in flight in three ways, though it is stored', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'standin-stop-'));
    const stopping = await startStandIn({ dataDir });
    const writer = connect(stopping.connectionString);
    const streams = [newStream(), newStream(), newStream()];
    stopping.failAppends({ stored: true, delayMs: 500, times: 3 });
    const [, [, options]] = WAYS;
    const inFlight = streams.map((stream) =>
      refusalOf(writer.appendToStream(stream, event(), options)),
    );
    await waitUntil('the appends to arrive', () => stopping.appends >= 4);
    await stopping.stop(3_000);
    const types = (await Promise.all(inFlight)).map(({ type }) => type);
    expect(types.sort()).toEqual(['timeout', 'unavailable', 'unknown']);
    const again = await startStandIn({ dataDir });
    for (const stream of streams)
      expect(await collect(connect(again.connectionString).readStream(stream))).toHaveLength(1);
    await again.stop();
    await rm(dataDir, { recursive: true });
  });

  it('because it is frozen keeps connections and says nothing', async () => {
    await append(newStream());
    standIn.freeze();
    const late = append(newStream()).then(() => 'answered');
    const read = collect(client.readAll({ maxCount: 1 })).then(() => 'answered');
    expect(await Promise.race([late, read, pause(1_000, 'silence')])).toBe('silence');
    standIn.thaw();
    expect(await Promise.all([late, read])).toEqual(['answered', 'answered']);
  });
});

describe('A subscription', () => {
  it.each(['error', 'silently'] as const)('can end: %s', async (how) => {
    const subscription = client.subscribeToAll({ fromPosition: START });
    let delivered = 0;
    const errors: unknown[] = [];
    subscription.on('data', () => (delivered += 1)).on('error', (error) => errors.push(error));
    await append(newStream());
    await waitUntil('the first event', () => delivered > 0);
    standIn.dropSubscriptions(how);
    // What was on its way arrives.
    await pause(500);
    const before = delivered;
    await append(newStream());
    await pause(200);
    expect(delivered).toBe(before);
    expect(errors).toHaveLength(how === 'error' ? 1 : 0);
    expect(subscription.destroyed).toBe(false);
  });
});

describe('A leader that is cut off from its followers', () => {
  it.each(['kept', 'cut off'] as const)(
    'lets appends run into their deadline; in the end they are %s',
    async (unconfirmed) => {
      const stream = newStream();
      const one = event();
      standIn.cutOffLeader();
      expect(await refusalOf(append(stream, one))).toMatchObject({ type: 'deadline-exceeded' });
      expect(await refusalOf(append(stream))).toMatchObject({ actualVersion: 0n });
      expect(await countOf(stream)).toBe(0);
      await standIn.electLeader(unconfirmed);
      expect(await countOf(stream)).toBe(unconfirmed === 'kept' ? 1 : 0);
      client = connect(standIn.connectionString);
      expect((await append(stream, one)).nextExpectedRevision).toBe(0n);
      expect(await countOf(stream)).toBe(1);
    },
  );
});

describe('A follower', () => {
  it('shows an event later than its writer is answered, a repeat and a conflict at once', async () => {
    const stream = newStream();
    const one = event();
    standIn.lagReads(3_000);
    const first = await append(stream, one);
    expect(await countOf(stream)).toBe(0);
    expect(await append(stream, one)).toEqual(first);
    expect(await refusalOf(append(stream))).toMatchObject({ actualVersion: 0n });
    standIn.lagReads(0);
    await waitUntil('the event', async () => (await countOf(stream)) === 1);
    await append(newStream());
    expect(await countOf(stream)).toBe(1);
  });
});

describe('A log whose end is cut off', () => {
  it('gives the same positions again, and is silent to who was beyond', async () => {
    const stream = newStream();
    const { position } = await append(stream);
    await append(newStream());
    await standIn.truncate(2);
    expect(await countOf(stream)).toBe(0);
    client = connect(standIn.connectionString);
    const delivered: unknown[] = [];
    const subscription = client.subscribeToAll({ fromPosition: position ?? START });
    subscription.on('data', (one) => delivered.push(one));
    expect((await append(stream)).position).toEqual(position);
    await pause(200);
    expect(delivered).toEqual([]);
    await subscription.unsubscribe();
  });

  it('may have events that are earlier than those before them', async () => {
    const [before, after] = [newStream(), newStream()];
    await append(before);
    standIn.shiftClock(-60_000);
    await append(after);
    const timeIn = async (stream: string) =>
      (await collect(client.readStream(stream)))[0]?.event?.created.getTime() ?? 0;
    expect(await timeIn(after)).toBeLessThan(await timeIn(before));
  });
});
