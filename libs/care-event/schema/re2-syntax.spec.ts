/** A regular expression matches the same texts under RE2 as under ECMAScript. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PatternBudget, compilePattern } from './bounded-pattern.js';

function matches(expression: string, text: string): boolean | string {
  const compiled = compilePattern(expression);
  if ('fault' in compiled) return compiled.fault;
  return compiled.pattern.matches(text, new PatternBudget());
}

const CHARACTERS = [
  ...['a', 'b', 'z', 'A', '0', '9', '_', '-', '.', '/', '[', ']', '^', '$', '&', ':', ' '],
  ...['\n', '\r', '\t', '\v', '\b', '\0', '\u00a0', '\u2028', '\ufeff', 'é', '日', 'α', '😀'],
];

const SINGLE = [
  ...['a', 'b', 'z', 'A', '0', '_', '-', '/', '&', ':', ' ', 'é', '日', '😀', '.', '\\.', '\\/'],
  ...['\\s', '\\S', '\\d', '\\D', '\\w', '\\W', '\\t', '\\n', '\\0', '\\x41', '\\u00e9', '\\cI'],
  ...['\\u{1F600}', '\\ud83d\\ude00', '\\p{L}', '\\P{L}', '\\p{Script=Greek}', '\\[', '\\]'],
];
const IN_CLASS = [
  ...['a', 'z', '0', '_', '.', '[', ':', '^', '&', '(', ')', '?', '|', '$', 'a-z', '0-9', 'é-日'],
  ...[
    '\\s',
    '\\S',
    '\\d',
    '\\W',
    '\\b',
    '\\-',
    '\\]',
    '\\ud83d\\ude00',
    '\\u{61}-\\u{7a}',
    '\\p{Lu}',
  ],
];

const one = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SINGLE) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('[', '[^'), fc.array(fc.constantFrom(...IN_CLASS), { maxLength: 4 }))
      .map(([open, parts]) => `${open}${parts.join('')}]`),
  },
  { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B') },
);
const { expression } = fc.letrec<{ expression: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    one,
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?<name>'), tie('expression'))
      .map(([open, inner]) => `${open}${inner})`),
    fc
      .tuple(one, fc.constantFrom('*', '+', '?', '*?', '{2}', '{0,3}', '{1,}'))
      .map(([repeated, times]) => `${repeated}${times}`),
  ),
  expression: fc
    .array(fc.array(tie('part'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    .map((alternatives) => alternatives.map((parts) => parts.join('')).join('|')),
}));

describe('A regular expression', () => {
  it('matches the texts that it matches by itself', () => {
    let compared = 0;
    const numRuns = 20 * (fc.readConfigureGlobal().numRuns ?? 100);
    const texts = fc.array(fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 8 }), {
      minLength: 5,
      maxLength: 5,
    });
    fc.assert(
      fc.property(expression, texts, (source, some) => {
        let native: RegExp;
        try {
          native = new RegExp(source, 'u');
        } catch {
          // Two groups of one name, a range that ends before it begins.
          return;
        }
        compared += 1;
        for (const text of some) {
          expect([source, text, matches(source, text)]).toEqual([source, text, native.test(text)]);
        }
      }),
      { seed: 20, numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns * 0.4);
  });

  it.each([
    ['^\\s+$', '\u00a0\u2003\ufeff'],
    ['^[\\S]+$', 'é日'],
    ['^.$', '\u2028'],
    ['^\\ud83d\\ude00$', '😀'],
    ['[[:alpha:]', ':'],
    ['^[]$', 'a'],
    ['^[^]$', '\n'],
    ['^\\p{Script=Greek}+$', 'αβγ'],
  ])('means the same where RE2 writes it otherwise: %s', (source, text) => {
    expect(matches(source, text)).toBe(new RegExp(source, 'u').test(text));
  });

  it.each([
    ['(?=a)b', 'RE2 has no look-around'],
    ['(?<!a)b', 'RE2 has no look-around'],
    ['(a)\\1', 'RE2 has no back-references'],
    ['(?<n>a)\\k<n>', 'RE2 has no back-references'],
    ['(?i:a)', 'RE2 has no flags'],
    ['a{1001}', 'RE2 says: invalid repeat count'],
    ['([a-z]{30}){30}[0-9]{1000}[0-9]{1000}', 'written out, its repetitions are too long'],
    ['a'.repeat(1_001), 'it has more than 1000 characters'],
    ['\\p{Letter}', 'RE2 says'],
  ])('is refused with a reason, case %#', (source, reason) => {
    expect(matches(source, 'a')).toContain(reason);
  });
});
