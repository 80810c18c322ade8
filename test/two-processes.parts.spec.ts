/** One process holds a data folder; commands beside it reach it, and a second server is turned away by name. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '#event-store/testing';
import {
  askStafett,
  BACK_PAIN_PATHWAY,
  runStafett,
  startServer,
  temporaryFolder,
} from './data-folder.js';

describe('A folder that a server is writing to', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Awaited<ReturnType<typeof startServer>>;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', folder.path);
    server = await startServer(folder.path);
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        specversion: '1.0',
        id: 'e1',
        source: 'urn:test:gp',
        type: 'SymptomOnsetReported.v1',
        subject: 'test|anna',
        time: '2026-01-05T10:00:00Z',
      }),
    });
    expect(response.status).toBe(201);
  });
  afterAll(async () => {
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    await folder.remove();
  });

  it('takes a definition that is published beside it', async () => {
    const published = await runStafett(
      'pathway',
      'publish',
      BACK_PAIN_PATHWAY,
      '--data',
      folder.path,
    );
    expect(published).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('already') as unknown,
    });
  });

  it('refuses a second server and names the first', async () => {
    const args = ['serve', '--port', '0', '--data', folder.path];
    const { status, stderr, stdout } = await runStafett(...args);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('stafett serve');
    expect(stderr).toContain(String(server.process.pid));
  });

  it('can be asked for figures beside it, which name the position they stand on', async () => {
    await waitUntil('the read models to come as far as the log', async () => {
      const answer = await fetch(`${server.url}/health/ready`);
      const health = (await answer.json()) as Record<string, unknown>;
      return health['position'] === health['readModels'];
    });
    const census = await askStafett<{ started: number; position: string }>(
      'census',
      '--pathway',
      'back-pain',
      '--data',
      folder.path,
    );
    expect(census.started).toBe(1);
    expect(Number(census.position)).toBeGreaterThan(0);
  });

  it('can be replayed beside it', async () => {
    const journey = await askStafett<{ state: string }>(
      'replay',
      'test|anna',
      '--data',
      folder.path,
    );
    expect(journey.state).toBe('open');
  });
});
