/** The directory of organisations as its users fill and ask it: on the command line, beside a server, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  askStafett,
  endAll,
  runStafett,
  startServer,
  temporaryFolder,
  type Finished,
} from './data-folder.js';

const EXAMPLE = resolve('deploy/organisations/example.csv');
const MUNICIPALITIES = 357;
const HOSPITALS = 30;

interface Listed {
  readonly total: number;
  readonly organisations: readonly { readonly id: string; readonly municipalities: string[] }[];
}

/** Made up: every municipality rehabilitates its residents; hospitals are chosen by referral. */
function regionFile(): string {
  const rows = Array.from({ length: MUNICIPALITIES }, (_, n) => {
    const number = String(1_000 + n);
    return `m-${number},Kommune ${number},municipality,municipal,${number},rehabilitation coordinator`;
  });
  const hospitals = Array.from(
    { length: HOSPITALS },
    (_, n) => `h-${n},Sykehus ${n},hospital,specialist,,hospital`,
  );
  return ['id,name,kind,level,municipalities,services', ...rows, ...hospitals, ''].join('\n');
}

describe('The directory of organisations', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: string;
  const organisation = (...args: readonly string[]): Promise<Finished> =>
    runStafett('organisation', ...args, '--data', data);
  const fileOf = (name: string, content: string): string => {
    const file = join(folder.path, name);
    writeFileSync(file, content);
    return file;
  };
  const listed = (...args: readonly string[]): Promise<Listed> =>
    askStafett('organisation', 'list', ...args, '--data', data);

  beforeAll(async () => {
    folder = await temporaryFolder();
    data = join(folder.path, 'data');
  });
  afterAll(async () => {
    endAll();
    await folder.remove();
  });

  it('names every fault of a file with its row and column, and records nothing of it', async () => {
    const file = fileOf(
      'wrong.csv',
      'id,name,kind,level,no-orgnr,replacedBy\na,A,x,other,123456789,\nB,B,x,region,,\nc,C,x\n',
    );
    const { status, stderr, stdout } = await organisation('import', file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('wrong.csv has 4 problems; nothing was recorded:');
    expect(stderr).toMatch(/wrong\.csv:2: no-orgnr: expected a Norwegian organisation number/);
    expect(stderr).toMatch(/wrong\.csv:3: id: .*\n.*wrong\.csv:3: level: expected one of/);
    expect(stderr).toMatch(/wrong\.csv:4: the row has 3 cells where the header has 6/);
    expect(existsSync(data)).toBe(false);
    const asJson = await organisation('import', file, '--json');
    expect(JSON.parse(asJson.stderr)).toMatchObject({
      error: { code: 'invalid', problems: [{ row: 2, column: 'no-orgnr' }, {}, {}, { row: 4 }] },
    });
  });

  it('says what an import would record, also before there is a log', async () => {
    const { status, stdout } = await organisation('import', EXAMPLE, '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('Would record 8 versions: 7 new organisations, 1 new version.');
    expect(stdout).toContain('This was a dry run: nothing was recorded.');
    expect(existsSync(data)).toBe(false);
  });

  it('takes the table that the guide shows', async () => {
    const guide = readFileSync('docs/organisations.md', 'utf8');
    const [, table = ''] = /```csv\n(.*?)```/s.exec(guide) ?? [];
    const { stdout } = await organisation('import', fileOf('guide.csv', table), '--dry-run');
    expect(stdout).toContain('Would record 3 versions: 3 new organisations.');
  });

  it('takes a region of 357 municipalities and 30 hospitals from one file, once', async () => {
    const file = fileOf('region.csv', regionFile());
    const { status, stdout } = await organisation('import', file, '--author', 'A. Berg');
    expect(status).toBe(0);
    expect(stdout).toContain('Recorded 387 versions: 387 new organisations.');
    const again = await organisation('import', file);
    expect(again.stdout).toContain('Nothing changed. 387 versions known already.');
    expect((await listed('--kind', 'hospital')).total).toBe(HOSPITALS);
    const { organisations } = await listed('--service', 'rehabilitation', '--municipality', '1200');
    expect(organisations.map(({ id }) => id)).toEqual(['m-1200']);
    expect((await organisation('list')).stdout).toMatch(/Showing the first 20 of 387/);
  });

  it('takes two municipalities that were merged, and leads from each to what became of it', async () => {
    const merged = [
      'id,name,kind,level,municipalities,services,validFrom,validTo,replacedBy',
      'm-1000,Kommune 1000,municipality,municipal,1000,rehabilitation coordinator,,2025-12-31,m-both',
      'm-1001,Kommune 1001,municipality,municipal,1001,rehabilitation coordinator,,2025-12-31,m-both',
      'm-both,Begge,municipality,municipal,1999,rehabilitation coordinator,2026-01-01,,',
    ];
    const file = fileOf('merged.csv', `${merged.join('\n')}\n`);
    const dry = await organisation('import', file, '--dry-run');
    expect(dry.stdout).toContain('Would record 3 versions: 1 new organisation, 2 corrections.');
    expect((await organisation('import', file, '--reason', 'merged')).status).toBe(0);
    expect((await listed('--kind', 'municipality', '--at', '2026-01-01')).total).toBe(356);
    expect((await listed('--kind', 'municipality', '--at', '2025-12-31')).total).toBe(357);
    const { stdout } = await organisation('show', 'm-1000', '--at', '2026-01-01');
    expect(stdout).toContain('recorded; times in ');
    expect(stdout).toContain('Does not exist on 2026-01-01. In its place: Begge (m-both).');
    expect(stdout).toMatch(/by A\. Berg: from region\.csv \(position \d+, corrected since\)/);
    const both = await organisation('show', 'm-both', '--at', '2026-01-01');
    expect(both.stdout).toContain('In the place of Kommune 1000 (m-1000), Kommune 1001 (m-1001).');
  });

  it('can be listed, edited and imported again', async () => {
    const { stdout } = await organisation('list', '--json');
    const same = await organisation('import', fileOf('same.json', stdout));
    expect(same.stdout).toMatch(/^Nothing changed\./);
    const edited = stdout.replace('"Sykehus 7"', '"Universitetssykehuset"');
    const { stdout: after } = await organisation('import', fileOf('edited.json', edited));
    expect(after).toMatch(/Recorded 1 version: 1 correction\./);
    const wrong = stdout.replace('"level": "specialist"', '"level": "county"');
    const { stderr } = await organisation('import', fileOf('wrong.json', wrong));
    expect(stderr).toMatch(/wrong\.json, organisation \d+: level: expected one of/);
  });

  it('names what was probably meant where nothing is known', async () => {
    const unknown = await organisation('show', 'm-10000');
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toMatch(/No organisation "m-10000" is known\. Did you mean m-1000\?/);
    expect((await organisation('list', '--kind', 'hospitl')).stderr).toMatch(
      /Did you mean hospital/,
    );
    expect((await organisation('list', '--at', '2026')).status).toBe(2);
  });

  describe('of a running server', () => {
    let url: string;
    beforeAll(async () => {
      ({ url } = await startServer(data));
    }, 60_000);
    const get = async (path: string): Promise<{ status: number; body: unknown }> => {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.json() };
    };

    it('is filled and asked through it', async () => {
      const { stdout } = await organisation('import', EXAMPLE);
      expect(stdout).toContain('Recorded 8 versions');
      expect((await listed('--kind', 'gp-practice')).organisations).toMatchObject([
        { id: 'storvik-gp' },
      ]);
      const dry = await organisation('import', EXAMPLE, '--dry-run');
      expect(dry.stdout).toContain('Nothing would change. 8 versions known already.');
    });

    it('is answered over HTTP', async () => {
      const path = '/v1/organisations?service=coordinator&municipality=9911&at=2026-01-01';
      expect(await get(path)).toMatchObject({
        status: 200,
        body: { at: '2026-01-01', total: 1, organisations: [{ id: 'fjordby' }] },
      });
      const past = await get('/v1/organisations?kind=gp-practice&knownAt=2020-01-01T00:00:00Z');
      expect(past.body).toMatchObject({ total: 0 });
      const shown = await get(`/v1/organisations/${encodeURIComponent('no-kommune|9901')}`);
      expect(shown.body).toMatchObject({ id: 'storvik', predecessors: ['nordvik', 'sorvik'] });
      expect(await get('/v1/organisations/stovik')).toMatchObject({
        status: 404,
        body: { code: 'unknown-organisation', detail: expect.stringContaining('storvik') },
      });
      expect(await get('/v1/organisations?at=2026')).toMatchObject({ status: 400 });
      expect(await get('/v1/organisations?sevice=hospital')).toMatchObject({ status: 400 });
    });
  });
});
