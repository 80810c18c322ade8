/** Mapping files: what they may say, and where their mistakes are shown. */
import { describe, expect, it } from '@jest/globals';
import { ImportRefused, type MappingProblem } from '../source/import-refused.js';
import { readMapping, type MappedFormat } from './mapping.js';

const problemsOf = (yaml: string, format: MappedFormat = 'csv'): readonly MappingProblem[] => {
  try {
    readMapping(yaml, format);
  } catch (error) {
    if (error instanceof ImportRefused) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('A mapping file', () => {
  it('is read as it is written', () => {
    expect(readMapping('case: A\ntype: B\ntime: C\ntypes: { x: ReferralSent }', 'csv')).toEqual({
      case: 'A',
      type: 'B',
      time: 'C',
      types: { x: 'ReferralSent' },
    });
    expect(readMapping('types: { x: ReferralSent }', 'xes')).toEqual({
      types: { x: 'ReferralSent' },
    });
  });

  it('is told where a key is not known, and which was meant', () => {
    expect(problemsOf('case: A\ntype: B\nTimes: C\ntime: { colum: C }\n')).toEqual([
      { line: 3, column: 1, message: 'there is no key "Times" here; did you mean time?' },
      { line: 4, column: 7, message: 'the key column is missing' },
      { line: 4, column: 9, message: 'there is no key "colum" here; did you mean column?' },
    ]);
  });

  it('is told where a value is of the wrong form', () => {
    expect(problemsOf('case: 5\ntype: B\ntime: [C]\ndelimiter: ";;"\n')).toEqual([
      {
        line: 1,
        column: 7,
        message: 'expected text, found number 5; put it in quotes if it is meant as text',
      },
      { line: 3, column: 7, message: 'expected text or a map, found a list' },
      { line: 4, column: 12, message: 'expected at most 1 characters, found 2' },
    ]);
  });

  it('is told what is missing', () => {
    expect(problemsOf('case: A').map(({ message }) => message)).toEqual([
      'type is missing: a CSV file needs case, type, time',
      'time is missing: a CSV file needs case, type, time',
    ]);
    expect(problemsOf('')).toHaveLength(1);
    expect(problemsOf('- a')).toHaveLength(1);
  });

  it('is told where a zone, a format, an encoding or a delimiter is none', () => {
    const yaml = `case: A
type: B
time:
  column: C
  format: dd.mm.yyyy
  zone: Europe/Olso
encoding: utf-99
delimiter: '"'
`;
    expect(
      problemsOf(yaml)
        .map(({ line }) => line)
        .sort(),
    ).toEqual([5, 6, 7, 8]);
  });

  it('is told where it is no YAML, has a key twice, or repeats itself without end', () => {
    expect(problemsOf('case: A\ntype: "B\n')[0]).toMatchObject({ line: 3 });
    expect(problemsOf('case: A\ncase: B\n')[0]).toMatchObject({ line: 2 });
    expect(problemsOf('case: &a [*a]\n')[0]?.message).toContain('alias');
  });

  it('says of each format only what that does not say itself', () => {
    const messages = (yaml: string, format: MappedFormat) =>
      problemsOf(yaml, format).map(({ message }) => message);
    expect(messages('types: { a: B }\ntrim: true\n', 'xes')).toEqual([
      'trim is for CSV files only',
    ]);
    expect(messages('case: A\nobjectType: patient\n', 'ocel')).toEqual([
      'case is what an OCEL says itself',
    ]);
    expect(messages('case: A\ntype: { classifier: c }\ntime: T\n', 'csv')).toEqual([
      'only a XES file has classifiers',
    ]);
    expect(messages('objectType: patient\n', 'xes')).toEqual(['objectType is for OCEL only']);
  });
});
