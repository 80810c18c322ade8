/** A figure as CSV: what a spreadsheet shows of it, and what it never does. */
import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

const csv = (answer: object, rows?: string, columns?: readonly string[]): string =>
  [...csvOf(answer, { rows, columns })].join('');

describe('A figure as CSV', () => {
  it('is one row where it has no list of its own', () => {
    const answer = {
      position: '9',
      definition: { id: 'a' },
      open: 3,
      ages: { median: 1.5, max: null },
    };
    expect(csv(answer)).toBe('open,ages.median,ages.max\r\n3,1.5,\r\n');
  });

  it('has a line for each row of its list, and a column for whatever one of them says', () => {
    const edges = [
      { from: 'A', n: 2, by: { type: 'x' } },
      { from: 'B', n: 1, types: ['p', 'q'], notified: [{ at: 1 }] },
    ];
    expect(csv({ edges }, 'edges')).toBe('from,n,by.type,types\r\nA,2,x,\r\nB,1,,p | q\r\n');
  });

  it('has its header where there are no rows', () => {
    expect(csv({ edges: [] }, 'edges', ['from', 'by.type'])).toBe('from,by.type\r\n');
    expect(csv({ edges: [], groups: [] }, 'edges', ['from'])).toBe('group,from\r\n');
  });

  it('has the groups after all, and of a suppressed one only its name', () => {
    const groups = [
      { group: 'f', patients: 7, open: 5 },
      { group: 'm', patients: null, suppressed: true },
    ];
    expect(csv({ open: 8, groupBy: 'sex', groups })).toBe(
      'group,open,groupBy,patients,suppressed\r\n,8,sex,,\r\nf,5,,7,\r\nm,,,,true\r\n',
    );
  });

  it('begins no formula, whatever a log says', () => {
    const edges = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'a"b', 'c,d', 'e\nf'].map((from) => ({
      from,
    }));
    expect(csv({ edges: [...edges, { from: -1 }] }, 'edges').split('\r\n')).toEqual([
      ...[
        'from',
        "'=1+1",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "'\t=1",
        '"a""b"',
        '"c,d"',
        '"e\nf"',
        '-1',
        '',
      ],
    ]);
  });
});
