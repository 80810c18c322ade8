/** The check of shapes refuses exactly what the schema refuses, and says why. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import { parse } from 'yaml';
import { definitionSchema } from './definition-schema.js';
import { problemsOf, SMALL, WHOLE_LANGUAGE } from '#pathway/testing';
import { ProblemList } from './problem-list.js';
import { addShapeProblems } from './shape-problems.js';

type Path = readonly (string | number)[];

const whole = (): unknown => parse(WHOLE_LANGUAGE);

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [path, ...[...keys].flatMap((key) => pathsIn(at(value, [key]), [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function shaped(value: unknown): boolean {
  const problems = new ProblemList(() => ({ line: 1, column: 1 }));
  addShapeProblems(definitionSchema, value, [], problems);
  return problems.size === 0;
}

const PATHS = pathsIn(whole()).filter((path) => path.length > 0);
const KEYS = [...new Set(PATHS.map((path) => String(path.at(-1))))];

describe('A value', () => {
  it('has the right shape exactly where the schema says so', () => {
    const anything = fc.oneof(
      fc.constantFrom<unknown>(null, '', 'any', 'x', 0, 1, -1, 1.5, true, [], {}, ['x'], [[]]),
      fc.constantFrom(...PATHS).map((path) => at(whole(), path)),
    );
    const change = fc.record({
      path: fc.constantFrom(...PATHS),
      how: fc.constantFrom('replace', 'remove', 'add'),
      key: fc.constantFrom(...KEYS, 'unheard-of'),
      value: anything,
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const value = whole();
        for (const { path, how, key, value: other } of changes) {
          let parent: unknown;
          try {
            parent = at(value, path.slice(0, -1));
          } catch {
            continue;
          }
          if (typeof parent !== 'object' || parent === null) continue;
          const place = how === 'add' && !Array.isArray(parent) ? key : (path.at(-1) ?? '');
          if (how !== 'remove') Object.assign(parent, { [place]: structuredClone(other) });
          else if (Array.isArray(parent)) parent.splice(Number(place), 1);
          else Reflect.deleteProperty(parent, place);
        }
        expect([changes, shaped(value)]).toEqual([changes, Check(definitionSchema, value)]);
      }),
    );
  });
});

describe('A value that may have several forms', () => {
  const labelled = (within: string) =>
    problemsOf(
      `${SMALL}duties: [{ id: d, from: ReferralAssessed, until: PatientDied, owner: gp, within: ${within} }]\n`,
    ).map((one) => `${one.path.replace('duties[0].within', '')} ${one.code}: ${one.message}`);

  it.each([
    ['[6 weeks]', [' wrong-type: expected text or a map, found a list']],
    [
      '{}',
      [' missing-key: one of the keys parameter, limit, date-in, cases, accumulated is missing'],
    ],
    ['{ paramter: x }', ['.paramter unknown-key: there is no key "paramter" here']],
    ['{ date-in: latestStart }', [' missing-key: the key otherwise is missing']],
    ['{ otherwise: 1 day }', [' missing-key: one of the keys date-in, cases is missing']],
    [
      '{ limit: 1 day, days: 2 days }',
      [' missing-key: one of the keys limit, accumulated is missing'],
    ],
    [
      '{ date-in: latestStart, otherwise: 1 day, cases: [] }',
      ['.cases unknown-key: the key "cases" cannot be combined with "date-in"'],
    ],
  ])('says of %s what is wrong', (within, expected) => {
    const problems = labelled(within);
    for (const one of expected) expect(problems).toContain(one);
    expect(problems).toHaveLength(expected.length);
  });

  it('says of a condition what is wrong', () => {
    const of = (test: string) =>
      problemsOf(
        `${SMALL}milestones: [{ id: m, reached-by: { event: FunctionMeasured, where: { score: ${test} } } }]\n`,
      ).map((one) => `${one.code}: ${one.message} | ${one.advice ?? ''}`);
    expect(of('{ at-leats: 3 }')).toEqual([
      'unknown-key: there is no key "at-leats" here | did you mean at-least?',
    ]);
    expect(of('{ at-least: three }')).toEqual([
      'wrong-type: expected a number, found text "three" | This or more.',
    ]);
    expect(of('{ at-least: 3, not: 4 }')).toEqual([
      'unknown-key: the key "at-least" cannot be combined with the others | known here: not, or-missing',
    ]);
    expect(of('')[0]).toContain('wrong-type: expected text or a number or true or false or a list');
  });
});
