/**
 * One byte of the log that is no longer what was written. Whatever depends on that event is set
 * aside, by name and never with its content; everything else goes on, from the first start on.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readWholeStream } from '#event-store';
import { readPatient } from '#exchange';
import { openWriter } from '../apps/composition/index.js';
import { serve, type Served } from '../apps/server/serve.js';
import { askStafett, BACK_PAIN_PATHWAY, runStafett, temporaryFolder } from './data-folder.js';
import { describeInParts } from './setup/in-parts.js';

const SECRET_WORDS = 'confidential-note';
const NOW = Date.parse('2026-01-20T12:00:00Z');
const BY = { author: 'A. Berg', reason: 'first version' };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let anna = '';
/** Position of the event of anna's that holds the words. */
let position = '';

const event = (patient: string, id: string): Record<string, unknown> => ({
  ...{ specversion: '1.0', id, source: 'urn:test', type: 'SymptomOnsetReported.v1' },
  ...{ subject: `test|${patient}`, time: '2026-01-05T10:00:00Z', data: {} },
});

/** Changes a byte of the log, as a disk might. */
async function flip(text: string, at: number, bytes: string): Promise<void> {
  const log = join(folder.path, 'log.db');
  const content = await readFile(log);
  const found = content.indexOf(text);
  expect(found).toBeGreaterThan(0);
  content.set(Buffer.from(bytes), found + at);
  await writeFile(log, content);
}

async function record(patients: readonly string[]): Promise<void> {
  const writer = await openWriter(folder.path, { clock: () => NOW });
  await writer.engine.publishDefinition(await readFile(BACK_PAIN_PATHWAY, 'utf8'), BY);
  for (const name of patients) {
    const patient = readPatient(`test|${name}`, writer.secret);
    const fact = { source: 'urn:test', version: 1, occurredAt: '2026-01-05T10:00:00Z' };
    await writer.engine.recordFacts(patient, [
      { ...fact, id: `${name}-1`, type: 'SymptomOnsetReported', data: {} },
    ]);
    if (name !== 'anna') continue;
    anna = patient;
    await writer.engine.recordFacts(patient, [
      { ...fact, id: 'anna-2', type: 'NoteTaken', data: { text: SECRET_WORDS } },
    ]);
    const events = await readWholeStream(writer.store, `patient-${anna}`);
    position = events.find(({ type }) => type === 'NoteTaken.v1')!.position;
  }
  await writer.close();
}

beforeEach(async () => {
  folder = await temporaryFolder();
  await record(['anna', 'bo', 'kari']);
});
afterEach(() => folder.remove());

describeInParts('A server on a log with a damaged event', () => {
  let server: Served;
  const logged: string[] = [];

  const send = (patient: string, id: string): Promise<Response> =>
    fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event(patient, id)),
    });
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await fetch(server.url + path)).json() as Promise<Record<string, unknown>>;

  beforeEach(async () => {
    await flip(`"${SECRET_WORDS}"`, SECRET_WORDS.length + 1, 'x');
    const log = (message: unknown): void => void logged.push(String(message));
    server = await serve(folder.path, {
      ...{ port: 0, clock: () => NOW, logLevel: 'debug' },
      logger: { log, error: log, warn: log },
    });
  });
  afterEach(() => server.close());

  it('starts without read models, and says in every figure how many patients are missing', async () => {
    const query = 'back-pain?asOf=2026-01-20T12:00:00Z';
    expect(await get(`/v1/pathways/${query.replace('?', '/census?')}`)).toMatchObject({
      ...{ unreadable: 1, started: 2 },
    });
    for (const figure of ['flow', 'custody'])
      expect(await get(`/v1/pathways/${query.replace('?', `/${figure}?`)}`)).toMatchObject({
        unreadable: 1,
      });
    const stalls = await get(`/v1/pathways/${query.replace('?', '/stalls?')}`);
    expect(stalls).toMatchObject({ unreadable: 1 });
    expect(stalls['stalls']).toContainEqual(
      expect.objectContaining({ patient: anna, kind: 'unreadable', code: 'log-damaged' }),
    );
    expect(await get('/health/timers')).toMatchObject({ unreadable: 1 });
  });

  it('takes no new event for that patient, and everything for the others', async () => {
    const refused = await send('anna', 'anna-3');
    expect(refused.status).toBe(503);
    const problem = (await refused.json()) as { code: string; detail: string };
    expect(problem.code).toBe('log-damaged');
    expect(problem.detail).toContain(`position ${position}`);
    expect(problem.detail).not.toMatch(new RegExp(`${SECRET_WORDS}|${anna}`));
    expect((await send('bo', 'bo-2')).status).toBe(201);
    expect((await send('new', 'new-1')).status).toBe(201);
    expect(
      await (await fetch(`${server.url}/v1/patients/test%7Canna/journey`)).json(),
    ).toMatchObject({
      code: 'log-damaged',
    });
    expect((await fetch(`${server.url}/v1/patients/test%7Cbo/journey`)).status).toBe(200);
  });

  it('logs nothing of that patient, nor of the event', async () => {
    await send('anna', 'anna-5');
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join('\n')).not.toMatch(new RegExp(`${SECRET_WORDS}|${anna}`));
  });
});

describe('Commands on a log with a damaged event', () => {
  beforeEach(() => flip(`"${SECRET_WORDS}"`, SECRET_WORDS.length + 1, 'x'));

  const figure = (name: string) =>
    runStafett(
      name,
      '--pathway',
      'back-pain',
      '--as-of',
      '2026-01-20T12:00:00Z',
      '--data',
      folder.path,
    );

  it('name in the last line of a figure how many patients are missing', async () => {
    const { status, stdout, stderr } = await figure('census');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('1 patient could not be assessed and is not included');
  });

  it('refuse to replay that patient, by name, and replay the others', async () => {
    const replay = (patient: string) => runStafett('replay', patient, '--data', folder.path);
    const { status, stderr } = await replay(anna);
    expect(status).toBe(1);
    expect(stderr).toContain(`position ${position}`);
    expect(stderr).not.toContain(SECRET_WORDS);
    expect((await replay('test|bo')).status).toBe(0);
  });

  it('show the event in the log as damaged, in its place', async () => {
    const { stdout } = await runStafett('log', '--data', folder.path);
    expect(stdout).toMatch(/damaged +cannot be read: data/);
    expect(stdout).not.toContain(SECRET_WORDS);
  });

  it('reject the rows of a file that are about that patient, and import the rest', async () => {
    const file = join(folder.path, 'events.ndjson');
    const lines = [event('anna', 'anna-4'), event('bo', 'bo-4')].map((line) =>
      JSON.stringify(line),
    );
    await writeFile(file, lines.join('\n'));
    const { status, stdout } = await runStafett('import', file, '--data', folder.path);
    expect(status).toBe(3);
    expect(stdout).toContain(`position ${position}`);
    expect(
      await askStafett('log', '--limit', '1', '--backwards', '--data', folder.path),
    ).toBeDefined();
  });
});

describe('stafett log verify', () => {
  const verify = (...more: readonly string[]) =>
    runStafett('log', 'verify', '--data', folder.path, ...more);

  it('finds a log whole that is', async () => {
    const { status, stdout } = await verify('--json');
    expect(JSON.parse(stdout)).toMatchObject({ whole: true, faulty: 0, places: [], file: [] });
    expect(status).toBe(0);
  });

  it('names each place that cannot be read, and nothing of what stood there', async () => {
    await flip(`"${SECRET_WORDS}"`, SECRET_WORDS.length + 1, 'x');
    const { status, stdout } = await verify('--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ whole: false, faulty: 1, file: [] },
      places: [{ position, stream: `patient-${anna}`, fault: 'damaged', damage: 'data' }],
    });
    const page = await verify();
    expect(page.stdout).toMatch(/1 place of the log is faulty/);
    expect(page.stdout + page.stderr).not.toContain(SECRET_WORDS);
  });

  it('names an event that says something else than was recorded', async () => {
    await flip(SECRET_WORDS, 0, 'C');
    expect(JSON.parse((await verify('--json')).stdout)).toMatchObject({
      ...{ unchecked: 0, places: [{ position, fault: 'damaged', damage: 'checksum' }] },
    });
    expect((await verify()).stdout).toMatch(/its checksum does not\s+match/);
    const { stdout } = await runStafett('census', '--pathway', 'back-pain', '--data', folder.path);
    expect(stdout).toContain('1 patient could not be assessed and is not included');
  });

  it('says how many events have no checksum', async () => {
    const db = new Database(join(folder.path, 'log.db'));
    db.prepare('UPDATE events SET checksum = NULL WHERE position <= 2').run();
    db.close();
    const { status, stdout } = await verify();
    expect(stdout).toContain('2 events were recorded before events had checksums');
    expect(status).toBe(0);
  });

  it('says where the file itself is broken, whatever still can be read', async () => {
    const log = join(folder.path, 'log.db');
    const content = await readFile(log);
    content.fill(0x5a, 4_096, 4_112);
    await writeFile(log, content);
    const { status, stdout } = await verify('--json');
    expect(status).toBe(1);
    const { whole, file } = JSON.parse(stdout) as { whole: boolean; file: readonly string[] };
    expect(whole).toBe(false);
    expect(file.length).toBeGreaterThan(0);
  });
});

describe('A log with a damaged definition', () => {
  it('sets its pathway aside, and nothing else', async () => {
    await flip('title:', 0, 'T');
    const { status, stderr } = await runStafett(
      ...[
        'census',
        '--pathway',
        'back-pain',
        '--data',
        folder.path,
        '--as-of',
        '2026-01-20T12:00:00Z',
      ],
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^stafett: The event at position \d+ of the log/);
    const server = await serve(folder.path, { port: 0, clock: () => NOW });
    try {
      const body = JSON.stringify(event('bo', 'bo-3'));
      const headers = { 'content-type': 'application/cloudevents+json' };
      const sent = await fetch(`${server.url}/v1/events`, { method: 'POST', headers, body });
      expect(sent.status).toBe(201);
    } finally {
      await server.close();
    }
  });

  it.each([
    ['who holds a patient', ['custody', '--patient', 'test|bo']],
    ['what became of a patient', ['replay', 'test|bo']],
    ['what is published', ['pathway', 'list']],
  ])('is named where it is asked %s, rather than left out unseen', async (_question, words) => {
    await flip('title:', 0, 'T');
    const asked = [...words, '--data', folder.path];
    expect(await askStafett(...asked)).toMatchObject({
      unreadablePathways: ['back-pain'],
    });
    const { stdout } = await runStafett(...asked);
    expect(stdout).toContain('Definitions that cannot be read, and left out: back-pain.');
  });

  it('finds the other pathways where the list of them is damaged', async () => {
    await flip('"id":"back-pain"}', 0, 'x');
    await rm(join(folder.path, 'read-models.db'), { force: true });
    const { stdout } = await runStafett('pathway', 'list', '--data', folder.path);
    expect(stdout).toContain('back-pain');
  });
});
