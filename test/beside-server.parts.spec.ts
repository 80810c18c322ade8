/** Commands beside a running server do what they do without one, and neither loses what was recorded when the other dies. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '#event-store/testing';
import { run } from '../apps/cli/program.js';
import {
  askStafett,
  BACK_PAIN_PATHWAY,
  begin,
  endAll,
  finished,
  runStafett,
  startServer,
  startStafett,
  stafettProcess,
  temporaryFolder,
  type Finished,
} from './data-folder.js';

const SOURCE = 'urn:test:gp';

function cloudEvent(id: string, subject: string, type: string, time: string): string {
  return JSON.stringify({ specversion: '1.0', id, source: SOURCE, type, subject, time });
}

/** A file in which each of so many patients has an onset, a visit and a plan. */
function fileOf(path: string, patients: number): string {
  const lines = Array.from({ length: patients }, (_, n) =>
    [
      cloudEvent(`${n}-a`, `gp|${n}`, 'SymptomOnsetReported.v1', '2026-01-05T10:00:00Z'),
      cloudEvent(`${n}-b`, `gp|${n}`, 'VisitCompleted.v1', '2026-01-12T10:00:00Z'),
      cloudEvent(`${n}-c`, `gp|${n}`, 'RehabPlanAgreed.v1', '2026-01-20T10:00:00Z'),
    ].join('\n'),
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const AS_OF = ['--as-of', '2026-06-01T00:00:00Z'];
const ON = ['--pathway', 'back-pain', ...AS_OF];
const COMMANDS: readonly (readonly string[])[] = [
  ['census', ...ON, '--evidence', '3'],
  ['stalls', ...ON],
  ['timers', '--at', '2026-06-01T00:00:00Z'],
  ['outbox'],
  ['replay', 'gp|1', ...AS_OF],
  ['log', '--limit', '450'],
  ['parked', 'list'],
  ['parked', 'retry', 'gp|1', '--reason', 'x'],
  ['pathway', 'list'],
  ['pathway', 'migrate', 'back-pain', '--to', '5', '--dry-run'],
  ['projection', 'verify'],
  ['stalls', '--pathway', 'back-pian'],
  ['custody', ...ON],
  ['replay', 'gp|nobody', ...AS_OF],
  ['pathway', 'show', 'back-pain'],
  ['pathway', 'publish', '--dry-run', BACK_PAIN_PATHWAY],
  ['organisation', 'list'],
  ['projection', 'list'],
  ['waits', ...ON, '--from', 'SymptomOnsetReported', '--to', 'RehabPlanAgreed'],
  ['outcomes', ...ON, '--from', '@start', '--cause', 'PLAN=RehabPlanAgreed', '--at', '6 weeks'],
  ['flow', ...ON],
  ['queues', ...ON],
  ['outbox', 'hospital'],
  ['log', '--backwards', '--limit', '3'],
  ['log', '--stream', 'definition-back-pain'],
  ['parked', 'show', 'gp|1'],
  ['pathway', 'show', 'back-pain', '--of-version', '9'],
  ['pathway', 'migrate', 'back-pain', '--to', '9', '--author', 'a'],
];

/** Whether its page is compared, too: one that stands at the instant of asking is another each time. */
function hasPage(args: readonly string[]): boolean {
  return !args.includes('outbox') && !args.includes('--dry-run');
}

/** The instant of asking, where a command has no other. */
const NOW = /"asOf": "[^"]+"/;

describe('Every command', () => {
  const answers = new Map<string, Finished>();
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const key = (args: readonly string[]): string => args.join(' ');
  const asked = async (args: readonly string[]): Promise<Finished> => {
    const answer = await runStafett(...args, '--data', folder.path);
    return { ...answer, stdout: answer.stdout.replace(NOW, '"asOf": "now"') };
  };

  const position = async (): Promise<string> => (await asked(['pathway', 'list', '--json'])).stdout;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', folder.path);
    const file = fileOf(join(folder.path, 'events.ndjson'), 150);
    await runStafett('import', file, '--data', folder.path);
    const server = await startServer(folder.path);
    // What the server does by itself comes to an end: the answers are those of one position.
    await waitUntil('the answers of one position', async () => {
      const before = await position();
      for (const args of COMMANDS) {
        answers.set(key(args), await asked([...args, '--json']));
        if (hasPage(args)) answers.set(`page of ${key(args)}`, await asked(args));
      }
      return before === (await position());
    });
    server.process.kill('SIGTERM');
    await server.exited;
  }, 120_000);
  afterAll(() => folder.remove());

  it.each(COMMANDS.map((args) => [key(args), args] as const))(
    'answers through a server what it answers without: %s',
    async (name, args) => {
      const through = answers.get(name);
      expect(through).toEqual(await asked([...args, '--json']));
      if (hasPage(args)) expect(answers.get(`page of ${name}`)).toEqual(await asked(args));
    },
  );
});

describe('Beside a running server', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: string;
  let server: Awaited<ReturnType<typeof startServer>>;
  let file: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    data = join(folder.path, 'data');
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data);
    server = await startServer(data);
    file = fileOf(join(folder.path, 'events.ndjson'), 1_500);
  });
  afterEach(async () => {
    endAll();
    await folder.remove();
  });

  const importing = (): ReturnType<typeof startStafett> =>
    startStafett(['import', file, '--data', data, '--json']);
  const report = ({ stdout }: Finished): Record<string, unknown> =>
    (JSON.parse(stdout) as { files: [Record<string, unknown>] }).files[0];

  const post = async (id: string): Promise<number> => {
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: cloudEvent(id, `post|${id}`, 'SymptomOnsetReported.v1', '2026-02-05T10:00:00Z'),
    });
    return response.status;
  };

  /** So many events of the import are in the log by now. */
  const recorded = (atLeast: number) =>
    waitUntil(`${atLeast} events`, async () => {
      const list = ['pathway', 'list', '--data', data];
      const { position } = await askStafett<{ position: string }>(...list);
      return Number(position) > atLeast;
    });

  it('a file is imported while events are taken in, and a definition is published', async () => {
    const imported = finished(importing());
    const statuses: number[] = [];
    let done = false;
    void imported.then(() => (done = true));
    for (let n = 0; !done; n += 1) statuses.push(await post(String(n)));
    expect(await imported).toMatchObject({ status: 0 });
    expect(report(await imported)).toMatchObject({ events: 4_500, accepted: 4_500, refused: 0 });
    expect(statuses.length).toBeGreaterThan(10);
    expect(new Set(statuses)).toEqual(new Set([201]));
    const published = await stafettProcess([
      'pathway',
      'publish',
      'deploy/pathways/fi-back-pain.yaml',
      '--data',
      data,
    ]);
    expect(published).toMatchObject({ status: 0, stderr: '' });
    const census = await askStafett<{ started: number }>(
      ...['census', '--pathway', 'back-pain'],
      '--data',
      data,
    );
    expect(census.started).toBe(1_500 + statuses.length);
  }, 60_000);

  it('a figure has what was recorded just before', async () => {
    for (let n = 1; n <= 5; n += 1) {
      expect(await post(String(n))).toBe(201);
      const args = ['census', '--pathway', 'back-pain', '--data', data];
      expect(await askStafett<{ started: number }>(...args)).toMatchObject({ started: n });
    }
  });

  it('an import that is killed goes on where it was', async () => {
    const killed = importing();
    await recorded(1_000);
    killed.kill('SIGKILL');
    const again = report(await finished(importing()));
    expect(again).toMatchObject({ events: 4_500, refused: 0 });
    expect(again['repeated']).toBeGreaterThan(500);
    expect(Number(again['accepted']) + Number(again['repeated'])).toBe(4_500);
  }, 60_000);

  it('an import whose server is killed says so, and goes on in the folder or through the next server', async () => {
    const cut = finished(importing());
    await recorded(1_000);
    server.process.kill('SIGKILL');
    const { status, stderr, stdout } = await cut;
    expect(status).toBe(1);
    expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: 'server-gone', message: 'The server stopped before it had answered.' },
    });
    const before = Number(report({ status, stderr, stdout })['accepted']);
    await server.exited;
    expect(existsSync(join(data, 'stafett.sock'))).toBe(true);
    const [half = ''] = (await askStafett<{ position: string }>('pathway', 'list', '--data', data))
      .position;
    expect(half).not.toBe('');
    const next = await startServer(data);
    const again = report(await finished(importing()));
    expect(Number(again['repeated'])).toBeGreaterThanOrEqual(before);
    expect(Number(again['accepted']) + Number(again['repeated'])).toBe(4_500);
    next.process.kill('SIGTERM');
    expect(await next.exited).toBe(0);
    expect(report(await finished(importing()))).toMatchObject({ accepted: 0, repeated: 4_500 });
  }, 60_000);

  it('nobody else can use the socket, and nothing that it takes is at the doors', async () => {
    expect(statSync(join(data, 'stafett.sock')).mode & 0o777).toBe(0o600);
    const door = await fetch(`${server.url}/secret`, { method: 'POST', body: '{}' });
    expect(door.status).toBe(404);
  });

  it('a server that is stopped takes its socket away, and answers the import that is under way', async () => {
    const cut = finished(importing());
    await recorded(1_000);
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(existsSync(join(data, 'stafett.sock'))).toBe(false);
    expect((await cut).stderr).toContain('server-gone');
    expect(report(await finished(importing()))).toMatchObject({ events: 4_500, refused: 0 });
  }, 60_000);
});

describe('A folder that lies deep', () => {
  it('has a socket all the same', async () => {
    const folder = await temporaryFolder();
    const data = join(folder.path, 'a-long-name-of-a-folder/'.repeat(8), 'data');
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data);
    const server = begin(run, ['serve', '--port', '0', '--data', data]);
    await server.printed(/(http:\/\/\S+)[.] Press/);
    const again = await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data);
    expect(again).toMatchObject({ status: 0, stderr: '' });
    server.stop();
    expect((await server.finished).status).toBe(0);
    await folder.remove();
  });
});
