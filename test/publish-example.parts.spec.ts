/** The example in Python, as a publisher runs it: against a real server, on good days and bad ones. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serve, type Served } from '../apps/server/serve.js';
import { finished, temporaryFolder, type Finished } from './data-folder.js';
import { idsOfSource } from './facts-of-source.js';
import { startFaultyProxy } from './faulty-proxy.js';
import { installationOf } from './test-store.js';

const IS_NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 9))';
const havePython = spawnSync('python3', ['-c', IS_NEW_ENOUGH]).status === 0;
if (!havePython)
  process.stderr.write('Skipping the example in Python: there is no python3 (3.9).\n');

const SOURCE = 'urn:example:gp';
/** More than the example sends at once. */
const VISITS = 12_000;

function visit(n: number, more: object = {}) {
  return {
    ...{ specversion: '1.0', id: `visit-${n}`, source: SOURCE, type: 'VisitCompleted.v1' },
    ...{ subject: `urn:example:gp|${n % 500}`, occurredat: '2026-03-16', ...more },
  };
}

(havePython ? describe : describe.skip)('The example in Python', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await serve(installationOf(folder.path), { port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });
  const publish = (url: string, ...files: readonly string[]): Promise<Finished> =>
    finished(spawn('python3', ['deploy/examples/publish.py', '--url', url, ...files]));
  const write = (name: string, text: string): string => {
    const file = join(folder.path, name);
    writeFileSync(file, text);
    return file;
  };
  const ids = () => idsOfSource(folder.path, SOURCE);

  it('publishes an event, and says when it was there already', async () => {
    expect(await publish(server.url)).toMatchObject({
      ...{
        status: 0,
        stderr: '',
        stdout: expect.stringMatching(/^referral-4711 accepted at \d+\n/),
      },
    });
    expect((await publish(server.url)).stdout).toMatch(/^referral-4711 repeated at \d+\n$/);
    expect(await ids()).toEqual(['referral-4711']);
  });

  it('says what was wrong with an event, and tries once', async () => {
    const proxy = await startFaultyProxy(server.url, []);
    const other = visit(0, { id: 'referral-4711', subject: 'urn:example:gp|17' });
    expect(await publish(proxy.url, write('other.json', JSON.stringify(other)))).toMatchObject({
      ...{ status: 1, stderr: '', stdout: expect.stringContaining('refused: 409 event-conflict') },
    });
    const wrong = JSON.stringify(visit(0, { data: { profesion: 'GP' } }));
    expect(await publish(proxy.url, write('wrong.json', wrong))).toMatchObject({
      ...{ status: 1, stdout: expect.stringContaining('did you mean "profession"?') },
    });
    expect(proxy.count()).toBe(2);
    proxy.close();
  });

  it('sends one event again until the answer is known', async () => {
    const proxy = await startFaultyProxy(server.url, [
      'throttled',
      'busy',
      'request-lost',
      'answer-lost',
    ]);
    const file = write('single.json', JSON.stringify(visit(1, { id: 'single' })));
    const { status, stdout, stderr } = await publish(proxy.url, file);
    proxy.close();
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^single repeated/),
    });
    expect(stderr).toContain('status 429; sending it again in 0.0 s');
    expect((await ids()).filter((id) => id === 'single')).toHaveLength(1);
  });

  it('publishes a file of any length, each line once, through lost and cut answers', async () => {
    const lines = Array.from({ length: VISITS }, (_, n) => JSON.stringify(visit(n)));
    lines[7_000] = JSON.stringify(visit(7_000, { occurredat: 'last week' }));
    const file = write('visits.ndjson', `${lines.join('\n')}\n\n`);
    const proxy = await startFaultyProxy(server.url, [
      ...(['busy', 'answer-cut', 'answer-lost', 'request-lost', 'answer-cut'] as const),
    ]);
    const { status, stdout } = await publish(proxy.url, file);
    proxy.close();
    expect(status).toBe(1);
    expect(stdout.match(/line 7001 refused: .*occurredat/g)).toHaveLength(1);
    expect(stdout).toContain(`${VISITS + 1} lines are settled, 1 of them refused`);
    const visits = (await ids()).filter((id) => id.startsWith('visit-'));
    expect(visits).toHaveLength(VISITS - 1);
    expect(new Set(visits).size).toBe(VISITS - 1);
  });

  it('gives up where sending it again does not help', async () => {
    const proxy = await startFaultyProxy(server.url, Array(9).fill('busy'));
    const { status, stderr } = await publish(proxy.url);
    proxy.close();
    expect(status).toBe(2);
    expect(stderr).toContain('Gave up: status 503');
    const empty = write('unknown.ndjson', 'x\n'.repeat(1_100));
    expect(await publish(server.url, empty)).toMatchObject({
      ...{ status: 2, stderr: expect.stringContaining('1000 lines were refused') },
    });
  });
});
