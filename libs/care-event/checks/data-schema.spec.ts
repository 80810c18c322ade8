/** Schemas that a definition declares: what they refuse, and which are refused themselves. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../text/json.js';
import { dataFaults, schemaFault } from './data-schema.js';

const SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    ward: { enum: ['A', 'B'] },
    kind: { const: 'blood' },
    values: { type: 'array', items: { type: 'number' } },
    'mg/l': { type: ['number', 'null'], minimum: 0 },
    bed: { $ref: '#/$defs/bed' },
    code: { type: 'string', pattern: '^[A-Z]+$' },
    taken: { type: 'string', format: 'date' },
  },
  required: ['ward'],
  additionalProperties: false,
  $defs: { bed: { type: 'integer' } },
};

describe('dataFaults', () => {
  it('finds nothing wrong with data that fits', () => {
    const data = { ward: 'A', kind: 'blood', values: [1.5], 'mg/l': null, bed: 3, code: 'AB' };
    expect(dataFaults(SCHEMA, data)).toEqual([]);
  });

  it.each<[JsonObject, string, string]>([
    [{}, '/data/ward', 'is required'],
    [{ ward: 'a' }, '/data/ward', 'expected one of "A", "B" (did you mean "A"?); got "a"'],
    [{ ward: 'A', kind: 'urine' }, '/data/kind', 'expected "blood"; got "urine"'],
    [{ ward: 'A', values: [1, 'x'] }, '/data/values/1', 'expected number; got "x"'],
    [{ ward: 'A', 'mg/l': 'x' }, '/data/mg~1l', 'expected number or null; got "x"'],
    [{ ward: 'A', 'mg/l': -1 }, '/data/mg~1l', 'must be >= 0; got -1'],
    [{ ward: 'A', bed: {} }, '/data/bed', 'expected integer; got an object'],
    [{ ward: 'A', code: 'ab' }, '/data/code', 'expected text like ^[A-Z]+$; got "ab"'],
    [{ ward: 'A', taken: '30/2' }, '/data/taken', 'expected a date; got "30/2"'],
    [
      { ward: 'A', vlaues: [] },
      '/data/vlaues',
      'there is no field "vlaues" here; did you mean "values"?',
    ],
    [{ ward: 'A', 'x/y~z': 1 }, '/data/x~1y~0z', 'there is no field "x/y~z" here'],
  ])('says what is wrong with %j', (data, path, message) => {
    expect(dataFaults(SCHEMA, data)).toEqual([{ path, message }]);
  });

  it('refuses a key that would reach into the prototype', () => {
    const data = JSON.parse('{"ward":"A","__proto__":{"admin":true}}') as JsonObject;
    expect(dataFaults(SCHEMA, data)).toEqual([
      { path: '/data/__proto__', message: 'there is no field "__proto__" here' },
    ]);
    expect('admin' in {}).toBe(false);
  });

  it('names some of very many faults, each once', () => {
    const fields = Array.from({ length: 5_000 }, (_, index) => [`f${index}`, index] as const);
    const faults = dataFaults(SCHEMA, { ward: 'A', ...Object.fromEntries(fields) });
    expect(faults.length).toBeGreaterThanOrEqual(8);
    expect(faults.length).toBeLessThanOrEqual(20);
    expect(faults[0]).toEqual({ path: '/data/f0', message: 'there is no field "f0" here' });
    expect(new Set(faults.map((fault) => fault.path)).size).toBe(faults.length);
  });
});

describe('schemaFault', () => {
  it('finds nothing wrong with a schema that can be used', () => {
    expect(schemaFault(SCHEMA)).toBeUndefined();
    expect(schemaFault({})).toBeUndefined();
    const draft7 = 'http://json-schema.org/draft-07/schema#';
    expect(schemaFault({ $schema: draft7, type: 'object' })).toBeUndefined();
  });

  it.each<[JsonObject, string]>([
    [{ type: 'objekt' }, '/type'],
    [{ properties: { a: { type: 'strng' } } }, '/properties/a/type'],
    [{ properties: 5 }, '/properties'],
    [{ required: 'a' }, '/required'],
    [{ pattern: '(' }, '/pattern'],
    [{ $ref: '#/$defs/none' }, '$ref "#/$defs/none" leads nowhere'],
    [{ properties: { a: { $ref: 'https://elsewhere.example/a' } } }, 'leads nowhere'],
    [{ $schema: 'https://elsewhere.example/dialect' }, 'is not a dialect'],
  ])('says what is wrong with %j', (schema, part) => {
    expect(schemaFault(schema)).toContain(part);
  });
});
