/** The zone of the machine plays no part in what a log says, nor in what is asked of it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stafettProcess, temporaryFolder } from './data-folder.js';

const ROWS = [
  ...['A,Referred,2026-03-01T10:00:00Z', 'A,Seen,2026-03-01T23:30:00', 'A,Called,'],
  'A,Treated,2026-03-02T08:00:00+01:00',
];
const MAPPING = 'case: case\ntype: activity\ntime: time\n';

const folders: Awaited<ReturnType<typeof temporaryFolder>>[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => folder.remove())));

/** What became of the file, and what the log and a journey as of between two events say. */
async function importedIn(TZ: string, ...zone: readonly string[]) {
  const folder = await temporaryFolder();
  folders.push(folder);
  const stafett = async (...args: readonly string[]): Promise<string> =>
    (await stafettProcess([...args, '--data', folder.path, '--json'], { TZ })).stdout;
  const [file, mapping] = [join(folder.path, 'ward.csv'), join(folder.path, 'ward.yaml')];
  await writeFile(file, `case,activity,time\n${ROWS.join('\n')}\n`);
  await writeFile(mapping, MAPPING);
  const asked = ['--pathway', 'ward', '--map', mapping, '--log', 'ward', ...zone];
  const report = JSON.parse(await stafett('import', file, ...asked)) as unknown;
  const log = (await stafett('log')).trimEnd().split('\n');
  const facts = log
    .map((line) => JSON.parse(line) as { type: string; metadata: { at?: string } })
    .filter(({ metadata }) => metadata.at !== undefined)
    .map(({ type, metadata }) => [type, metadata.at]);
  const census = await stafett('census', '--pathway', 'ward', '--as-of', '2026-03-01');
  const { started, asOf, lastEventCounts } = JSON.parse(census) as Record<string, unknown>;
  return { report: JSON.stringify(report), facts, census: { started, asOf, lastEventCounts } };
}

const HOSTS = ['UTC', 'Europe/Stockholm', 'Asia/Kathmandu'];

describe('A file that is imported on machines in several zones', () => {
  it('is the same log, and the same figure as of a day, where the file is said to be in a zone', async () => {
    const [first, ...others] = await Promise.all(
      HOSTS.map((host) => importedIn(host, '--zone', 'Europe/Stockholm')),
    );
    expect(first?.facts.map(([, at]) => at)).toContain('2026-03-01T23:30:00+01:00');
    expect(first?.census).toMatchObject({ started: 1, lastEventCounts: { Seen: 1 } });
    for (const { facts, census } of others)
      expect({ facts, census }).toEqual({ facts: first?.facts, census: first?.census });
  });

  it('is refused row by row where a time has no offset and nobody says which zone', async () => {
    const { report, facts } = await importedIn('Europe/Stockholm');
    expect(facts).toHaveLength(2);
    expect(report).toMatch(/no UTC offset/);
    expect(report).toMatch(/time is empty/);
  });
});
