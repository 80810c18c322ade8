/** How an append fails, as the client meets it: stored or not, late or never. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import type { Failure } from './faults.js';
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

/** How the client words each failure: by batch, and by a call of its own. */
const WORDINGS: readonly (readonly [Failure, batch: string, unary: string])[] = [
  ['not-ready', 'unknown', 'unavailable'],
  ['busy', 'unknown', 'unavailable'],
  ['shutting-down', 'unavailable', 'unavailable'],
  ['handler-exception', 'unknown', 'unknown'],
  ['commit-timeout', 'timeout', 'timeout'],
  ['deadline-exceeded', 'deadline-exceeded', 'deadline-exceeded'],
  ['unknown', 'unknown', 'unknown'],
  ['access-denied', 'access-denied', 'access-denied'],
  ['unavailable', 'unavailable', 'unavailable'],
  ['connection-reset', 'unavailable', 'unavailable'],
];

describe.each(WAYS)('An append %s that fails', (way, options) => {
  it.each(WORDINGS)('with "%s" may have been stored or not', async (answer, batch, unary) => {
    for (const stored of [true, false]) {
      const stream = newStream();
      standIn.failAppends({ answer, stored });
      const { type } = await refusalOf(append(stream, event(), options));
      expect(type).toBe(way === 'by batch' ? batch : unary);
      expect(await countOf(stream)).toBe(stored ? 1 : 0);
      client = connect(standIn.connectionString);
    }
  });

  it('without an answer leaves its writer waiting, and is stored', async () => {
    const stream = newStream();
    standIn.failAppends({ answer: 'silence', stored: true });
    const lost = append(stream, event(), { ...options, deadline: 800 }).catch(() => 'deadline');
    expect(await Promise.race([lost, pause(500, 'silence')])).toBe('silence');
    expect(await countOf(stream)).toBe(1);
  });

  it('only in being late gets its right answer', async () => {
    standIn.failAppends({ stored: true, delayMs: 1_500, after: 1 });
    const begun = Date.now();
    await append(newStream(), event(), options);
    expect(Date.now() - begun).toBeLessThan(1_400);
    expect((await append(newStream(), event(), options)).nextExpectedRevision).toBe(0n);
    expect(Date.now() - begun).toBeGreaterThan(1_480);
  });
});
