/** A server whose PostgreSQL is killed and started again under it goes on, with all that was acknowledged. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '#event-store/testing';
import { startPostgres, type PostgresServer } from '#postgres/embedded';

import {
  BACK_PAIN_PATHWAY,
  endAll,
  printedBy,
  stafettProcess,
  startStafett,
  temporaryFolder,
} from './data-folder.js';

const RESTARTS = 2;

describe('A server on a PostgreSQL that is killed and started again', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const dataDir = mkdtempSync(join(tmpdir(), 'stafett-restart-'));
  let postgres: PostgresServer;

  beforeAll(async () => {
    folder = await temporaryFolder();
    postgres = await startPostgres({ dataDir });
  });
  afterAll(async () => {
    endAll();
    await postgres.stop();
    rmSync(dataDir, { recursive: true });
    await folder.remove();
  });

  it('takes events again, keeps its lock, and shows them in its figures', async () => {
    const env = { STAFETT_EVENT_STORE: postgres.url };
    const data = ['--data', folder.path];
    const publish = ['pathway', 'publish', BACK_PAIN_PATHWAY, ...data];
    expect(await stafettProcess(publish, env)).toMatchObject({ status: 0 });
    const child = startStafett(['serve', '--port', '0', '--json', ...data], env);
    const exited = new Promise<number | null>((done) => child.on('close', done));
    const url = await printedBy(child, /(http:\/\/[^\s"]+)/);
    const report = async (n: number): Promise<boolean> => {
      const response = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify({
          ...{ specversion: '1.0', id: `e${n}`, source: 'urn:test:gp', subject: `test|${n}` },
          ...{ type: 'SymptomOnsetReported.v1', time: '2026-01-05T10:00:00Z' },
        }),
      });
      return response.ok;
    };
    const started = async (): Promise<number> => {
      const response = await fetch(`${url}/v1/pathways/back-pain/census`);
      if (!response.ok) return -1;
      return ((await response.json()) as { started: number }).started;
    };
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      await waitUntil('an event to be taken', () => report(2 * restart));
      await postgres.kill();
      expect(await report(2 * restart + 1)).toBe(false);
      await postgres.restart();
      await waitUntil('the same to be taken', () => report(2 * restart + 1));
    }
    await waitUntil('all to be in the figures', async () => (await started()) === 2 * RESTARTS);
    const second = await stafettProcess(['serve', '--port', '0', ...data], env);
    expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining('stafett serve') });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });
});
