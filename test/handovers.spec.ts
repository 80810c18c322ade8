/** The baton through a running server: offered, told, asked for, taken or not; and nothing dropped by a restart. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { appendOnce, timeOrderedId } from '#event-store';
import { ENGINE_SOURCE } from '#care-event';
import { readPatient } from '#exchange';
import { waitUntil } from '#event-store/testing';
import { openWriter, WritableFolder } from '../apps/composition/index.js';
import { serve, type Served } from '../apps/server/serve.js';
import { temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';
import { itInParts } from './setup/in-parts.js';

const PATHWAY = resolve('test/baton.yaml');
const START_MS = Date.parse('2026-03-02T08:00:00Z');
const DAY_MS = 86_400_000;
const PATIENT = 'urn:test|17';
const BY = { author: 'test', reason: 'test' };

type Json = Record<string, unknown>;

describe('A running server', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;
  let now = START_MS;
  let reported = 0;
  const logged: unknown[] = [];
  const ignore = (): void => undefined;

  const open = async (): Promise<void> => {
    server = await serve(installationOf(folder.path), {
      port: 0,
      clock: () => now,
      logger: { log: ignore, error: ignore, warn: (...line) => logged.push(line) },
    });
  };
  /** What the practice did before the server was there. */
  const refer = async (): Promise<void> => {
    const writer = await openWriter(installationOf(folder.path), { clock: () => now });
    const { engine, secret } = writer;
    const published = await engine.publishDefinition(readFileSync(PATHWAY, 'utf8'), BY);
    expect(published).toMatchObject({ status: 'published' });
    for (const [type, data] of [
      ['SymptomOnsetReported', {}],
      ['ReferralSent', { referral: 'r1' }],
    ] as const) {
      const occurredAt = new Date(now).toISOString();
      const fact = { id: type, source: 'urn:test', type, version: 1, occurredAt, data };
      await engine.recordFacts(readPatient(PATIENT, secret), [fact]);
      now += DAY_MS;
    }
    now -= DAY_MS;
    await writer.close();
  };
  const get = async (path: string): Promise<Json> =>
    (await (await fetch(server.url + path)).json()) as Json;
  const report = async (type: string, data: Json = {}, patient = PATIENT): Promise<void> => {
    reported += 1;
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        specversion: '1.0',
        id: `e${reported}`,
        source: 'urn:test',
        type,
        subject: patient,
        time: new Date(now).toISOString(),
        data,
      }),
    });
    expect([response.status, await response.json()]).toMatchObject([201, { status: 'accepted' }]);
  };
  /** What stands in the feed of a service, once it holds so much. */
  const feed = (service: string, count: number): Promise<readonly string[]> =>
    waitUntil(`${count} messages to ${service}`, async () => {
      const { events } = (await get(`/v1/outbox/${service}?after=beginning`)) as {
        events: { type: string }[];
      };
      return events.length >= count && events.map(({ type }) => type.split('.')[2] ?? type);
    });
  const holder = async (): Promise<unknown> =>
    (await get(`/v1/patients/${encodeURIComponent(PATIENT)}/journey`))['holder'];

  beforeEach(async () => {
    folder = await temporaryFolder();
    now = START_MS;
    logged.length = 0;
    await refer();
  });
  afterEach(async () => {
    await server.close();
    await folder.remove();
  });

  it('tells the clinic of an offer, and the sender of its answer; the baton passes with it', async () => {
    await open();
    expect(await feed('clinic', 1)).toEqual(['offered']);
    expect(await holder()).toBe('gp');
    now += DAY_MS;
    await report('ReferralAssessed', { referral: 'r1', outcome: 'accepted' });
    expect(await feed('gp', 1)).toEqual(['accepted']);
    expect(await holder()).toBe('clinic');
    now += DAY_MS;
    await report('DischargedToMunicipality');
    expect((await feed('gp', 2))[1]).toBe('offered');
    expect(await holder()).toBe('clinic');
    await report('ResponsibilityAccepted', { to: 'gp' });
    expect((await feed('clinic', 2))[1]).toBe('accepted');
    expect(await holder()).toBe('gp');
  });

  it('notices silence by itself: reminds, escalates, asks the next, also after weeks of standing still', async () => {
    // Due on the 11th day, the next one asked on the 21st, whose answer was due on the 31st.
    now += 32 * DAY_MS;
    await open();
    expect(await feed('coordinator', 1)).toEqual(['escalated']);
    expect((await feed('clinic', 2))[1]).toBe('reminded');
    expect(await feed('other-clinic', 2)).toEqual(['offered', 'reminded']);
    await report('ResponsibilityAccepted', { to: 'other-clinic' });
    expect((await feed('clinic', 3))[2]).toBe('overtaken');
    expect(await holder()).toBe('other-clinic');
    const { decisions } = (await get(`/v1/patients/${encodeURIComponent(PATIENT)}/journey`)) as {
      decisions: { type: string; lateSeconds: number | null }[];
    };
    const silent = decisions.find(({ type }) => type === 'HandoverFellSilent');
    expect(silent?.lateSeconds).toBeGreaterThan(20 * 86_400);
  });

  itInParts('sends nothing again after a restart that lost its checkpoints', async () => {
    await open();
    await feed('clinic', 1);
    await server.close();
    const { rm } = await import('node:fs/promises');
    for (const end of ['', '-wal', '-shm'])
      await rm(resolve(folder.path, `checkpoints.db${end}`), { force: true });
    await open();
    await report('ReferralSent', { referral: 'r2' });
    expect(await feed('clinic', 2)).toEqual(['offered', 'offered']);
  });

  it('parks a patient whose handover cannot be read, goes on with the others, and is told to try again', async () => {
    const writable = await new WritableFolder(installationOf(folder.path), {
      clock: () => now,
    }).open();
    const patient = 'paaaaaaaaaaaaaaaaaaaaaaaaaa';
    const metadata = { source: ENGINE_SOURCE, key: 'k', effective: now };
    const poison = { id: timeOrderedId(0, 'x'), type: 'HandoverOffered.v1', data: {}, metadata };
    await appendOnce(writable.store, `patient-${patient}`, [poison]);
    await writable.close();
    await open();
    await report('ReferralSent', { referral: 'r2' });
    expect(await feed('clinic', 2)).toEqual(['offered', 'offered']);
    expect(logged).toMatchObject([
      ['sequence parked', { processor: 'handovers', code: 'handover-unreadable' }, 'Parking'],
    ]);
    expect(JSON.stringify(logged)).not.toContain(patient);
    expect(await get('/v1/parked')).toMatchObject({ total: 1 });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('stafett_parked_sequences{processor="handovers"} 1');
    const release = await fetch(`${server.url}/v1/parked/${patient}/discard`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ processor: 'handovers', author: 'A. Berg', reason: 'a test' }),
    });
    expect(release.status).toBe(200);
    expect(await get('/v1/parked')).toMatchObject({ total: 0 });
  });
});
