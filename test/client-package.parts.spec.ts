/** The package for TypeScript as its users have it: packed, installed into an empty folder, compiled against, and run. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serve, type Served } from '../apps/server/serve.js';
import { finished, temporaryFolder } from './data-folder.js';
import { idsOfSource } from './facts-of-source.js';
import { startFaultyProxy } from './faulty-proxy.js';
import { installationOf } from './test-store.js';

const PACKAGE = 'libs/client';
const TSC = resolve('node_modules/typescript/bin/tsc');

/** Each line that is marked would be a mistake, and the compiler says so. */
const MISTAKES = `
import { StafettClient, type CareEvent } from '@stafett/client';
const base = { id: '1', source: 'urn:x', subject: 'x|1', occurredat: '2026-03' } as const;
export const fine: CareEvent[] = [
  { ...base, type: 'PatientDied' },
  { ...base, type: 'VisitCompleted.v1', data: { profession: 'GP' } },
];
// @ts-expect-error there is no such type
export const type: CareEvent = { ...base, type: 'VisitCompletd.v1' };
// @ts-expect-error there is no such version
export const version: CareEvent = { ...base, type: 'VisitCompleted.v2' };
// @ts-expect-error there is no such field
export const field: CareEvent = { ...base, type: 'VisitCompleted.v1', data: { profesion: 'GP' } };
// @ts-expect-error it is a number
export const value: CareEvent = { ...base, type: 'VisitCompleted.v1', data: { profession: 1 } };
// @ts-expect-error a decision of the engine is not for publishers
export const decision: CareEvent = { ...base, type: 'DutyMet.v1' };
// @ts-expect-error when did it happen
export const time: CareEvent = { id: '1', source: 'urn:x', subject: 'x|1', type: 'PatientDied' };
// @ts-expect-error it is written in lower case
export const attribute: CareEvent = { ...base, type: 'PatientDied', correctionOf: '2' };
export const client = new StafettClient<{ 'DiaryKept.v1': { score: number } }>({ url: 'http://x' });
export const own = () => client.publish({ ...base, type: 'DiaryKept', data: { score: 1 } });
// @ts-expect-error its data is needed
export const without = () => client.publish({ ...base, type: 'DiaryKept' });
`;

/** Publishes 12,000 events as a stream, and prints what it was told. */
const STREAM = `
import { StafettClient } from '@stafett/client';
const client = new StafettClient({ url: process.argv[2] });
function* events() {
  for (let n = 0; n < 12_000; n += 1)
    yield {
      ...{ id: \`s\${n}\`, source: 'urn:test:stream', subject: \`urn:test|\${n % 500}\`, type: 'PatientMoved.v1' },
      ...{ occurredat: n === 7_000 ? 'last week' : '2026-03' },
    };
}
const refused = [];
let last;
for await (const answer of client.publishStream(events()))
  if (answer.status === 'refused') refused.push([answer.line, answer.event.id]);
  else if (answer.status === 'progress') last = answer;
const { through, accepted, repeated } = last;
console.log(JSON.stringify({ refused, through, recorded: accepted + repeated }));
`;

function exampleIn(page: string): string {
  const [, example = ''] = /```ts\n([^]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
  expect(example).toContain('@stafett/client');
  return example;
}

describe('The package for TypeScript', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;

  const run = async (command: string, ...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await finished(spawn(command, args, { cwd: folder.path }));
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
    return stdout;
  };
  const write = (name: string, text: string): void => writeFileSync(join(folder.path, name), text);

  beforeAll(async () => {
    [folder, data] = [await temporaryFolder(), await temporaryFolder()];
    const options = { cwd: PACKAGE, encoding: 'utf8' } as const;
    const packed = spawnSync(
      'npm',
      ['pack', '--silent', '--pack-destination', folder.path],
      options,
    );
    expect(packed).toMatchObject({ status: 0 });
    write('package.json', '{ "type": "module", "private": true }');
    const [tarball = ''] = readdirSync(folder.path).filter((file) => file.endsWith('.tgz'));
    await run('npm', 'install', '--offline', '--no-audit', '--no-fund', `./${tarball}`);
    const compilerOptions = {
      ...{ target: 'ES2022', module: 'nodenext', strict: true, exactOptionalPropertyTypes: true },
      ...{ typeRoots: [resolve('node_modules/@types')], types: ['node'], skipLibCheck: false },
    };
    write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    server = await serve(installationOf(data.path), { port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await Promise.all([folder.remove(), data.remove()]);
  });

  it('has nothing in it but what is compiled, its page, its licence and its description', () => {
    const installed = join(folder.path, 'node_modules/@stafett/client');
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    const files = readdirSync(join(installed, 'dist'));
    expect(files.filter((file) => !/^[a-z-]+(\.d\.ts|\.js)$/.test(file))).toEqual([]);
    expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toBe(readFileSync('LICENSE', 'utf8'));
  });

  it('finds mistakes when a program is compiled, and our pages have none', async () => {
    write('example.ts', exampleIn(`${PACKAGE}/README.md`));
    write('page.ts', exampleIn('docs/publishers.md'));
    write('mistakes.ts', MISTAKES);
    await run(process.execPath, TSC);
    const stdout = await run(process.execPath, 'example.js', server.url);
    const lines = stdout.trimEnd().split('\n');
    expect([lines[0], lines[1], lines[2], ...lines.slice(-2)]).toEqual([
      ...[expect.stringMatching(/^accepted \d+$/), '2 0', '5000 done', '10000 done'],
      '422 invalid-event /occurredat',
    ]);
    // The visits of the batch are the first two of the stream.
    expect(await idsOfSource(data.path, 'https://gp.example/journal')).toHaveLength(10_001);
  });

  it('publishes each event of a stream once, through lost and cut answers', async () => {
    const proxy = await startFaultyProxy(server.url, [
      ...(['busy', 'answer-cut', 'answer-lost', 'request-lost', 'answer-cut'] as const),
    ]);
    write('stream.js', STREAM);
    const said = JSON.parse(await run(process.execPath, 'stream.js', proxy.url)) as unknown;
    proxy.close();
    expect(said).toEqual({ refused: [[7_001, 's7000']], through: 12_000, recorded: 11_999 });
    const ids = await idsOfSource(data.path, 'urn:test:stream');
    expect(ids).toHaveLength(11_999);
    expect(new Set(ids).size).toBe(11_999);
  });
});
