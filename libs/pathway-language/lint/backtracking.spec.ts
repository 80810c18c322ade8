/** Regular expressions that may take for ever, and those that do not. */
import { describe, expect, it } from '@jest/globals';
import { mayTakeForEver } from './backtracking.js';

describe('A regular expression may take for ever', () => {
  it.each([
    ['repeats a repetition', '^(a+)+$'],
    ['repeats a choice that may be empty of difference', '^(a|a)*$'],
    ['repeats a choice of which one begins like another', '^(a|aa)+$'],
    ['repeats choices that overlap only together', '^(a|ab|b)*c$'],
    ['overlaps by classes', '^([a-zA-Z0-9]+)*$'],
    ['overlaps by classes of letters', '^(\\p{L}+)+$'],
    ['overlaps by letters of another script', '^(日|\\p{L})*$'],
    ['has parts that may be left out', '^(\\w+\\s?)*$'],
    ['repeats two repetitions of the same', '(x+x+)+y'],
    ['repeats a loop within a loop', '^((a|b)*(a|b)*)*c$'],
    ['has it where it looks ahead', '^(?=(a+)+$)b'],
    ['repeats often what may be empty', '^(a?){50}a{50}$'],
    ['repeats often what has no certain length', '^(a{1,30}){1,30}$'],
    ['repeats anything up to a sign many times', '^(.*a){12}$'],
    ['takes what it found before again and again', '^(a)(\\1+)+$'],
    ['is longer than can be checked', `^${'a'.repeat(1_000)}$`],
    ['needs too many states', '^([a-z]{100}){100}$'],
    ['is none', '^(a'],
  ])('where it %s', (_what, expression) => {
    expect(mayTakeForEver(expression)).toBe(true);
  });

  it.each([
    ['^\\d{4}-\\d{2}-\\d{2}$'],
    ['^[0-9]+(\\.[0-9]+)*$'],
    ['^[A-Z][0-9]{2}(\\.?[0-9A-Z]{1,4})?$'],
    ['^(?:[a-z]+(?:-[a-z]+)*)(?:,[a-z]+)*$'],
    ['^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$'],
    ['^[^@\\s]+@[^@\\s]+$'],
    ['^([0-9]{3})+$'],
    ['^([0-9A-Z]{1,4}){2}$'],
    ['^[A-Z]{2}[0-9]{2}([A-Z0-9]{4}){1,7}[A-Z0-9]{0,3}$'],
    ['^(negative|positive|inconclusive)$'],
    ['^((ab|cd)*,)*$'],
    ['^(["\']).*\\1$'],
    [''],
  ])('but not %s', (expression) => {
    expect(mayTakeForEver(expression)).toBe(false);
  });

  it('is told at once, whatever the expression', () => {
    const many = `^((${Array.from({ length: 90 }, (_, at) => `${at}a?`).join('|')})z)*$`;
    const begun = performance.now();
    mayTakeForEver(many);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
