/** Definitions written to do harm are refused quickly. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GOOD, changed, problemsOf } from './definition-text.spec.support.js';
import { readDefinition } from './read-definition.js';

const PIECES = [
  ...'[]{}:,-?&*!|>\'"%@#\n ab1~\t\r',
  ...['---', '\n  ', '<<', '!!set', '&a', '*a', 'stages:', 'duties:'],
];

const SCHEMALESS = GOOD.replace(/, data: .*/, ' }');

/** The codes of the problems, for which the processor may work 5 seconds, however busy the machine is. */
function inTime(text: string): readonly string[] {
  const before = process.cpuUsage();
  const codes = [...new Set(problemsOf(text).map((one) => one.code))];
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000_000).toBeLessThan(5);
  return codes;
}

describe('A hostile text', () => {
  it.each([
    ['bytes that are no YAML', 'a: }\u0000\u0001', 'not-yaml'],
    ['bytes without any form', '\u0000\u0001\ufffd', 'wrong-type'],
    ['an open bracket', 'a: [', 'not-yaml'],
    ['10 MB', 'a'.repeat(10_000_000), 'too-long'],
    ['little more than 256 KiB of letters of two bytes', 'é'.repeat(140_000), 'too-long'],
    ['1,000 lists in each other', `${'['.repeat(1_000)}${']'.repeat(1_000)}`, 'too-deep'],
    [
      'maps by indentation',
      Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      'too-deep',
    ],
    ['250,000 open brackets', '['.repeat(250_000), 'too-deep'],
    [
      'depth by aliases',
      Array.from(
        { length: 100 },
        (_, at) => `a${at}: &a${at} [${at > 0 ? `*a${at - 1}` : ''}]`,
      ).join('\n'),
      'too-deep',
    ],
    ['250,000 braces', '{}'.repeat(125_000), 'not-yaml'],
    ['many commas', `[${','.repeat(250_000)}]`, 'too-long'],
    ['200 faults', `[${','.repeat(200)}]`, 'not-yaml'],
    ['many quotes', '"'.repeat(250_000), 'too-long'],
    ['many documents', '---\n'.repeat(60_000), 'several-documents'],
    [
      'many keys',
      Array.from({ length: 20_000 }, (_, at) => `key${at}: 1`).join('\n'),
      'unknown-key',
    ],
    ['one key many times', 'a: 1\n'.repeat(20_000), 'duplicate-key'],
    [
      'a long key over many values',
      `? "${'k '.repeat(40_000)}"\n: [${'x, '.repeat(40_000)}]`,
      'unknown-key',
    ],
    ['very many keys', 'a:\n'.repeat(60_000), 'too-long'],
    ['many aliases', `a: &a [x, x, x]\nb: [${'*a, '.repeat(40_000)}]`, 'too-many-aliases'],
  ])('of %s is answered soon with problems', (_what, text, code) => {
    expect(inTime(text)).toContain(code);
  });

  it('that doubles itself by aliases is given up early', () => {
    const levels = Array.from(
      { length: 30 },
      (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`,
    );
    expect(inTime(`a0: &a0 [x]\n${levels.join('\n')}`)).toContain('too-many-aliases');
  });

  it('with many unknown names is answered soon', () => {
    const names = Array.from({ length: 6_000 }, (_, at) => `  Activity ${at}: {}`).join('\n');
    const closes = Array.from({ length: 6_000 }, (_, at) => `Aktivity ${at}`).join(', ');
    expect(inTime(`events:\n${names}\ncloses: [${closes}]`)).toContain('unknown-event-type');
  });

  it('gives at most 1,000 problems', () => {
    expect(problemsOf('a: 1\n'.repeat(20_000))).toHaveLength(1_000);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'with the key %s changes nothing but its own definition',
    (key) => {
      const texts = [
        `${key}: { polluted: true }`,
        changed('services:', `services:\n  ${key}: { level: other, polluted: true }`),
        changed('events:', `events:\n  ${key}: { polluted: true }`),
        changed('type: object', `type: object, ${key}: { polluted: true }`),
        changed('{ id: first', `{ ${key}: { polluted: true }, id: first`),
      ];
      for (const text of texts) {
        const codes = problemsOf(text).map((one) => one.code);
        expect([text, codes.includes('forbidden-key')]).toEqual([text, key === '__proto__']);
      }
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.keys(Object)).toEqual([]);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it('never makes the reader throw', () => {
    const piece = fc.constantFrom(...PIECES);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        readDefinition(pieces.join(''));
      }),
      { numRuns: 1_000 },
    );
    const place = fc.nat({ max: GOOD.length });
    fc.assert(
      fc.property(
        place,
        fc.nat({ max: 8 }),
        fc.array(piece, { maxLength: 3 }),
        (at, cut, pieces) => {
          readDefinition(SCHEMALESS.slice(0, at) + pieces.join('') + SCHEMALESS.slice(at + cut));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
