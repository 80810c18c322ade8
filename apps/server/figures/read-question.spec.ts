/** What an address may ask of a figure: each value by its kind, and every fault with its place. */
import { describe, expect, it } from '@jest/globals';
import type { FigureDescription } from '../../composition/figures/describe-figure.js';
import { DESCRIPTIONS } from '../../composition/figures/descriptions.js';
import { knownParameters, readQuestion, type QueryString } from './read-question.js';

const NOW = '2026-03-02T08:00:00Z';

function read(name: string, asked: QueryString): unknown {
  return readOf(
    DESCRIPTIONS.find((each) => each.name === name)!,
    asked,
  );
}

function readOf(figure: FigureDescription, asked: QueryString): unknown {
  try {
    return readQuestion(figure, asked, NOW);
  } catch (problem) {
    return problem;
  }
}

describe('A question', () => {
  it('is asked as of now, where nothing else is said', () => {
    expect(read('census', {})).toEqual({ asOf: NOW });
    expect(read('census', { asOf: '2026-01-01T00:00:00+01:00', over: '6 weeks' })).toEqual({
      asOf: '2026-01-01T00:00:00+01:00',
      over: ['6 weeks'],
    });
  });

  it('lists as many rows as one answer may have, where no number is given', () => {
    expect(read('flow', {})).toEqual({ asOf: '2026-03-02T08:00:00Z', limit: 100_000 });
    expect(read('flow', { limit: '7' })).toMatchObject({ limit: 7 });
  });

  it('has its causes read', () => {
    expect(read('outcomes', { from: '@start', cause: ['A=B|C', 'D'], at: '4h' })).toMatchObject({
      causes: [
        { label: 'A', types: ['B', 'C'] },
        { label: 'D', types: ['D'] },
      ],
    });
  });

  it('is told of everything that is missing or wrong, each by its name', () => {
    expect(read('waits', { asOf: '2026-03', censor: 'now', evidence: '1e3' })).toMatchObject({
      status: 400,
      errors: [
        { path: 'asOf', message: expect.stringMatching(/^asOf must be an instant/) as unknown },
        { path: 'from', message: 'from is missing' },
        { path: 'censor', message: 'censor must be last-event or as-of' },
        {
          path: 'evidence',
          message: 'evidence must be a whole number from 0 to 100000, in digits alone',
        },
        { path: 'to', message: 'to is missing' },
      ],
    });
  });

  it.each([
    [
      'census',
      { over: ['1 day', 'soon'] },
      'over must be a limit such as 60m, 4h, 10 days or 6 weeks',
    ],
    ['waits', { from: 'a', to: 'b'.repeat(201) }, 'to must have at most 200 characters'],
    [
      'waits',
      { from: Array(101).fill('a') as string[], to: 'b' },
      'from is given more than 100 times',
    ],
    ['flow', { limit: '0' }, 'limit must be a whole number from 1 to 100000, in digits alone'],
    [
      'outcomes',
      { from: 'a', cause: 'A=', at: '4h' },
      expect.stringMatching(/^cause must be NAME=TYPE/),
    ],
  ])('to %s with a wrong value is refused', (name, asked, detail) => {
    expect(read(name, asked)).toMatchObject({ status: 400, detail });
  });
});

describe('Whom a question is about', () => {
  const figure: FigureDescription = { ...DESCRIPTIONS[0]!, selects: true };

  it('stands in one parameter for each dimension, or for a field of the events', () => {
    const asked = { municipality: ['0301', '4601'], 'attribute.cost': '12', groupBy: 'sex' };
    expect(readOf(figure, asked)).toEqual({
      asOf: NOW,
      where: [
        { dimension: 'municipality', value: '0301' },
        { dimension: 'municipality', value: '4601' },
        { dimension: 'attribute:cost', value: '12' },
      ],
      groupBy: 'sex',
    });
    const { names, isList, isOther } = knownParameters(figure);
    expect(names).toContain('age-group');
    expect([isList('municipality'), isList('groupBy'), isOther?.('attribute.cost')]).toEqual([
      ...[true, false, true],
    ]);
  });

  it.each([
    ['feeds', { groupBy: 'sex' }],
    ['feeds', { municipality: '0301' }],
    ['feeds', { 'attribute.cost': '12' }],
    ['journeys', { groupBy: 'sex' }],
  ])('is not asked of %s, which says why', (name, asked) => {
    const described = DESCRIPTIONS.find((each) => each.name === name)!;
    const { names, isOther } = knownParameters(described);
    const isRead = (one: string) => names.includes(one) || isOther?.(one);
    expect(Object.keys(asked).every(isRead)).toBe(true);
    expect(read(name, asked)).toMatchObject({
      ...{ status: 422, code: 'not-grouped', detail: expect.stringMatching(/one by one|sources/) },
    });
  });

  it('is not asked of a figure that cannot tell patients apart', () => {
    const { names, isOther } = knownParameters({ ...figure, selects: false });
    expect([names.includes('sex'), isOther?.('attribute.cost')]).toEqual([false, false]);
  });
});

describe('A figure', () => {
  it.each(DESCRIPTIONS.map((figure) => [figure.name, figure] as const))(
    '%s takes both times, and no name twice',
    (_name, figure) => {
      const { names } = knownParameters(figure);
      expect(names).toEqual(expect.arrayContaining(['asOf', 'knownAt']));
      expect(new Set(names).size).toBe(names.length);
    },
  );
});
