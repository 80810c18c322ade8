/** The command line on a folder with data: answers, refusals, exit codes, what goes where. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  endAll,
  finished,
  LAUNCHER,
  printedBy,
  stafett,
  stafettProcess,
  start,
  temporaryFolder,
} from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

const DEFINITION = path.resolve('test/pathways/back-pain.yaml');
const ESCAPE = String.fromCharCode(27);
const SOURCE = 'urn:test:gp';

let folder: string;
let data: string;
beforeAll(async () => {
  folder = (await temporaryFolder()).path;
  data = path.join(folder, 'data');
  await stafett(['pathway', 'publish', DEFINITION, '--data', data]);
  await stafett(['import', events(), '--data', data]);
});
afterAll(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

function event(id: string, subject: string, type: string, occurredat: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: SOURCE,
    type,
    subject,
    occurredat,
    data: {},
  });
}

/** Two patients: one planned in time, one still waiting; one line that is no event. */
function events(): string {
  const file = path.join(folder, 'events.ndjson');
  const lines = [
    event('1', 'gp|1', 'SymptomOnsetReported', '2026-01-05'),
    event('2', 'gp|1', 'RehabPlanAgreed', '2026-01-20T10:00:00+02:00'),
    event('3', 'gp|2', 'SymptomOnsetReported', '2026-01-07'),
    '{"this": "is no event"}',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const WAITS = ['waits', '--pathway', 'back-pain', '--from', 'SymptomOnsetReported'];

describe('A question that cannot be answered', () => {
  it('about an unknown pathway names those there are', async () => {
    const { stderr, status } = await stafett(['census', '--pathway', 'back', '--data', data]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/no pathway called back. Known: back-pain/);
  });

  it.each([
    ['figure', ['stalls', '--pathway', 'back-pian']],
    ['replay', ['replay', 'gp|1', '--pathway', 'back-pian']],
    ['definition', ['pathway', 'show', 'back-pian']],
    ['migration', ['pathway', 'migrate', 'back-pian', '--to', '1', '--author', 'a']],
    ['dry run', ['pathway', 'migrate', 'back-pian', '--to', '1', '--dry-run']],
  ])('about a misspelt pathway names the nearest: a %s', async (_what, args) => {
    const { stderr, stdout, status } = await stafett([...args, '--data', data, '--json']);
    expect([status, stdout]).toEqual([1, '']);
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    expect(error).toMatchObject({
      code: 'unknown-pathway',
      message: expect.stringContaining('Did you mean back-pain?') as unknown,
    });
  });

  it('about a misspelt stream or service names the nearest', async () => {
    for (const json of [[], ['--json']]) {
      const log = await stafett([
        'log',
        '--stream',
        'definition-back-pian',
        '--data',
        data,
        ...json,
      ]);
      expect([log.status, log.stdout]).toEqual([1, '']);
      expect(log.stderr).toContain('There is no such stream. Did you mean definition-back-pain?');
      const outbox = await stafett(['outbox', 'primary-cair', '--data', data, ...json]);
      expect([outbox.status, outbox.stdout]).toEqual([1, '']);
      expect(outbox.stderr).toContain('Did you mean primary-care?');
    }
    const none = await stafett(['outbox', 'primary-care', '--data', data, '--json']);
    expect(JSON.parse(none.stdout)).toMatchObject({ total: 0 });
    const beyond = ['log', '--stream', 'definition-back-pain', '--from', '90', '--data', data];
    expect(await stafett(beyond)).toMatchObject({ status: 0, stderr: '' });
  });

  it('about a misspelt type names the nearest', async () => {
    const { stderr, status } = await stafett([...WAITS, '--to', 'RehabPlanAgred', '--data', data]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Did you mean RehabPlanAgreed/);
  });

  it('about a folder that is not there makes none', async () => {
    const missing = path.join(folder, 'missing');
    const { stderr, status } = await stafett([
      'stalls',
      '--pathway',
      'x',
      '--data',
      missing,
      '--json',
    ]);
    expect(status).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'data-missing' } });
    expect(existsSync(missing)).toBe(false);
  });

  it('about an unknown patient repeats neither an identifier nor a pseudonym', async () => {
    const { stderr, status } = await stafett(['replay', 'gp|010190-1234', '--data', data]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Nothing is recorded for this patient in this log/);
    expect(stderr).not.toMatch(/010190|\bp[a-z2-7]{26}\b/);
  });
});

describe('A wait from @start', () => {
  it.each([
    ['--from', '@start'],
    ['--from', '@start', '--from', '@start'],
  ])('beside another beginning is a wrong command line (%s %s)', async (...more) => {
    const args = [...WAITS, ...more, '--to', 'RehabPlanAgreed', '--data', data];
    const { stderr, status } = await stafett(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/@start alone/);
  });
});

describe('An answer', () => {
  it('is JSON alone on standard output with --json', async () => {
    const { stdout, stderr, status } = await stafett([
      ...WAITS,
      '--to',
      'RehabPlanAgreed',
      '--within',
      '6 weeks',
      '--data',
      data,
      '--json',
    ]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      n: 2,
      events: 1,
      censored: 1,
      within: { met: 1, late: 0 },
      position: expect.stringMatching(/^\d+$/),
      definition: { id: 'back-pain', version: 5 },
    });
  });

  it('is a sentence and a table without, and names its position', async () => {
    const { stdout } = await stafett([...WAITS, '--to', 'RehabPlanAgreed', '--data', data]);
    expect(stdout).toMatch(/1 of 2 have not got there/);
    expect(stdout).toMatch(/At position \d+; back-pain version 5/);
  });

  it('has no colour where no terminal is, and none of NO_COLOR', async () => {
    for (const env of [{}, { NO_COLOR: '1' }]) {
      const { stdout, stderr } = await stafettProcess(
        ['stalls', '--pathway', 'back-pain', '--data', data, '--wide'],
        env,
      );
      expect(stdout).toMatch(/Rehabilitation planned/);
      expect(`${stdout}${stderr}`).not.toContain(ESCAPE);
    }
  });

  it('takes its folder from the environment too', async () => {
    const { stdout } = await stafettProcess(['pathway', 'list', '--wide'], { STAFETT_DATA: data });
    expect(stdout).toMatch(/back-pain +\d+ +1 /);
  });

  it('ends quietly when its reader went away', async () => {
    const long = path.join(folder, 'long');
    const file = path.join(folder, 'long.ndjson');
    const visits = Array.from({ length: 3_000 }, (_, n) =>
      event(`v${n}`, `gp|${n % 50}`, 'VisitCompleted', '2026-02-01'),
    );
    writeFileSync(file, visits.join('\n'));
    await stafett(['import', file, '--data', long]);
    const log = `"${process.execPath}" "${LAUNCHER}" log --json --limit 100000 --data "${long}"`;
    const pipe = `{ ${log}; echo "ended with $?" >&2; } | head -n 1`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', pipe]);
    expect({ lines: stdout.split('\n').length, stderr }).toEqual({
      lines: 2,
      stderr: 'ended with 0\n',
    });
  });

  it('about a patient lists events, duties and decisions with their positions', async () => {
    const { stdout } = await stafett(['replay', 'gp|1', '--data', data, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      definition: { id: 'back-pain' },
      stage: 'rehabilitation',
      holder: 'rehabilitation',
      duties: [{ duty: 'rehabilitation-planned', state: 'met' }],
      events: [
        { type: 'SymptomOnsetReported.v1', position: expect.any(String) },
        { type: 'RehabPlanAgreed.v1', position: expect.any(String) },
      ],
    });
  });

  it('about a patient can leave out what had not happened', async () => {
    const asOf = ['--as-of', '2026-01-10T12:00:00+02:00'];
    const { stdout } = await stafett(['replay', 'gp|1', ...asOf, '--data', data]);
    expect(stdout).toMatch(/In stage First care/);
    expect(stdout).not.toMatch(/RehabPlanAgreed.v1/);
  });
});

describe('The log', () => {
  it('is printed one event a line with --json, both ways', async () => {
    const lines = async (...args: string[]): Promise<string[]> =>
      (await stafett(['log', '--json', '--data', data, ...args])).stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { position: string }).position);
    const forwards = await lines();
    expect(forwards.length).toBeGreaterThanOrEqual(5);
    expect(await lines('--backwards')).toEqual(forwards.toReversed());
    expect(await lines('--from', String(forwards[1]), '--limit', '2')).toEqual(
      forwards.slice(2, 4),
    );
  });

  it('offers a cursor to go on from, in either direction and within a stream', async () => {
    const page = async (...args: string[]): Promise<{ rows: string[]; cursor: string }> => {
      const { stdout } = await stafett(['log', '--data', data, '--limit', '1', ...args]);
      const [, cursor = ''] = /continue with --from (\S+)$/m.exec(stdout) ?? [];
      // Columns are as wide as what stands in them.
      const rows = stdout.match(/^ *\d+ +\d{4}-.*$/gm) ?? [];
      return { rows: rows.map((row) => row.replaceAll(/ +/g, ' ')), cursor };
    };
    for (const query of [[], ['--backwards'], ['--stream', 'definition-back-pain']]) {
      const first = await page(...query);
      expect(first.cursor).toMatch(/^\d+[.][\w-]{32}$/);
      const second = await page(...query, '--from', first.cursor);
      expect([...first.rows, ...second.rows]).toEqual((await page(...query, '--limit', '2')).rows);
    }
  });

  it('gives each event with --json the cursor that goes on after it', async () => {
    const read = async (...args: string[]): Promise<{ cursor: string; position: string }[]> => {
      const { stdout } = await stafett(['log', '--json', '--data', data, ...args]);
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { cursor: string; position: string });
    };
    const [first, second] = await read('--limit', '2');
    expect(first?.cursor).toMatch(/^\d+[.][\w-]{32}$/);
    expect(await read('--limit', '1', '--from', first?.cursor ?? '')).toEqual([second]);
  });

  it('ends before the first event of a stream, read backwards', async () => {
    const backwards = ['log', '--stream', 'definition-back-pain', '--backwards', '--data', data];
    const all = (await stafett([...backwards, '--json'])).stdout.trim().split('\n').length;
    const { stdout } = await stafett([...backwards, '--limit', String(all)]);
    const [, cursor = ''] = /--from (\S+)$/m.exec(stdout) ?? [];
    const beyond = await stafett([...backwards, '--from', cursor]);
    expect(beyond).toMatchObject({ status: 0, stdout: expect.stringContaining('no events') });
  });

  it('refuses a cursor of another log, and one of another stream', async () => {
    const cursorIn = async (folder: string): Promise<string> => {
      const { stdout } = await stafett(['log', '--data', folder, '--limit', '1']);
      return /--from (\S+)$/m.exec(stdout)?.[1] ?? '';
    };
    const other = `${data}-of-others`;
    await stafett(['pathway', 'publish', DEFINITION, '--data', other]);
    const lost = ['log', '--from', await cursorIn(other), '--data', data];
    expect(await stafett(lost)).toMatchObject({
      ...{ status: 1, stderr: expect.stringContaining('restored from a backup') },
    });
    const foreign = ['--stream', 'definitions', '--from', await cursorIn(data), '--data', data];
    expect(await stafett(['log', ...foreign])).toMatchObject({
      ...{ status: 1, stderr: expect.stringContaining('not one of this stream') },
    });
  });

  it('can be read stream by stream', async () => {
    const { stdout } = await stafett(['log', '--stream', 'definition-back-pain', '--data', data]);
    expect(stdout).toMatch(/PathwayPublished.v1/);
    expect(stdout).toContain('recorded, UTC');
    expect(stdout).not.toMatch(/SymptomOnsetReported/);
  });
});

describe('Publishing a definition', () => {
  it('again with the same content changes nothing', async () => {
    const { stdout, status } = await stafett([
      'pathway',
      'publish',
      DEFINITION,
      '--data',
      data,
      '--json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'repeated', id: 'back-pain', version: 5 });
  });

  it('again with other content under the same version is refused', async () => {
    const file = path.join(folder, 'other.yaml');
    writeFileSync(file, `${readFileSync(DEFINITION, 'utf8')}\n# another comment\n`);
    const { stderr, status } = await stafett(['pathway', 'publish', file, '--data', data]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/version: 6/);
  });

  it('with mistakes shows each where an editor can jump to it', async () => {
    const file = path.join(folder, 'wrong.yaml');
    writeFileSync(
      file,
      readFileSync(DEFINITION, 'utf8').replace('within: 6 weeks', 'within: 6 wekks'),
    );
    const { stderr, status } = await stafett(['pathway', 'publish', file, '--data', data]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/wrong[.]yaml:\d+:\d+: error: duties\[0\][.]within: .*\[[a-z-]+\]$/m);
  });
});

describe('A server', () => {
  itInParts('takes commands beside it, and ends well when asked', async () => {
    const server = start(LAUNCHER, ['serve', '--port', '0', '--data', data]);
    const ended = finished(server);
    const url = await printedBy(server, /on (http:\/\/\S+)[.] Press Ctrl-C/);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);

    const writer = await stafett(['pathway', 'publish', DEFINITION, '--data', data]);
    expect(writer).toMatchObject({ status: 0, stderr: '' });

    const report = await stafett(['census', '--pathway', 'back-pain', '--data', data, '--json']);
    expect(JSON.parse(report.stdout)).toMatchObject({ started: 2 });

    server.kill('SIGTERM');
    expect((await ended).status).toBe(0);
  });
});
