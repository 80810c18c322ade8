/** The stand-in's command: what it acknowledged survives every kill, and what it remembered does not. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANY, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, truncate, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '#event-store/testing';
import { OwnProcess } from './own-process.spec.support.js';
import { collect, connect, event, events, newStream, refusalOf } from './server.spec.support.js';

let folder: string;
let server: OwnProcess;
let client: EventStoreDBClient;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standin-'));
  server = await OwnProcess.start(folder);
  client = connect(server.connectionString);
});
afterEach(async () => {
  await server.signal('SIGKILL');
  await client.dispose();
  await rm(folder, { recursive: true });
});

const idsIn = async (stream: string) =>
  (await collect(connect(server.connectionString).readStream(stream))).map((one) => one.event?.id);

async function restart(): Promise<void> {
  await server.signal('SIGKILL');
  await server.startAgain();
}

/** Writes one event after the other, and again after an unknown outcome, until told to stop. */
async function writeUntil(
  stopped: () => boolean,
  stream: string,
  acknowledged: string[],
): Promise<void> {
  let writer = connect(server.connectionString);
  while (!stopped()) {
    const next = event();
    const expectedRevision =
      acknowledged.length === 0 ? NO_STREAM : BigInt(acknowledged.length - 1);
    while (!stopped())
      try {
        await writer.appendToStream(stream, next, { expectedRevision });
        acknowledged.push(next.id);
        break;
      } catch (error) {
        expect(error).not.toMatchObject({ type: 'wrong-expected-version' });
        await pause(20);
        writer = connect(server.connectionString);
      }
  }
}

describe('A stand-in in a process of its own', () => {
  it('has what it acknowledged after every kill -9, each event once', async () => {
    let stopped = false;
    const stream = newStream();
    const acknowledged: string[] = [];
    const written = writeUntil(() => stopped, stream, acknowledged);
    for (let kills = 1; kills <= 4; kills++) {
      await waitUntil('some to be acknowledged', () => acknowledged.length > 20 * kills);
      await restart();
    }
    await waitUntil('some to be acknowledged', () => acknowledged.length > 100);
    stopped = true;
    await written;
    const stored = await idsIn(stream);
    expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged);
    expect(stored.length - acknowledged.length).toBeLessThanOrEqual(1);
  });

  it('answers a repeat after a restart as before, at an exact revision', async () => {
    const stream = newStream();
    const batch = events(2);
    const first = await client.appendToStream(stream, batch, { expectedRevision: NO_STREAM });
    await restart();
    const again = connect(server.connectionString);
    const repeated = await again.appendToStream(stream, batch, { expectedRevision: NO_STREAM });
    expect(repeated).toEqual(first);
  });

  it('writes a repeat at "any" a second time after a restart', async () => {
    const stream = newStream();
    const one = event();
    await client.appendToStream(stream, one, { expectedRevision: ANY });
    await restart();
    const again = connect(server.connectionString);
    await again.appendToStream(stream, one, { expectedRevision: ANY });
    expect(await idsIn(stream)).toEqual([one.id, one.id]);
  });

  it('drops an append of which only a part reached the disk', async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(2), { expectedRevision: NO_STREAM });
    await client.appendToStream(stream, events(2), { expectedRevision: 1n });
    await server.signal('SIGKILL');
    const file = join(folder, 'log.ndjson');
    await truncate(file, (await stat(file)).size - 10);
    await server.startAgain();
    expect(await idsIn(stream)).toHaveLength(2);
    const again = connect(server.connectionString);
    await again.appendToStream(stream, events(1), { expectedRevision: 1n });
    await restart();
    expect(await idsIn(stream)).toHaveLength(3);
  });

  it('does not bring back an end that was cut off', async () => {
    const stream = newStream();
    await client.appendToStream(stream, events(2), { expectedRevision: NO_STREAM });
    await client.appendToStream(stream, events(2), { expectedRevision: 1n });
    expect(await server.command('truncate', { appends: 1 })).toBe(200);
    const again = connect(server.connectionString);
    const { position } = await again.appendToStream(stream, event(), { expectedRevision: 1n });
    await restart();
    expect(await idsIn(stream)).toHaveLength(3);
    const [last] = await collect(
      connect(server.connectionString).readStream(stream, { fromRevision: 2n }),
    );
    expect(last?.event?.position).toEqual(position);
  });

  it('frozen, leaves appends by batch without an answer, and answers them when it goes on', async () => {
    await client.appendToStream(newStream(), event());
    server.freeze();
    const append = client.appendToStream(newStream(), event(), { expectedRevision: NO_STREAM });
    const outcome = append.then(() => 'answered');
    expect(await Promise.race([outcome, pause(3_000, 'silence')])).toBe('silence');
    server.thaw();
    expect(await outcome).toBe('answered');
  });

  it('loses a batch of appends to a message of more than 16 MiB, though they are stored', async () => {
    const streams = Array.from({ length: 16 }, () => newStream());
    const inFlight = streams.map((stream) => client.appendToStream(stream, event()));
    const huge = client.appendToStream(newStream(), event({ x: 'a'.repeat(17_000_000) }));
    const answers = await Promise.allSettled(inFlight);
    expect((await refusalOf(huge)).type).toBe('unknown');
    const stored = await Promise.allSettled(streams.map(idsIn));
    const lost = answers.filter(
      ({ status }, index) => status === 'rejected' && stored[index]?.status === 'fulfilled',
    );
    expect(lost.length).toBeGreaterThan(0);
  });

  it('takes commands on its control port, and refuses what is none', async () => {
    expect(await server.command('fail-appends', { answer: 'unknown', stored: true })).toBe(200);
    const stream = newStream();
    expect((await refusalOf(client.appendToStream(stream, event()))).type).toBe('unknown');
    expect(await idsIn(stream)).toHaveLength(1);
    expect(await server.command('fail-appends', { answer: 'kindness', stored: true })).toBe(400);
    expect(await server.command('be-kind')).toBe(404);
  });

  it('stops when it is told to, and says what it is', async () => {
    await server.signal('SIGTERM');
    const main = new URL('./main.js', import.meta.url).pathname;
    const help = spawnSync(process.execPath, [main, '--help'], { encoding: 'utf8' });
    expect(help.stdout).toContain('--data <folder>');
    expect(help.status).toBe(0);
  });

  const conformance = process.env['EVENTSTOREDB_CONFORMANCE'];
  (conformance === undefined ? it.skip : it)('passes the script for conformance', () => {
    const run = spawnSync(process.execPath, [conformance ?? '', server.connectionString], {
      encoding: 'utf8',
    });
    expect(run.stdout.split('\n').filter((line) => line.startsWith('NOT OK'))).toEqual([]);
    expect(run.status).toBe(0);
  });
});
