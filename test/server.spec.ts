/** The server as a publisher and a dashboard meet it: over real HTTP, on a real data folder. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { waitUntil } from '#event-store/testing';
import { DESCRIPTIONS } from '../apps/composition/figures/descriptions.js';
import { openWriter } from '../apps/composition/index.js';
import { serve, type Served } from '../apps/server/serve.js';
import { BACK_PAIN_PATHWAY, temporaryFolder } from './data-folder.js';
import { installationOf, refusesSharedIds } from './test-store.js';

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

const NOW = Date.parse('2026-06-01T12:00:00Z');
const onset = {
  specversion: '1.0',
  id: 'onset-1',
  source: 'urn:test:gp',
  type: 'SymptomOnsetReported.v1',
  subject: 'test|anna',
  occurredat: '2026-04-01',
  time: '2026-04-03T10:00:00+03:00',
  data: {},
};

describe('The server', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;

  const send = async (
    body: unknown,
    type = 'application/cloudevents+json',
    path = '/v1/events',
  ): Promise<Answer> => {
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return answerOf(response);
  };
  const get = async (path: string): Promise<Answer> => answerOf(await fetch(server.url + path));
  const answerOf = async (response: Response): Promise<Answer> => ({
    status: response.status,
    type: response.headers.get('content-type')?.split(';')[0] ?? null,
    body: (await response.json()) as Record<string, unknown>,
  });
  /** Waits until the read models have reached the log's head. */
  const caughtUp = () =>
    waitUntil('the read models to come as far as the log', async () => {
      const { body } = await get('/health/ready');
      return body['position'] === body['readModels'];
    });

  beforeAll(async () => {
    folder = await temporaryFolder();
    const writer = await openWriter(installationOf(folder.path), { clock: () => NOW });
    await writer.engine.publishDefinition(await readFile(BACK_PAIN_PATHWAY, 'utf8'), {
      author: 'test',
      reason: 'test',
    });
    const other =
      'pathway: other\nversion: 1\ntitle: Other\nzone: UTC\nservices: { a: { name: A, level: other } }\nentry: { events: [RecordAccessed], unfiltered: u }\ncloses: PathwayClosed\nstages: [{ id: s, holder: a }]\n';
    expect(
      await writer.engine.publishDefinition(other, { author: 'test', reason: 'test' }),
    ).toMatchObject({ status: 'published' });
    await writer.close();
    server = await serve(installationOf(folder.path), { port: 0, clock: () => NOW });
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  describe('given an event', () => {
    it('answers 201 with its position once it is durable, and 200 when it comes again', async () => {
      const first = await send(onset);
      expect(first).toMatchObject({ status: 201, body: { status: 'accepted' } });
      const again = await send(onset);
      expect(again).toMatchObject({ status: 200, body: { status: 'repeated' } });
      expect(first.body['decisions']).toBeGreaterThan(0);
    });

    it('answers 409 to the same id with other content, naming both versions', async () => {
      const answer = await send({ ...onset, occurredat: '2026-04-02' });
      expect(answer).toMatchObject({ status: 409, type: 'application/problem+json' });
      expect(answer.body['detail']).toContain('2026-04-01');
      expect(answer.body['detail']).toContain('2026-04-02');
    });

    const itRefusing = refusesSharedIds ? it : it.skip;
    itRefusing(
      'answers 409 to the same source and id for another patient, and says nothing of that one',
      async () => {
        const answer = await send({ ...onset, subject: 'urn:test|another' });
        expect(answer).toMatchObject({
          status: 409,
          body: {
            code: 'event-conflict',
            title: 'Same id, other patient',
            errors: [{ path: '/id' }],
          },
        });
        expect(JSON.stringify(answer.body)).not.toMatch(/\bp[0-9a-z]{26}\b/);
      },
    );

    it('answers 413 to an event that is larger than the log takes', async () => {
      const data = { text: 'x'.repeat(600_000) };
      const answer = await send({ ...onset, id: 'large', type: 'LetterScanned', data });
      expect(answer).toMatchObject({ status: 413, body: { code: 'event-too-large' } });
      expect(answer.body['detail']).toContain('524256');
    });

    it.each([
      ['a missing id', { ...onset, id: undefined }, '/id'],
      ['a day that is none', { ...onset, id: 'x1', occurredat: '2026-02-30' }, '/occurredat'],
      ['an unknown field in data', { ...onset, id: 'x2', data: { onsett: 1 } }, '/data/onsett'],
      ['an unknown attribute', { ...onset, id: 'x3', municipalty: '4601' }, '/municipalty'],
      ['a wrong specversion', { ...onset, id: 'x4', specversion: '0.3' }, '/specversion'],
    ])('refuses %s with its place', async (_what, body, path) => {
      const answer = await send(body);
      expect(answer).toMatchObject({ status: 422, type: 'application/problem+json' });
      const errors = answer.body['errors'] as { path: string }[];
      expect(errors.map((error) => error.path)).toContain(path);
    });

    it('refuses a patient that is neither pseudonym nor system|value without repeating it', async () => {
      const answer = await send({ ...onset, id: 'x5', subject: '13116900216' });
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).not.toContain('13116900216');
    });
  });

  it('publishes how many timers are overdue', async () => {
    const { status, body } = await get('/health/timers');
    expect(status).toBe(200);
    expect(body).toMatchObject({ at: '2026-06-01T12:00:00.000Z' });
    expect(typeof body['overdue']).toBe('number');
    expect(typeof body['oldestSeconds']).toBe('number');
  });

  describe('given a body that is hostile or broken', () => {
    it.each([
      ['not JSON', '{"a":', 400],
      ['nested 65 deep', `${'['.repeat(65)}${']'.repeat(65)}`, 400],
      ['nested 50,000 deep', '['.repeat(50_000), 400],
      ['10,001 keys', `{${Array.from({ length: 10_001 }, (_, i) => `"k${i}":1`).join(',')}}`, 400],
      ['a key into the prototype', '{"__proto__":{"polluted":true}}', 400],
      ['2 MiB', `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`, 413],
      ['a list', '[]', 422],
      ['a text', '"event"', 422],
    ])('answers a 4xx problem to %s', async (_what, body, status) => {
      const answer = await send(body);
      expect(answer).toMatchObject({ status, type: 'application/problem+json' });
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });

    it('answers 415 to a content type that is no CloudEvent', async () => {
      expect(await send('<a/>', 'application/xml')).toMatchObject({ status: 415 });
    });

    it('takes neither plain text nor nothing for an event', async () => {
      expect(await send('hello', 'text/plain')).toMatchObject({ status: 415 });
      const empty = await fetch(`${server.url}/v1/events`, { method: 'POST' });
      expect([empty.status, ((await empty.json()) as { code: string }).code]).toEqual([
        400,
        'no-body',
      ]);
    });

    it('never repeats an address, which may name a patient', async () => {
      for (const path of [
        `/v1/patients/${'13116900216'.repeat(70)}/journey`,
        '/v1/patients/13116900216%E0%A4%A',
      ]) {
        const answer = await get(path);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(JSON.stringify(answer.body)).not.toContain('13116900216');
      }
    });

    it('answers 404 as a problem to a path that is not there', async () => {
      expect(await get('/nowhere')).toMatchObject({
        status: 404,
        type: 'application/problem+json',
      });
    });
  });

  describe('asked', () => {
    it('gives the figures of the command line, at the position they stand on', async () => {
      await caughtUp();
      const answer = await get('/v1/pathways/back-pain/census?asOf=2026-05-01T00:00:00Z');
      expect(answer).toMatchObject({ status: 200, body: { started: 1, open: 1, closed: 0 } });
      expect(answer.body['position']).toEqual(expect.any(String));
      expect(answer.body['definition']).toMatchObject({ id: 'back-pain' });
      const over = await get('/v1/pathways/back-pain/census?over=3+weeks&over=5+weeks&evidence=5');
      expect(over.body['openOver']).toMatchObject([{ n: 1 }, { n: 1 }]);
      expect(over.body['evidence']).toHaveLength(1);
    });

    it('gives a figure as a table, and as nothing else', async () => {
      const path = `${server.url}/v1/pathways/back-pain/stalls`;
      const table = await fetch(path, { headers: { accept: 'text/csv' } });
      expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(await table.text()).toMatch(
        /^patient,.*,missing,.*\r\np[a-z0-9]+,.*,RehabPlanAgreed,/,
      );
      const page = await fetch(path, { headers: { accept: 'text/html' } });
      expect({ status: page.status, body: await page.json() }).toMatchObject({
        status: 406,
        body: { code: 'not-acceptable' },
      });
    });

    it.each(DESCRIPTIONS.filter(({ selects }) => selects === true))(
      'says nothing of a group of one in $name but its name, nor in a table',
      async ({ name, example }) => {
        const path = `/v1/pathways/back-pain/${name}?${example}&groupBy=sex`;
        const { body } = await get(path);
        // A comparison of units leaves them out altogether.
        const groups = (body['groups'] ?? body['units']) as readonly { readonly group: string }[];
        expect(groups).toEqual(
          groups.map(({ group }) => ({ group, patients: null, suppressed: true })),
        );
        const table = await fetch(server.url + path, { headers: { accept: 'text/csv' } });
        const [header = '', ...rows] = (await table.text()).split('\r\n');
        const ofGroups = rows.filter((row) => row !== '' && !row.startsWith(','));
        const columns = header.split(',');
        for (const row of ofGroups)
          for (const [index, cell] of row.split(',').entries())
            if (cell !== '') expect(['group', 'suppressed']).toContain(columns[index]);
      },
    );

    it('sends no figure again that the client still has', async () => {
      const path = `${server.url}/v1/pathways/back-pain/stalls?asOf=2026-05-01T00:00:00Z`;
      const first = await fetch(path);
      const tag = first.headers.get('etag') ?? '';
      const again = await fetch(path, { headers: { 'if-none-match': `"other", ${tag}` } });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
      const other = await fetch(`${path}&limit=1`, { headers: { 'if-none-match': tag } });
      expect([other.status, other.headers.get('etag') === tag]).toEqual([200, false]);
    });

    it('lists a duty past due as a stall', async () => {
      await caughtUp();
      const { body } = await get('/v1/pathways/back-pain/stalls');
      const rows = body['stalls'] as { kind: string; missing: string[] }[];
      expect(rows.some(({ missing }) => missing.includes('RehabPlanAgreed'))).toBe(true);
    });

    it('shows a journey as it was known before anything was recorded as unknown', async () => {
      const path = `/v1/patients/${encodeURIComponent('test|anna')}/journey`;
      const known = await get(path);
      expect(known).toMatchObject({ status: 200, body: { state: 'open' } });
      const before = await get(`${path}?knownAt=2026-01-01T00:00:00Z`);
      expect(before).toMatchObject({ status: 404, body: { code: 'unknown-patient' } });
    });

    it('shows no decisions of another pathway than the one asked for', async () => {
      const path = `/v1/patients/${encodeURIComponent('test|anna')}/journey?pathway=other`;
      const { status, body } = await get(path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ state: 'not-entered', decisions: [], alsoOn: ['back-pain'] });
    });

    it.each([
      ['/v1/pathways/back-pain/census?asOf=2026-05-32', 400, 'invalid-request'],
      ['/v1/pathways/back-pain/census?as_of=2026-05-01T00:00:00Z', 400, 'invalid-request'],
      ['/v1/pathways/back-pain/waits', 400, 'invalid-request'],
      ['/v1/pathways/back-pain/waits?from=@start&to=RehabPlanAgred', 422, 'unknown-type'],
      ['/v1/pathways/backpain/flow', 404, 'unknown-pathway'],
      ['/v1/pathways/back-pain/stals', 404, 'unknown-figure'],
      ['/v1/pathways/back-pain/outcomes?from=@start&cause=A=&at=4h', 400, 'invalid-request'],
      ['/v1/pathways/back-pain/flow?limit=0', 400, 'invalid-request'],
    ])('refuses %s with %i %s', async (path, status, code) => {
      expect(await get(path)).toMatchObject({
        status,
        type: 'application/problem+json',
        body: { code },
      });
    });

    it('describes itself as OpenAPI 3.1, every route and every query parameter', async () => {
      const { body } = await get('/openapi.json');
      expect(body['openapi']).toBe('3.1.0');
      const paths = body['paths'] as Record<string, { get?: { parameters: { name: string }[] } }>;
      expect(Object.keys(paths).sort()).toEqual([
        '/health/kafka',
        '/health/live',
        '/health/ready',
        '/health/timers',
        '/metrics',
        '/v1/events',
        '/v1/organisations',
        '/v1/organisations/{id}',
        '/v1/outbox/{service}',
        '/v1/outbox/{service}/acknowledgements',
        '/v1/parked',
        '/v1/parked/{patient}',
        '/v1/parked/{patient}/discard',
        '/v1/parked/{patient}/retry',
        '/v1/pathways',
        '/v1/pathways/{pathway}',
        ...[...DESCRIPTIONS.map(({ name }) => name), 'definitions']
          .sort()
          .map((name) => `/v1/pathways/{pathway}/${name}`),
        '/v1/patients/{id}/custody',
        '/v1/patients/{id}/journey',
        '/v1/projections',
        '/v1/stream',
      ]);
      const names = paths['/v1/pathways/{pathway}/waits']?.get?.parameters.map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(['pathway', 'asOf', 'from', 'within', 'municipality', 'groupBy']),
      );
    });
  });

  it('answers to no other name than its own', async () => {
    const url = new URL(server.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({
        port: url.port,
        host: url.hostname,
        path: '/health/live',
        headers: { host: 'evil.example' },
      })
        .on('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
    expect((await get('/health/live')).status).toBe(200);
  });

  it('refuses to listen where others could reach it', async () => {
    await expect(serve(installationOf(folder.path), { port: 0, host: '0.0.0.0' })).rejects.toThrow(
      '127.0.0.1',
    );
  });
});
