/** Schemas and data that would keep an unbounded checker busy for hours or for ever. */
import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '../text/json.js';
import { dataFaults } from '../checks/data-schema.js';
import { schemaRisks } from './bounded-schema.js';

const risks = (schema: JsonObject) =>
  schemaRisks(schema).map(({ path, code }) => `${path.join('.')} ${code}`);
const messages = (schema: JsonObject, data: JsonObject) =>
  dataFaults(schema, data).map(({ path, message }) => `${path} ${message}`);
const field = (part: Json): JsonObject => ({ properties: { a: part } });

/** Costs more than one check may, on half a million characters. */
const EXPENSIVE = '^(a|b)*a(a|b){500}$';
const TOO_LARGE =
  '/data is too large to check: its texts are too long for the patterns of its schema';

describe('A hostile text under a hostile pattern', () => {
  // Each takes V8 from minutes to longer than anybody lives; here a second or so on a slow machine.
  it.each([
    ['\\s+$', `${' '.repeat(500_000)}x`],
    ['^.*.*.*.*.*x$', `${'x'.repeat(500_000)}y`],
    ['^(a+)+$', `${'a'.repeat(500_000)}b`],
    ['^(a|b)*a(a|b){500}$', 'ab'.repeat(250_000)],
    ['(x+x+)+y', 'x'.repeat(500_000)],
  ])('%s is answered', (pattern, text) => {
    const begun = performance.now();
    expect(dataFaults(field({ pattern }), { a: text })).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it('costs all patterns of a check one budget together', () => {
    const parts = Array.from({ length: 90 }, (_, index) => ({
      not: { pattern: `^(a|b)*a(a|b){500}${index}$` },
    }));
    const begun = performance.now();
    dataFaults(field({ allOf: parts }), { a: 'ab'.repeat(250_000) });
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it.each<[string, JsonObject]>([
    ['under not', field({ not: { pattern: EXPENSIVE } })],
    ['as one of several', field({ anyOf: [{ pattern: EXPENSIVE }, true] })],
  ])('that is too large to check is refused %s', (_where, schema) => {
    expect(messages(schema, { a: 'ab'.repeat(250_000) })).toEqual([TOO_LARGE]);
  });

  it('that is too large to check is refused as a name under patternProperties', () => {
    const schema: JsonObject = { patternProperties: { [EXPENSIVE]: false } };
    expect(messages(schema, { ['ab'.repeat(250_000)]: 1 })).toEqual([TOO_LARGE]);
    expect(messages(schema, { a: 1 })).toEqual([]);
  });

  it('is not read past what maxLength allows', () => {
    const schema = field({ maxLength: 10, pattern: '^a*$' });
    expect(messages(schema, { a: 'a'.repeat(11) })).toEqual([
      expect.stringContaining('must not have more than 10 characters'),
    ]);
  });
});

describe('A list of a hundred thousand equal items', () => {
  it('is found to repeat itself in time that grows with the list', () => {
    const schema = field({ uniqueItems: true });
    const begun = performance.now();
    expect(messages(schema, { a: Array<number>(100_000).fill(1) })).toEqual([
      '/data/a expected no item twice; got a list of 100000',
    ]);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(
      messages(schema, {
        a: [
          { b: 1, c: 2 },
          { c: 2, b: 1 },
        ],
      }),
    ).toHaveLength(1);
    expect(messages(schema, { a: [1, '1', [1], { b: 1 }, null] })).toEqual([]);
  });
});

describe('Names under patternProperties', () => {
  const schema: JsonObject = {
    properties: { ward: { type: 'string' } },
    patternProperties: { '^(s+)+$': { type: 'number' }, '^\\d+$': { minimum: 2 } },
    additionalProperties: false,
  };

  it('have to fit what stands under every pattern that they match', () => {
    expect(messages(schema, { ward: 'A', s: 1, ss: 2, 7: 2 })).toEqual([]);
    expect(messages(schema, { s: 'x', 7: 1 })).toEqual([
      '/data/7 must be >= 2; got 1',
      '/data/s expected number; got "x"',
    ]);
  });

  it('that match none are no fields of the data', () => {
    expect(messages(schema, { wrad: 'A', [`${'s'.repeat(50_000)}!`]: 1 })).toEqual([
      '/data/wrad there is no field "wrad" here; did you mean "ward"?',
      expect.stringContaining('there is no field "sss'),
    ]);
  });

  it('are found below a reference into them, and by unevaluatedProperties', () => {
    const inner: JsonObject = {
      allOf: [{ patternProperties: { '^x': { type: 'number' } } }],
      unevaluatedProperties: false,
      properties: { y: { $ref: '#/allOf/0/patternProperties/%5Ex' } },
    };
    expect(messages(inner, { x1: 1, y: 2 })).toEqual([]);
    expect(messages(inner, { y: 'z' })).toContain('/data/y expected number; got "z"');
    expect(messages(inner, { z: 1 })).toHaveLength(1);
  });
});

describe('A pattern that RE2 cannot run', () => {
  it('is reported wherever it stands', () => {
    expect(
      risks({
        $defs: { d: { pattern: '(?=a)' } },
        properties: { pattern: { enum: [{ pattern: '(?=a)' }] } },
        patternProperties: { '(?=b)': { items: [{ propertyNames: { pattern: '(?=a)' } }] } },
      }).sort(),
    ).toEqual([
      '$defs.d.pattern unsafe-pattern',
      'patternProperties.(?=b) unsafe-pattern',
      'patternProperties.(?=b).items.0.propertyNames.pattern unsafe-pattern',
    ]);
  });

  it('refuses nothing where it is published already', () => {
    expect(messages(field({ pattern: '(?=b)' }), { a: 'a' })).toEqual([]);
    expect(messages(field({ not: { pattern: '(?=a)' } }), { a: 'a' })).toEqual([]);
    const named = { patternProperties: { '(?=b)': false }, additionalProperties: false };
    expect(messages(named, { a: 1 })).toEqual([]);
  });
});

describe('A schema that refers back to itself', () => {
  const tree = { $ref: '#' };

  it.each<[string, JsonObject]>([
    ['a list', { items: tree }],
    ['two fields', { properties: { left: tree, right: tree } }],
    ['any JSON', { anyOf: [{ type: 'string' }, { items: tree }, { additionalProperties: tree }] }],
    [
      'several parts',
      {
        $defs: {
          a: { properties: { b: { $ref: '#/$defs/b' } } },
          b: { items: { $ref: '#/$defs/a' } },
        },
        $ref: '#/$defs/a',
      },
    ],
  ])('may do so below: %s', (_what, schema) => {
    expect(risks(schema)).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['for the same value', tree],
    ['for the same value, by another part', { $defs: { a: { allOf: [tree] } }, $ref: '#/$defs/a' }],
    ['in two ways', { anyOf: [{ properties: { c: tree } }, { properties: { c: tree } }] }],
    [
      'by a field and any field',
      { anyOf: [{ properties: { c: tree } }, { additionalProperties: tree }] },
    ],
    [
      'one and two levels below',
      { properties: { c: { properties: { c: tree } } }, additionalProperties: tree },
    ],
    ['by $dynamicRef', { properties: { c: { $dynamicRef: '#' } } }],
    [
      'in words that double ten times and more',
      {
        $defs: Object.fromEntries(
          Array.from({ length: 20 }, (_, index): [string, Json] => [
            `d${index}`,
            { anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
          ]).concat([['d20', { type: 'number' }]]),
        ),
        $ref: '#/$defs/d0',
      },
    ],
  ])('may not do so %s, and where it does is not checked', (_what, schema) => {
    expect(risks(schema)).toEqual([' recursive-schema']);
    expect(messages(schema, { c: { c: { c: 'x' } } })).toEqual([]);
  });

  it('is checked level by level', () => {
    const schema: JsonObject = {
      type: 'object',
      properties: { c: tree },
      additionalProperties: false,
    };
    expect(messages(schema, { c: { c: { d: 1 } } })).toEqual([
      '/data/c/c/d there is no field "d" here',
    ]);
  });
});
