/** JSON as it is taken at every door: within limits, exact, without tricks. */
import { describe, expect, it } from '@jest/globals';
import { allowing } from './slow-machine.spec.support.js';
import fc from 'fast-check';
import { JSON_LIMITS, isUnsafeKey } from './json-limits.js';
import { checkJsonLimits, parseJsonStrictly } from './parse-json.js';

const codeOf = (source: string | Uint8Array): string | undefined => {
  const read = parseJsonStrictly(source);
  return 'refusal' in read ? read.refusal.code : undefined;
};
const MEBIBYTE = 1024 * 1024;

describe('Strict JSON', () => {
  it('reads whatever JSON.parse reads, when it is within the limits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/e\+|\d{16}/.test(text) && !/"(__proto__|constructor|prototype)"/.test(text));
        expect(parseJsonStrictly(text)).toEqual({ value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('refuses whatever JSON.parse refuses, without quoting it', () => {
    for (const text of [
      '',
      '{',
      '{"a":}',
      '[1,]',
      '{"id":01019012345}',
      '"\n"',
      '{"a" "b"}',
      '-',
      'nul',
    ]) {
      const read = parseJsonStrictly(text);
      expect(read).toMatchObject({ refusal: { code: 'malformed' } });
      expect(JSON.stringify(read)).not.toContain('0101');
    }
  });

  it('takes bytes with a byte order mark, and refuses bytes that are not UTF-8', () => {
    expect(parseJsonStrictly(Buffer.from('\ufeff{"å":1}'))).toEqual({ value: { å: 1 } });
    expect(codeOf(Buffer.from('{"å":1}', 'latin1'))).toBe('not-utf-8');
  });

  it('lets 64 levels pass and refuses the 65th where it opens', () => {
    expect(codeOf('['.repeat(64) + ']'.repeat(64))).toBeUndefined();
    expect(parseJsonStrictly('['.repeat(65) + ']'.repeat(65))).toMatchObject({
      refusal: { code: 'too-deep', offset: 64 },
    });
  });

  it('lets 10,000 keys pass and no more, over all objects together', () => {
    const keys = (n: number): string =>
      JSON.stringify(
        Array.from({ length: 10 }, () =>
          Object.fromEntries(Array.from({ length: n / 10 }, (_, k) => [k, 1])),
        ),
      );
    expect(codeOf(keys(9_990))).toBeUndefined();
    expect(codeOf(keys(10_000))).toBe('too-many-keys');
  });

  it('counts the elements of lists with the keys', () => {
    const list = (n: number): string => JSON.stringify(Array.from({ length: n }, () => ({})));
    expect(codeOf(list(10_001))).toBeUndefined();
    expect(codeOf(list(10_002))).toBe('too-many-keys');
  });

  it('refuses numbers that are too long or would not survive', () => {
    expect(codeOf(`[${'1'.repeat(64)}]`)).toBe('number-not-exact');
    expect(codeOf(`[${'1'.repeat(65)}]`)).toBe('number-too-long');
    expect(
      codeOf('[9007199254740991, -9007199254740991, 0.1, 1e21, 3.14159265358979]'),
    ).toBeUndefined();
    expect(codeOf('[9007199254740993]')).toBe('number-not-exact');
    for (const token of ['1e999', '1e-400', '9007199254740993.0', '9007199254740993e0']) {
      expect([token, codeOf(`[${token}]`)]).toEqual([token, 'number-not-exact']);
    }
    expect(codeOf('[0.1000000000000000055511151231257827]')).toBe('number-not-exact');
  });

  it('refuses a text or a body over its limit', () => {
    const limits = { ...JSON_LIMITS, stringLengthMax: 10 };
    expect(checkJsonLimits('["1234567890"]', limits)).toBeUndefined();
    expect(checkJsonLimits('["12345678901"]', limits)?.code).toBe('string-too-long');
    expect(codeOf(`"${'a'.repeat(MEBIBYTE)}"`)).toBe('too-large');
    // Two bytes a character: the limit is in bytes.
    expect(codeOf(`"${'å'.repeat(MEBIBYTE / 2)}"`)).toBe('too-large');
  });

  it('refuses a key given twice, also when one of the two is escaped', () => {
    expect(codeOf('{"a":1,"b":{"a":2}}')).toBeUndefined();
    expect(codeOf('{"a":1,"a":2}')).toBe('duplicate-key');
    expect(codeOf('{"a":1,"\\u0061":2}')).toBe('duplicate-key');
  });

  it('refuses keys that reach into prototypes, at any depth and however written', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__']) {
      expect(codeOf(`[{"a":{"${key}":{"polluted":true}}}]`)).toBe('unsafe-key');
    }
    expect(codeOf('{"a":"__proto__"}')).toBeUndefined();
    expect(isUnsafeKey('hasOwnProperty')).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('answers hostile bodies of a mebibyte in under 50 ms', () => {
    const bodies = [
      '['.repeat(MEBIBYTE),
      '{"a":'.repeat(MEBIBYTE / 5),
      `[${'1'.repeat(MEBIBYTE - 2)}]`,
      `"${'\\'.repeat(MEBIBYTE - 2)}"`,
      '"'.repeat(MEBIBYTE),
      `[${'"",'.repeat(MEBIBYTE / 3 - 2)}""]`,
      `{${Array.from({ length: 90_000 }, (_, n) => `"k${n}":1`).join(',')}}`.slice(0, MEBIBYTE),
      ' '.repeat(MEBIBYTE),
      '""' + ' '.repeat(MEBIBYTE - 2),
      '-'.repeat(MEBIBYTE),
    ];
    for (const body of bodies) {
      const bytes = Buffer.from(body);
      // The best of a few: other work on the machine is not the body's doing.
      const times = Array.from({ length: 5 }, () => {
        const begin = performance.now();
        parseJsonStrictly(bytes);
        return performance.now() - begin;
      });
      expect(Math.min(...times)).toBeLessThan(allowing(50));
    }
  });
});
