/** Conditions of patterns, ranges of codes, and the age of the patient. */
import { describe, expect, it } from '@jest/globals';
import { type Json, PatientAge } from '#care-event';
import { codeInRanges, parseCodeRange } from './code-range.js';
import type { Condition } from './pattern.js';
import { meets } from './pattern.js';

type Test = Condition extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'field'>
    : never
  : never;

function met(test: Test, value?: Json): boolean {
  const condition = { field: 'f', ...test } as Condition;
  return meets([condition], value === undefined ? {} : { f: value }, undefined);
}

describe('A condition', () => {
  const oneOf: Test = { is: 'one-of', values: ['a', 2, true] };
  const noneOf: Test = { is: 'none-of', values: ['a', 2] };

  it('that names values is met by one of them, of the same kind', () => {
    expect(['a', 2, true].map((value) => met(oneOf, value))).toEqual([true, true, true]);
    expect(['b', '2', false].map((value) => met(oneOf, value))).toEqual([false, false, false]);
  });

  it('is met by a list where any item meets it, and `not` where none does', () => {
    expect([met(oneOf, ['x', 'a']), met(oneOf, ['x']), met(oneOf, [])]).toEqual([
      true,
      false,
      false,
    ]);
    expect([met(noneOf, ['x', 'a']), met(noneOf, ['x']), met(noneOf, [])]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is not met by a missing field, unless it says that it is missing', () => {
    const tests: Test[] = [oneOf, noneOf, { is: 'present' }, { is: 'between', below: 5 }];
    expect(tests.map((test) => met(test))).toEqual([false, false, false, false]);
    expect(tests.map((test) => met(test, null))).toEqual([false, false, false, false]);
    expect([met({ is: 'absent' }), met({ is: 'absent' }, 0)]).toEqual([true, false]);
  });

  it('takes an empty list for nothing said', () => {
    expect([met({ is: 'present' }, []), met({ is: 'absent' }, [])]).toEqual([false, true]);
    expect([met({ is: 'present' }, ['a']), met({ is: 'absent' }, ['a'])]).toEqual([true, false]);
  });

  it('that excludes values may let the field be missing, or the age be unknown', () => {
    const test: Test = { is: 'none-of', values: ['a', 2], orMissing: true };
    expect([met(test), met(test, null), met(test, 'b')]).toEqual([true, true, true]);
    expect([met(test, 'a'), met(test, ['x', 2])]).toEqual([false, false]);
    const age: Condition = { field: 'patient-age', is: 'none-of', values: [7], orMissing: true };
    expect([meets([age], {}, undefined), meets([age], {}, 7)]).toEqual([true, false]);
  });

  it('with bounds holds numbers, its ends as it says', () => {
    const between: Test = { is: 'between', atLeast: 2, below: 4 };
    expect([1.9, 2, 3.9, 4, '3'].map((value) => met(between, value))).toEqual([
      ...[false, true, true, false, false],
    ]);
    expect(met({ is: 'between', above: 2, atMost: 4 }, 4)).toBe(true);
    expect(met({ is: 'between', above: 2, atMost: 4 }, 2)).toBe(false);
  });

  it('on the age asks the patient, not the data', () => {
    const young: Condition = { field: 'patient-age', is: 'between', below: 23 };
    const none: Condition = { field: 'patient-age', is: 'none-of', values: [7] };
    expect(meets([young], { 'patient-age': 7 }, 40)).toBe(false);
    expect(meets([young], {}, 22)).toBe(true);
    expect([meets([young], {}, undefined), meets([none], {}, undefined)]).toEqual([false, false]);
  });

  it('is not fooled by what objects merely inherit', () => {
    expect(meets([{ field: 'constructor', is: 'present' }], {}, undefined)).toBe(false);
  });
});

describe('A range of codes', () => {
  const holds = (range: string, ...codes: string[]) => {
    const parsed = parseCodeRange(range);
    return codes.filter((code) => parsed !== undefined && codeInRanges(code, [parsed]));
  };

  it('holds both ends and everything below them, however they are written', () => {
    const codes = ['M39', 'M40', 'm45.1', 'M545', 'M54.99', 'M55', 'L45', 'M4'];
    expect(holds('M40-M54', ...codes)).toEqual(['M40', 'm45.1', 'M545', 'M54.99']);
    expect(holds('M54', 'M53.9', 'M54', 'M54.5')).toEqual(['M54', 'M54.5']);
    expect(holds('A00 - B99', 'A01.2', 'B99.9', 'C00')).toEqual(['A01.2', 'B99.9']);
    expect(holds('m54.5', 'M545', 'M54')).toEqual(['M545']);
  });

  it('is none with its ends the wrong way round, or with more than two', () => {
    for (const text of ['M54-M40', 'M40-M54-M60', '40-54', '', '-', 'M40-', 'M 40']) {
      expect([text, parseCodeRange(text)]).toEqual([text, undefined]);
    }
  });
});

describe('The age of a patient', () => {
  const age = (born: string | undefined, day: string) =>
    new PatientAge(born, 'Europe/Oslo').at(Date.parse(`${day}T12:00:00Z`));

  it('grows on the birthday', () => {
    expect([age('1961-04-30', '2026-04-29'), age('1961-04-30', '2026-04-30')]).toEqual([64, 65]);
    expect([age('2004-02-29', '2026-02-28'), age('2004-02-29', '2026-03-01')]).toEqual([21, 22]);
  });

  it('is the lowest it can be where only month or year are known', () => {
    expect([age('1961-04', '2026-04-29'), age('1961-04', '2026-04-30')]).toEqual([64, 65]);
    expect([age('1961', '2026-12-30'), age('1961', '2026-12-31')]).toEqual([64, 65]);
  });

  it('is that of the local day', () => {
    const midnight = Date.parse('2026-04-29T22:00:00Z');
    expect(new PatientAge('1961-04-30', 'Europe/Oslo').at(midnight)).toBe(65);
    expect(new PatientAge('1961-04-30', 'UTC').at(midnight)).toBe(64);
  });

  it('is not known without a birth, before it, or with one that cannot be', () => {
    for (const born of [undefined, '2027-01-01', '1961-02-30', '61', '1961-13']) {
      expect([born, age(born, '2026-04-30')]).toEqual([born, undefined]);
    }
  });
});
