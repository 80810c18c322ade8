/** Definitions written to do harm are refused quickly. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changed, GOOD, problemsOf, SMALL, WHOLE_LANGUAGE } from '#pathway/testing';
import { lintDefinition } from '../lint/lint-definition.js';
import { readDefinition } from './read-definition.js';

const PIECES = [
  ...'[]{}:,-?&*!|>\'"%@#\n ab1~\t\r',
  ...['---', '\n  ', '<<', '!!set', '&a', '*a', 'stages:', 'duties:'],
];

const SCHEMALESS = GOOD.replace(/, data: .*/, ' }');

/** The codes of the problems, for which the processor may work 5 seconds, however busy the machine is. */
function inTime(text: string, problemsIn = problemsOf): readonly string[] {
  const before = process.cpuUsage();
  const codes = [...new Set(problemsIn(text).map((one) => one.code))];
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

  it('whose patterns all bear on each other is looked through soon', () => {
    const types = Array.from({ length: 100 }, (_, at) => `T${at}`);
    const declared = types.map((type) => `  ${type}: {}`).join('\n');
    const where = `{ ${types.map((field, at) => `${field}: [${at}, ${at + 1}]`).join(', ')} }`;
    const everything = `{ event: [${types.join(', ')}], where: ${where} }`;
    const manyGuards = Array.from({ length: 300 }, (_, at) => {
      return `  - { id: g${at}, on: [${types.slice(0, 60).join(', ')}], requires: T99 }`;
    });
    const manyPatterns = Array.from({ length: 60 }, (_, at) => {
      return `  - { id: m${at}, reached-by: ${everything} }`;
    });
    const circle = Array.from({ length: 500 }, (_, at) => {
      return `  - { id: g${at}, on: T${at % 100}, requires: T${(at + 1) % 100} }`;
    });
    for (const lines of [
      `guards:\n${manyGuards.join('\n')}`,
      `guards:\n${circle.join('\n')}`,
      `milestones:\n${manyPatterns.join('\n')}`,
    ]) {
      inTime(`${SMALL}events:\n${declared}\n${lines}\n`, lintDefinition);
    }
  });

  it('with a list or map beyond its limit is reported', () => {
    const many = (length: number, item: (at: number) => string) =>
      Array.from({ length }, (_, at) => item(at)).join(', ');
    const fields = `{ event: VisitCompleted, where: { ${many(101, (at) => `f${at}: 1`)} } }`;
    for (const lines of [
      `milestones: [${many(501, (at) => `{ id: m${at}, reached-by: VisitCompleted }`)}]`,
      `milestones: [{ id: m, reached-by: [${many(501, () => 'VisitCompleted')}] }]`,
      `milestones: [{ id: m, reached-by: ${fields} }]`,
      `regions: { west: [${many(2_001, (at) => `"${at}"`)}] }`,
    ]) {
      expect(inTime(`${SMALL}${lines}\n`)).toContain('too-long');
    }
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
    );
  });
});

describe('A spoilt text', () => {
  const shipped = readdirSync('deploy/pathways')
    .filter((file) => file.endsWith('.yaml') && !file.includes('.scenarios.'))
    .map((file) => readFileSync(`deploy/pathways/${file}`, 'utf8'));
  const texts = [SCHEMALESS, WHOLE_LANGUAGE, ...shipped];

  it('never throws, and each of its problems has a place in it', () => {
    const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 3 });
    const spoiling = fc.record({ at: fc.nat({ max: 100_000 }), cut: fc.nat({ max: 8 }), pieces });
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(spoiling, { maxLength: 3 }),
        (good, spoils) => {
          let text = good;
          for (const { at, cut, pieces } of spoils) {
            const place = at % (text.length + 1);
            text = text.slice(0, place) + pieces.join('') + text.slice(place + cut);
          }
          expectPlaces(text);
        },
      ),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 25) },
    );
  });

  it('whose lines stand elsewhere, twice or not at all never throws either', () => {
    const move = fc.tuple(fc.nat(10_000), fc.nat(10_000), fc.boolean());
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(move, { maxLength: 4 }), (good, moves) => {
        const lines = good.split('\n');
        for (const [from, to, keep] of moves) {
          const [line = ''] = keep
            ? [lines[from % lines.length]]
            : lines.splice(from % lines.length, 1);
          lines.splice(to % (lines.length + 1), 0, ...(to % 3 === 0 ? [] : [line]));
        }
        expectPlaces(lines.join('\n'));
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 25) },
    );
  });

  it('whose words are other words of the language never throws either', () => {
    const words = [...new Set(texts.join(' ').match(/[\w-]+/g))];
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(10_000), fc.constantFrom(...words)), { maxLength: 3 }),
        (good, swaps) => {
          const parts = good.split(/([\w-]+)/);
          const places = parts.flatMap((_, at) => (at % 2 === 1 ? [at] : []));
          for (const [at, word] of swaps) parts[places[at % places.length] ?? 0] = word;
          expectPlaces(parts.join(''));
        },
      ),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 25) },
    );
  });
});

/** Reads and lints; what the one refuses the other does too, and everything has a place. */
function expectPlaces(text: string): void {
  const result = readDefinition(text);
  const problems = lintDefinition(text);
  if ('problems' in result) expect(problems).toEqual(result.problems);
  const lines = text.split('\n').length;
  for (const { line, column, code } of problems) {
    expect([code, line >= 1 && line <= lines && column >= 1]).toEqual([code, true]);
  }
}
