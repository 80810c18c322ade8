/** Rows of many cases, gathered by patient and counted. */
import { describe, expect, it } from '@jest/globals';
import { MalformedFile } from '../source/malformed-file.js';
import { ImportBatch, type BatchRow } from './import-batch.js';

function row(caseName: string, line: number): BatchRow {
  const fact = {
    ...{ id: String(line), source: 's', type: 'VisitCompleted', version: 1 },
    ...{ occurredAt: '2026-01-05', data: {} },
  };
  return { patient: `patient of ${caseName}`, caseName, fact, line, characters: 10 };
}

describe('An import batch', () => {
  it('counts each case once over the whole file, where its first row stands', () => {
    const batch = new ImportBatch();
    batch.add(row('a', 1));
    batch.add(row('b', 2));
    batch.add(row('a', 3));
    expect(batch.take()).toMatchObject({ cases: 2, groups: [{ lines: [1, 3] }, { lines: [2] }] });
    batch.add(row('b', 4));
    batch.add(row('c', 5));
    expect(batch.take()).toMatchObject({ cases: 1 });
    expect(batch.isEmpty).toBe(true);
  });

  it('ends at more cases than it may remember, and keeps what came before', () => {
    const batch = new ImportBatch(2);
    batch.add(row('a', 1));
    batch.add(row('b', 2));
    batch.add(row('b', 3));
    expect(() => batch.add(row('c', 4))).toThrow(MalformedFile);
    expect(batch.take()).toMatchObject({ cases: 2, groups: [{ lines: [1] }, { lines: [2, 3] }] });
  });
});
