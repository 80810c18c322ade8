/** `stafett import`: what it takes, what it refuses before it begins, and which files it never touches. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stafett, temporaryFolder } from './data-folder.js';

const SOURCE = 'urn:test:gp';

let folder: string;
let data: string;
let mixed: string;
beforeAll(async () => {
  folder = (await temporaryFolder()).path;
  data = path.join(folder, 'data');
  mixed = written(
    'mixed.ndjson',
    [
      event('1', 'gp|1', 'SymptomOnsetReported', '2026-01-05'),
      event('2', 'gp|2', 'SymptomOnsetReported', '2026-01-07'),
      '{"this": "is no event"}',
    ].join('\n'),
  );
  await stafett(['import', mixed, '--data', data]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

function written(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('An import', () => {
  it('with bad rows ends with 3, and again changes nothing', async () => {
    const { stdout, status } = await stafett(['import', mixed, '--data', data, '--json']);
    expect(status).toBe(3);
    const answer = JSON.parse(stdout) as { files: { repeated: number; rejects: string }[] };
    expect(answer).toMatchObject({ files: [{ accepted: 0, repeated: 2, refused: 1 }] });
    expect(readFileSync(answer.files[0]?.rejects ?? '', 'utf8')).toMatch(/"line":3/);
  });

  it('of a file that is not there ends with 1', async () => {
    const { stderr, status } = await stafett(['import', '/nowhere.xes', '--data', data]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/nowhere[.]xes/);
  });

  it.each([
    ['a file that is not there', () => ['/nowhere.xes']],
    [
      'a table without a mapping',
      () => [written('visits.csv', 'Case,Activity,Time\nA,X,2025-05-04')],
    ],
    ['a second file that is not there', () => [mixed, '/nowhere.xes']],
  ])('of %s makes no data folder', async (_what, files) => {
    const missing = path.join(folder, 'never-made');
    expect((await stafett(['import', ...files(), '--data', missing])).status).toBe(1);
    expect(existsSync(missing)).toBe(false);
  });

  it('never writes over the rejects file that it is told, nor makes one without need', async () => {
    const rejects = written('thesis.txt', 'precious');
    const args = ['import', mixed, '--data', data, '--rejects'];
    const { stderr, status } = await stafett([...args, rejects]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('thesis.txt already exists') as unknown,
    });
    expect(readFileSync(rejects, 'utf8')).toBe('precious');
    const fresh = path.join(folder, 'fresh.ndjson');
    expect((await stafett([...args, fresh])).status).toBe(3);
    expect(statSync(fresh).mode & 0o777).toBe(0o600);
    const good = written('good.ndjson', event('9', 'gp|1', 'VisitCompleted', '2026-02-01'));
    const unneeded = path.join(folder, 'unneeded.ndjson');
    await stafett(['import', good, '--data', data, '--rejects', unneeded]);
    expect(existsSync(unneeded)).toBe(false);
  });

  it('that cannot write on tells what is in the log so far', async () => {
    // A folder in the place of its rejects file, which it will not take away.
    const stuck = written('stuck.ndjson', event('10', 'gp|1', 'VisitCompleted', '2026-02-01'));
    const which = hash('sha256', stuck, 'hex').slice(0, 8);
    const rejects = path.join(data, 'rejects', `stuck.ndjson.${which}.rejects.ndjson`);
    mkdirSync(rejects, { recursive: true });
    const { stdout, stderr, status } = await stafett(['import', stuck, '--data', data]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/stuck[.]ndjson +stuck +0/);
    expect(stderr).toMatch(/Run the import again to continue from there/);
  });

  it('of a broken file names the place and keeps what stood before', async () => {
    const file = path.join(folder, 'broken.xes');
    writeFileSync(file, '<?xml version="1.0"?>\n<log>\n<trace>\n</log>\n');
    const { stderr, status } = await stafett(['import', file, '--data', data]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/broken[.]xes:4/);
  });
});
