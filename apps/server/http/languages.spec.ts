/** `Accept-Language`, as browsers and programs send it. */
import { describe, expect, it } from '@jest/globals';
import { languagesWanted } from './languages.js';

describe('The languages that a request wants', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['nb', ['nb']],
    ['nb-NO,nb;q=0.9,no;q=0.8,en-US;q=0.7', ['nb-NO', 'nb', 'no', 'en-US']],
    ['en;q=0.5, sv-FI , fi;q=0.8', ['sv-FI', 'fi', 'en']],
    ['fi; q=1.000, sv; q=1', ['fi', 'sv']],
    ['*', []],
    ['fi;q=0, nb;q=0.001', ['nb']],
    ['fi;q=2, ;;, sv;q=x, nb', ['nb']],
    [`${'aa,'.repeat(10_000)}nb`, Array.from({ length: 50 }, () => 'aa')],
  ])('of %s are %j', (header, languages) => {
    expect(languagesWanted(header)).toEqual(languages);
  });
});
