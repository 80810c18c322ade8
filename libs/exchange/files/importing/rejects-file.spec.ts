/** The rejects file of an import: what stands in it, who may read it, and that nothing else is touched. */
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FactsInMemory, fileWith, SECRET } from '../facts/facts-in-memory.spec.support.js';
import type { ImportReport } from './import-options.js';
import { MAPPING, run, xes } from './import-run.spec.support.js';
import { pseudonymOf } from '../../identity/pseudonym.js';

describe('What an import cannot take', () => {
  it('goes to a file that only its owner may read, and the rest is imported', async () => {
    const sink = new FactsInMemory();
    const file = fileWith(
      'Case,Activity,Time\nA,X,2025-05-04\nA,Y\nB,Z,noon\nB,Z,2025-05-04\n',
      'ward.csv',
    );
    const report = await run(sink, file, { mapping: MAPPING });
    expect(report).toMatchObject({
      events: 4,
      accepted: 2,
      refused: 2,
      rejects: `${file}.rejects.ndjson`,
    });
    expect(report.examples.map(({ line }) => line)).toEqual([3, 4]);
    expect(statSync(report.rejects ?? '').mode & 0o777).toBe(0o600);
    expect(readRejects(report)).toEqual([
      {
        file,
        line: 3,
        reason: 'the row has 2 cells where the header has 3',
        faults: [],
        row: ['A', 'Y'],
      },
      {
        file,
        line: 4,
        reason: 'Time: "noon" is not an ISO 8601 date or time',
        faults: [],
        row: ['B', 'Z', 'noon'],
      },
    ]);
  });

  it('is what the sink refuses, too, with where it stood', async () => {
    const sink = new FactsInMemory();
    const file = fileWith(xes(2), 'ward.xes');
    await run(sink, file);
    const report = await run(sink, file, { mapping: 'types: { Y: Renamed }' });
    expect(report).toMatchObject({ repeated: 4, refused: 2 });
    const patient = pseudonymOf(SECRET, 'ward', 'case 0');
    expect(readRejects(report)[0]).toEqual({
      file,
      line: 3,
      reason: 'the same id with other content /type differs.',
      faults: [{ path: '/type', message: 'differs' }],
      patient,
      id: expect.stringMatching(`^${patient}/c`) as unknown,
      type: 'Renamed',
    });
  });

  it('is found in whichever batch it went', async () => {
    const sink = new FactsInMemory();
    const mapping = `${MAPPING}id: Id`;
    const rows = Array.from({ length: 1_200 }, (_, n) => `A,X${n},2025-05-04,${n}\n`);
    const file = fileWith(`Case,Activity,Time,Id\n${rows.join('')}`, 'ward.csv');
    await run(sink, file, { mapping });
    rows[700] = 'A,Changed,2025-05-04,700\n';
    writeFileSync(file, `Case,Activity,Time,Id\n${rows.join('')}`);
    const report = await run(sink, file, { mapping });
    expect(readRejects(report)).toMatchObject([{ line: 702, type: 'Changed' }]);
  });

  it('leaves no file when there is nothing, not even an earlier one', async () => {
    const sink = new FactsInMemory();
    const file = fileWith('Case,Activity,Time\nA,X\n', 'ward.csv');
    const rejects = (await run(sink, file, { mapping: MAPPING })).rejects ?? '';
    expect(existsSync(rejects)).toBe(true);
    writeFileSync(file, 'Case,Activity,Time\nA,X,2025-05-04\n');
    expect(await run(sink, file, { mapping: MAPPING })).not.toHaveProperty('rejects');
    expect(existsSync(rejects)).toBe(false);
  });

  it('never goes over a file that was there already', async () => {
    const sink = new FactsInMemory();
    const file = fileWith('Case,Activity,Time\nA,X\n', 'ward.csv');
    const precious = fileWith('precious', 'thesis.txt');
    const link = `${precious}.link`;
    symlinkSync('/no/such/file', link);
    for (const rejects of [precious, link]) {
      const named = { mapping: MAPPING, rejects, replaceRejects: false };
      await expect(run(sink, file, named)).rejects.toMatchObject({ code: 'rejects-exist' });
    }
    expect(readFileSync(precious, 'utf8')).toBe('precious');
  });

  it('of an earlier import stays where this one is refused, and goes where it begins', async () => {
    const sink = new FactsInMemory();
    const file = fileWith('Case,Activity,Time\nA,X\n', 'ward.csv');
    const { rejects = '' } = await run(sink, file, { mapping: MAPPING });
    // The first is seen before the file is read, the second in its header.
    const otherColumn = MAPPING.replace('Case', 'Patient');
    for (const more of [{ mapping: 'case: A' }, { mapping: otherColumn }, {}]) {
      await expect(run(sink, file, more)).rejects.toThrow();
      expect(existsSync(rejects)).toBe(true);
    }
    writeFileSync(file, 'Case,Activity,Time\n');
    // A header alone is no row.
    expect(await run(sink, file, { mapping: MAPPING })).toMatchObject({ events: 0 });
    expect(existsSync(rejects)).toBe(false);
  });

  function readRejects({ rejects = '' }: ImportReport): unknown[] {
    const lines = readFileSync(rejects, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as unknown);
  }
});
