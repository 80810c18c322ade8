/** What is said of patterns without events holds for all events there can be. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '#care-event';
import { EventFields } from '../parsing/event-fields.js';
import { type Condition, meets } from '#pathway';
import { canMeet, isWithin } from './pattern-logic.js';

const LEVELS = ['low', 'medium', 'high'];
const GRADES = [0, 1, 2, 3, 4, 5];

const fields = new EventFields({
  Scored: {
    data: {
      properties: {
        level: { enum: LEVELS },
        grade: { type: 'integer', minimum: 0, maximum: 5 },
        flags: { type: 'array', items: { enum: LEVELS } },
      },
      additionalProperties: false,
    },
  },
});

/** Every event of the type that there can be, but for order and repetition in lists. */
const EVENTS: readonly JsonObject[] = [undefined, ...LEVELS].flatMap((level) =>
  [undefined, ...GRADES].flatMap((grade) =>
    [undefined, ...subsets(LEVELS)].map((flags) => ({
      ...(level !== undefined && { level }),
      ...(grade !== undefined && { grade }),
      ...(flags !== undefined && { flags }),
    })),
  ),
);

function subsets(values: readonly string[]): readonly string[][] {
  const [first, ...rest] = values;
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((one) => [one, [first, ...one]]);
}

const named = (
  field: string,
  values: readonly (string | number)[],
  ...kinds: readonly ('one-of' | 'none-of')[]
): fc.Arbitrary<Condition> =>
  fc
    .record({
      is: fc.constantFrom(...kinds),
      values: fc.subarray([...values], { minLength: 1 }),
      orMissing: fc.boolean(),
    })
    .map(({ is, values: some, orMissing }): Condition => {
      if (is === 'one-of') return { field, is, values: some };
      return { field, is, values: some, ...(orMissing && { orMissing }) };
    });

const presence = (field: string): fc.Arbitrary<Condition> =>
  fc.record({ field: fc.constant(field), is: fc.constantFrom('present', 'absent') });

const bound = fc.option(fc.integer({ min: -1, max: 6 }), { nil: undefined });

const between = fc
  .record({ atLeast: bound, above: bound, atMost: bound, below: bound })
  .map((bounds): Condition => {
    const labelled = Object.entries(bounds).filter(([, value]) => value !== undefined);
    return { field: 'grade', is: 'between', ...Object.fromEntries(labelled) };
  });

const ofScalars = fc.oneof(
  named('level', LEVELS, 'one-of', 'none-of'),
  named('grade', GRADES, 'one-of'),
  presence('level'),
  presence('grade'),
  between,
);
// Numbers that are left out one by one are not counted off against the bounds.
const ofOthers = fc.oneof(
  named('grade', GRADES, 'none-of'),
  named('flags', LEVELS, 'one-of', 'none-of'),
  presence('flags'),
);

const conditions = (one: fc.Arbitrary<Condition>) => fc.array(one, { maxLength: 4 });

const possible = (where: readonly Condition[]) =>
  EVENTS.some((data) => meets(where, data, undefined));

describe('Conditions', () => {
  it('on single values can be met exactly where some event meets them', () => {
    fc.assert(
      fc.property(conditions(ofScalars), (where) => {
        expect(canMeet('Scored', where, fields)).toBe(possible(where));
      }),
    );
  });

  it('on lists and numbers left out are never called impossible where some event meets them', () => {
    fc.assert(
      fc.property(conditions(fc.oneof(ofScalars, ofOthers)), (where) => {
        if (possible(where)) expect(canMeet('Scored', where, fields)).toBe(true);
      }),
    );
  });

  it('on ages and codes can be met where the bounds leave something between them', () => {
    const age = (bounds: object): Condition => ({
      field: 'patient-age',
      is: 'between',
      ...bounds,
    });
    const codes = (first: string, last: string): Condition => ({
      field: 'icd10',
      is: 'in-codes',
      ranges: [{ first, last }],
    });
    const can = (...where: readonly Condition[]) => canMeet('ReferralSent', where, fields);
    expect(can(age({ below: 23 }), age({ atLeast: 23 }))).toBe(false);
    expect(can(age({ below: 24 }), age({ atLeast: 23 }))).toBe(true);
    expect(can(codes('M40', 'M54'), codes('M545', 'M545'))).toBe(true);
    expect(can(codes('M40', 'M54'), codes('M55', 'M60'))).toBe(false);
  });
});

describe('A pattern within another', () => {
  it('fits no event that the other does not fit', () => {
    const where = conditions(fc.oneof(ofScalars, ofOthers));
    fc.assert(
      fc.property(where, where, fc.boolean(), (one, other, narrowed) => {
        const inner = { type: 'Scored', where: narrowed ? [...one, ...other] : one };
        const outer = { type: 'Scored', where: other };
        if (narrowed) expect(isWithin(inner, outer)).toBe(true);
        if (!isWithin(inner, outer)) return;
        for (const data of EVENTS) {
          if (meets(inner.where, data, undefined)) {
            expect([data, meets(outer.where, data, undefined)]).toEqual([data, true]);
          }
        }
      }),
    );
  });

  it('need not be there to be none of something: a list may be empty', () => {
    const none: Condition = { field: 'flags', is: 'none-of', values: ['high'] };
    const where = (...conditions: readonly Condition[]) => ({ type: 'Scored', where: conditions });
    expect(isWithin(where(none), where({ field: 'flags', is: 'present' }))).toBe(false);
    expect(canMeet('Scored', [{ field: 'flags', is: 'absent' }, none], fields)).toBe(true);
  });

  it('is of the same type', () => {
    const of = (type: string) => ({ type, where: [] });
    expect(isWithin(of('A'), of('A'))).toBe(true);
    expect(isWithin(of('A'), of('B'))).toBe(false);
  });
});
