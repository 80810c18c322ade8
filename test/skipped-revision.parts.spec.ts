/** An event that is missing in the log of a running server: it says so, and goes on taking in events. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { waitUntil } from '#event-store/testing';
import { openWriter } from '../apps/composition/index.js';
import { serve } from '../apps/server/serve.js';
import { askStafett, runStafett, temporaryFolder } from './data-folder.js';

const PATHWAY = `
pathway: test
version: 1
zone: Europe/Oslo
title: Test
source: a test
services: { gp: { name: Practice, level: municipal, source: a test } }
entry: { events: ReferralSent, unfiltered: every referral is followed }
closes: PatientDied
stages: [{ id: waiting, title: Waiting, holder: gp, limit: 52 weeks, source: a test }]
`;

describe('A server whose log misses an event', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let log: DatabaseSync | undefined;
  let server: Awaited<ReturnType<typeof serve>>;
  const start = () => serve(folder.path, { port: 0 });

  const post = async (id: string, patient = 1): Promise<string> => {
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        ...{ specversion: '1.0', id, source: 'urn:test', type: 'ReferralSent.v1' },
        ...{ subject: `urn:test|${patient}`, occurredat: '2026-01-05', data: {} },
      }),
    });
    return ((await response.json()) as { status: string }).status;
  };
  const get = async (path: string) => {
    const response = await fetch(`${server.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  /** What is recorded next gets a revision too many, as if one before it had been lost. */
  async function losingOne(record: () => Promise<unknown>): Promise<void> {
    // Left open: closing it would take the locks of this process's other connections away.
    log = new DatabaseSync(`${folder.path}/log.db`, { timeout: 5_000 });
    log.exec(
      `CREATE TRIGGER losing AFTER INSERT ON events WHEN new.revision > 0
       BEGIN UPDATE events SET revision = revision + 1 WHERE position = new.position; END`,
    );
    await record();
    log.exec('DROP TRIGGER losing');
  }
  const GAP = 'An event of a patient is missing before position';
  const stopped = () =>
    waitUntil('the read models to stop before what is missing', async () =>
      (await get('/health/ready')).text.includes(GAP),
    );

  beforeAll(async () => {
    folder = await temporaryFolder();
    const writer = await openWriter(folder.path);
    const published = await writer.engine.publishDefinition(PATHWAY, { author: 't', reason: 't' });
    expect(published).toMatchObject({ status: 'published' });
    await writer.close();
    server = await start();
    expect(await post('first')).toBe('accepted');
    await losingOne(() => post('after-a-lost-one'));
    await stopped();
  });
  afterAll(async () => {
    await server.close();
    log?.close();
    await folder.remove();
  });

  async function expectStopped(): Promise<void> {
    const ready = await get('/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.text).toContain(GAP);
    expect(ready.text).toContain('stafett log verify');
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/metrics')).text).toMatch(/^stafett_read_models_stopped 1$/m);
    const census = await get('/v1/pathways/test/census');
    expect(JSON.parse(census.text)).toMatchObject({ started: 1, eventsSeen: 1 });
  }

  it('stops its figures before it, says so, and goes on recording', async () => {
    await expectStopped();
    expect(await post('later', 2)).toBe('accepted');
    const other = await askStafett<{ readonly started: number }>(
      ...['census', '--pathway', 'test', '--data', folder.path],
    );
    expect(other.started).toBe(1);
  });

  it('says the same after a restart, and where to look', async () => {
    await server.close();
    server = await start();
    await stopped();
    await expectStopped();
    const { stdout } = await runStafett('log', 'verify', '--data', folder.path);
    expect(stdout).toMatch(/the revision before\s+it is missing/);
  });
});
