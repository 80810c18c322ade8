/** A data folder that is deleted or moved under a running server: nothing more is acknowledged, and the server ends. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endAll, finished, startServer, temporaryFolder } from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

describe('A server whose data folder is taken away', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: string;
  let server: Awaited<ReturnType<typeof startServer>>;

  beforeEach(async () => {
    folder = await temporaryFolder();
    data = join(folder.path, 'data');
    server = await startServer(data);
    expect((await report('before')).status).toBe(201);
  });
  afterEach(async () => {
    endAll();
    await folder.remove();
  });

  function report(id: string): Promise<Response> {
    return fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        ...{ specversion: '1.0', id, source: 'urn:test:gp', type: 'SymptomOnsetReported.v1' },
        ...{ subject: 'test|anna', time: '2026-01-05T10:00:00Z' },
      }),
    });
  }

  const answersAndEnds = async (_what: string, takeAway: () => Promise<void>): Promise<void> => {
    const ended = finished(server.process);
    await takeAway();
    const refused = await report('after');
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'log-removed' });
    const { status, stderr } = await ended;
    expect(status).toBe(4);
    expect(stderr).toContain(`${join(data, 'log.db')} was deleted, moved or replaced`);
  };
  const rule = 'answers 503 and ends with a fault once it is %s';
  it.each([['deleted', () => rm(data, { recursive: true })] as const])(rule, answersAndEnds);
  itInParts.each([['moved', () => rename(data, `${data}-moved`)] as const])(rule, answersAndEnds);

  it('ends with a fault even if nobody sends anything', async () => {
    const ended = finished(server.process);
    await rm(data, { recursive: true });
    expect((await ended).status).toBe(4);
  });
});
