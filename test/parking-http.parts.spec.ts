/** Parked sequences over HTTP: listed, shown, released with an author and a reason that are checked, and measured. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { serve, type Served } from '../apps/server/serve.js';
import { runStafett } from './data-folder.js';
import { BY, NAMES, ParkedFolder } from './parked-folder.js';

let parked: ParkedFolder;
let server: Served;
let first = '';

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const get = async (path: string): Promise<unknown> => (await fetch(server.url + path)).json();

const open = async (): Promise<void> => {
  parked = await ParkedFolder.open();
  [first = ''] = await parked.parkAnna();
  await parked.running.stop();
  server = await serve(parked.path, { port: 0, clock: () => parked.now });
};
const close = async (): Promise<void> => {
  await server.close();
  await parked.remove();
};

describe('A parked sequence over HTTP', () => {
  beforeAll(open);
  afterAll(close);

  it('is listed and shown, without what the event says', async () => {
    const list = { total: 1, byProcessor: { handovers: 1 } };
    expect(await get('/v1/parked')).toMatchObject({
      ...list,
      sequences: [{ patient: parked.anna, position: first, attempt: 1 }],
    });
    expect(await get('/v1/parked?processor=delivery')).toMatchObject({ total: 0 });
    const record = (await get('/v1/parked/test%7Canna')) as { record: { event: object }[] };
    expect(record).toMatchObject({ patient: parked.anna, parkedFor: ['handovers'] });
    expect(Object.keys(record.record[0]!.event)).toEqual([
      'stream',
      'revision',
      'type',
      'recordedAt',
    ]);
    expect((await fetch(`${server.url}/v1/parked/test%7Cbo`)).status).toBe(404);
  });

  it('is measured, and nothing that is measured names a patient', async () => {
    const event = {
      specversion: '1.0',
      id: 'e1',
      source: 'urn:test',
      type: 'VisitCompleted.v1',
      subject: 'test|bo',
      time: '2026-02-20T10:00:00Z',
      data: {},
    };
    await post('/v1/events', event);
    await post('/v1/events', event);
    await post('/v1/events', { ...event, data: { profession: 'x' } });
    await post('/v1/events', { no: 'event' });
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    for (const line of [
      'stafett_parked_sequences{processor="handovers"} 1',
      'stafett_parked_sequences{processor="wake-ups"} 0',
      'stafett_events_total{outcome="accepted"} 1',
      'stafett_events_total{outcome="repeated"} 1',
      'stafett_events_total{outcome="refused"} 2',
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toMatch(/^stafett_log_position \d+$/m);
    expect(text).toMatch(/^stafett_read_models_position \d+$/m);
    expect(text).toMatch(/^stafett_read_models_behind_seconds \d/m);
    for (const name of NAMES) expect(text).not.toContain(parked.pseudonym(name));
  });

  it('is in the OpenAPI document, with the body that lets it go', async () => {
    const { paths, components } = (await get('/openapi.json')) as {
      paths: Record<string, Record<string, unknown>>;
      components: { schemas: Record<string, { required?: string[] }> };
    };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/parked',
        '/v1/parked/{patient}',
        '/v1/parked/{patient}/retry',
        '/v1/parked/{patient}/discard',
        '/metrics',
      ]),
    );
    expect(components.schemas['ReleaseParkedBody']?.required).toEqual([
      'processor',
      'author',
      'reason',
    ]);
  });
});

describe('A parked sequence over HTTP', () => {
  beforeEach(open);
  afterEach(close);

  it('is released with an author and a reason that are checked', async () => {
    const path = `/v1/parked/${parked.anna}/retry`;
    const good = { processor: 'handovers', ...BY };
    for (const wrong of [
      [good],
      'text',
      { ...good, reason: '' },
      { ...good, processor: 'nobody' },
      { ...good, more: 1 },
      { processor: 'handovers', author: { toString: 'x' }, reason: 'x' },
    ]) {
      const refused = await post(path, wrong);
      expect([refused.status, wrong]).toEqual([400, wrong]);
    }
    const answer = await post(path, good);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ status: 'retried', parked: first }),
    ]);
    expect(await (await post(path, good)).json()).toMatchObject({ status: 'repeated' });
    const again = await post(`/v1/parked/${parked.anna}/discard`, good);
    expect([again.status, await again.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not-parked' }),
    ]);
  });

  it('is released by the command line through the server', async () => {
    const args = ['--reason', 'mended', '--author', 'A. Berg', '--data', parked.path];
    const done = await runStafett('parked', 'discard', 'test|anna', ...args);
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toContain('The server is processing it now.');
    expect(await get('/v1/parked')).toMatchObject({ total: 0 });
    const none = await runStafett('parked', 'retry', 'test|anna', ...args, '--json');
    expect(JSON.parse(none.stderr)).toMatchObject({ error: { code: 'not-parked' } });
  });
});
