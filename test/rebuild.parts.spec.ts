/**
 * Read models built anew beside live load, killed at random places: one generation serves
 * afterwards, and says what a fold of the log from nothing says.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '#event-store/testing';
import {
  askStafett,
  BACK_PAIN_PATHWAY,
  endAll,
  finished,
  runStafett,
  startServer,
  startStafett,
  temporaryFolder,
} from './data-folder.js';
import { Random } from './simulation/random.js';

const PATIENTS = 4_000;
const KILLS = 8;
/** A rebuild with its command takes about as long. */
const LONGEST_MS = 4_000;

const cloudEvent = (id: string, subject: string, type: string, time: string): string =>
  JSON.stringify({ specversion: '1.0', id, source: 'urn:test:gp', type, subject, time });

describe('A rebuild of the read models beside live load', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: string;
  let server: Awaited<ReturnType<typeof startServer>>;
  let isLoaded: boolean;
  let sent = 0;

  beforeEach(async () => {
    folder = await temporaryFolder();
    data = join(folder.path, 'data');
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data);
    const file = join(folder.path, 'events.ndjson');
    const lines = Array.from({ length: PATIENTS }, (_, n) =>
      [
        cloudEvent(`${n}-a`, `gp|${n}`, 'SymptomOnsetReported.v1', '2026-01-05T10:00:00Z'),
        cloudEvent(`${n}-b`, `gp|${n}`, 'VisitCompleted.v1', '2026-01-12T10:00:00Z'),
        cloudEvent(`${n}-c`, `gp|${n}`, 'RehabPlanAgreed.v1', '2026-01-20T10:00:00Z'),
      ].join('\n'),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    await runStafett('import', file, '--data', data);
    server = await startServer(data);
  }, 120_000);
  afterEach(async () => {
    isLoaded = false;
    endAll();
    await folder.remove();
  });

  /** Publishers report all the time, also while nobody answers. */
  const load = async (): Promise<void> => {
    isLoaded = true;
    while (isLoaded) {
      sent += 1;
      await fetch(`${server.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: cloudEvent(
          `live-${sent}`,
          `gp|${sent % 50}`,
          'VisitCompleted.v1',
          '2026-02-05T10:00:00Z',
        ),
      }).then(
        (response) => response.arrayBuffer(),
        () => pause(20),
      );
    }
  };
  const verified = (): Promise<{ readonly same: boolean; readonly tables: readonly unknown[] }> =>
    askStafett('projection', 'verify', '--data', data);
  const databases = (): readonly string[] =>
    readdirSync(data).filter((name) => /^read-models.*\.db$/.test(name));

  it('leaves one generation that says what the log says, wherever the server is killed', async () => {
    const chance = new Random(23);
    const loading = load();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const rebuilding = finished(startStafett(['projection', 'rebuild', '--data', data]));
      await pause(chance.whole(0, LONGEST_MS));
      server.process.kill('SIGKILL');
      await Promise.all([server.exited, rebuilding]);
      server = await startServer(data);
      expect(await verified()).toMatchObject({ same: true });
      expect(databases()).toHaveLength(1);
    }
    const { status, stdout } = await finished(
      startStafett(['projection', 'rebuild', '--data', data, '--json']),
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('generation');
    isLoaded = false;
    await loading;
    expect(await verified()).toMatchObject({ same: true });
  }, 300_000);

  it('that is stopped, beside a server or without one, leaves everything as it was', async () => {
    const stop = async (): Promise<void> => {
      const rebuilding = startStafett(['projection', 'rebuild', '--data', data]);
      const ended = finished(rebuilding);
      const hasBegun = () => databases().length > 1 || rebuilding.exitCode !== null;
      await waitUntil('the rebuild to begin', hasBegun, { everyMs: 5 });
      rebuilding.kill('SIGINT');
      const { status, stderr } = await ended;
      expect(status).toBe(1);
      expect(stderr).toContain('The rebuild was stopped.');
    };
    await stop();
    expect(await verified()).toMatchObject({ same: true });
    server.process.kill('SIGTERM');
    await server.exited;
    await stop();
    expect(databases()).toHaveLength(1);
    expect(await verified()).toMatchObject({ same: true });
  }, 120_000);
});
