/**
 * A server whose figures are not of now: its read models lie on a disk that is full, or its clock was
 * set back. It goes on recording, and what it answers says so.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itOnSmallDisk, mountSmallDisk, removeDisk } from '#event-store/contract';
import { serve, type Served } from '../apps/server/serve.js';
import { endAll, finished, startServer, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

type Answer = Readonly<Record<string, unknown>>;

/** Of the server at this address. */
function asked(url: string) {
  let sent = 0;
  return {
    get: async (path: string): Promise<Answer> =>
      (await (await fetch(url + path)).json()) as Answer,
    metric: async (name: string): Promise<number> => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
    },
    report: async (bytes: number): Promise<number> => {
      sent += 1;
      const answer = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify({
          ...{ specversion: '1.0', id: `e${sent}`, source: 'urn:test' },
          ...{ type: 'NoteTaken.v1', subject: `test|p${sent % 7}` },
          ...{ time: '2026-01-05T10:00:00Z', data: { text: 'x'.repeat(bytes) }, pathway: 'notes' },
        }),
      });
      await answer.arrayBuffer();
      return answer.status;
    },
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 600) throw new Error('It did not become so within a minute.');
    await pause(100);
  }
}

describe('Figures that are not of now', () => {
  let disk: string | undefined;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let served: Served | undefined;
  beforeAll(async () => {
    if (itOnSmallDisk === it) disk = mountSmallDisk(12);
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    endAll();
    await served?.close();
    if (disk !== undefined) removeDisk(disk);
    await folder.remove();
  });

  itOnSmallDisk('say since when, while the disk of the read models is full', async () => {
    const ballast = join(disk!, 'ballast');
    writeFileSync(ballast, Buffer.alloc(6 * 1024 * 1024));
    const place = ['--read-models', `sqlite:${join(disk!, 'models')}`];
    const { url, process: child } = await startServer(join(folder.path, 'full'), place);
    const ended = finished(child);
    const { get, metric, report } = asked(url);
    expect(await get('/health/ready')).not.toHaveProperty('readModelsFault');
    let recorded = 0;
    const isFull = async () => (await get('/health/ready'))['readModelsFault'] !== undefined;
    while (!(await isFull()) && recorded < 400) {
      expect(await report(100_000)).toBe(201);
      recorded += 1;
    }
    expect(await report(1)).toBe(201);
    recorded += 1;
    await pause(2_500);
    const ready = await get('/health/ready');
    expect(ready).toMatchObject({
      status: 'ready',
      readModelsFault: expect.stringMatching(/disk is full/),
    });
    const flow = await get('/v1/pathways/notes/flow');
    expect(flow['staleSince']).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(Number(flow['position'])).toBeLessThan(Number(ready['position']));
    expect(ready['readModels']).toBe(flow['position']);
    expect(await metric('stafett_read_models_stopped')).toBe(1);

    rmSync(ballast);
    await until(async () => !(await isFull()));
    await until(async () => {
      const { position, readModels } = await get('/health/ready');
      return position === readModels;
    });
    const after = await get('/v1/pathways/notes/flow');
    expect(after).not.toHaveProperty('staleSince');
    expect(Number(after['cases']) + Number(after['steps'])).toBe(recorded);
    expect(await metric('stafett_read_models_stopped')).toBe(0);
    child.kill('SIGTERM');
    expect((await ended).status).toBe(0);
  });

  it('say by how much, where the clock was set back', async () => {
    let now = Date.parse('2026-06-01T12:00:00Z');
    const options = { port: 0, clock: () => now };
    served = await serve(installationOf(join(folder.path, 'back')), options);
    const { get, metric, report } = asked(served.url);
    expect(await report(1)).toBe(201);
    await until(async () => (await get('/health/ready'))['readModels'] !== null);
    expect(await get('/v1/pathways/notes/census')).not.toHaveProperty('clockBehindSeconds');
    expect(await metric('stafett_clock_behind_log_seconds')).toBe(0);
    now -= 3 * 3_600_000;
    const census = await get('/v1/pathways/notes/census');
    expect(census['clockBehindSeconds']).toBe(3 * 3_600);
    expect(await metric('stafett_clock_behind_log_seconds')).toBeGreaterThan(3_599);
    now += 3 * 3_600_000;
    expect(await get('/v1/pathways/notes/census')).not.toHaveProperty('clockBehindSeconds');
  });
});
