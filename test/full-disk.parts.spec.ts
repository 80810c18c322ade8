/**
 * A server on a disk that fills up: it refuses what it cannot write, goes on answering, and takes
 * events again once there is room. Nothing that it acknowledged is lost.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itOnSmallDisk, mountSmallDisk, removeDisk } from '#event-store/contract';
import { waitUntil } from '#event-store/testing';
import { endAll, finished, startServer } from './data-folder.js';

describe('A server on a disk of 24 MiB', () => {
  let disk: string | undefined;
  beforeAll(() => {
    if (itOnSmallDisk === it) disk = mountSmallDisk(24);
  });
  afterAll(() => {
    endAll();
    if (disk !== undefined) removeDisk(disk);
  });

  itOnSmallDisk('goes on reading while it is full, and writing afterwards', async () => {
    const ballast = join(disk!, 'ballast');
    writeFileSync(ballast, Buffer.alloc(10 * 1024 * 1024));
    const { url, process: child } = await startServer(join(disk!, 'data'));
    const ended = finished(child);
    let acknowledged = 0;
    const send = async (bytes: number): Promise<number> => {
      const sent = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify({
          ...{ specversion: '1.0', id: `e${acknowledged}`, source: 'urn:test' },
          ...{ type: 'NoteTaken.v1', subject: `test|p${acknowledged % 7}` },
          ...{ time: '2026-01-05T10:00:00Z', data: { text: 'x'.repeat(bytes) }, pathway: 'notes' },
        }),
      });
      await sent.arrayBuffer();
      if (sent.status === 201) acknowledged += 1;
      return sent.status;
    };
    const get = async (
      path: string,
    ): Promise<{ status: number; body: Record<string, unknown> }> => {
      const answer = await fetch(url + path);
      return {
        status: answer.status,
        body: (await answer.json()) as Record<string, unknown>,
      };
    };
    let status = 201;
    while (status === 201) status = await send(150_000);
    // What is left is used up, so that not even a page can be written.
    for (let bytes = 50_000; bytes > 100; bytes /= 2) while ((await send(bytes)) === 201);
    expect(await send(1)).toBe(507);
    expect(acknowledged).toBeGreaterThan(20);

    await pause(3_000);
    expect(await get('/health/live')).toMatchObject({ status: 200 });
    expect(await get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await get('/v1/pathways/notes/flow')).toMatchObject({ status: 200 });
    expect(await get('/v1/patients/test%7Cp1/journey?pathway=notes')).toMatchObject({
      status: 200,
    });
    expect((await get('/v1/parked')).status).toBe(200);

    rmSync(ballast);
    expect(await send(1_000)).toBe(201);
    const isCaughtUp = async (): Promise<boolean> => {
      const { position, readModels } = (await get('/health/ready')).body;
      return position === readModels;
    };
    await waitUntil('the read models to come as far as the log', isCaughtUp);
    const { cases, steps } = (await get('/v1/pathways/notes/flow')).body;
    expect(Number(cases) + Number(steps)).toBe(acknowledged);
    child.kill('SIGTERM');
    const { status: code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/p[0-9a-z]{30,}/);
  });
});
