/** In which languages a command shows titles: as it is told, or as the locale has it. */
import { describe, expect, it } from '@jest/globals';
import { languagesGiven, languagesOfLocale } from './languages.js';

describe('The language of titles', () => {
  it.each([
    [{ LANG: 'nb_NO.UTF-8' }, ['nb-NO']],
    [{ LANG: 'nb_NO.UTF-8', LC_MESSAGES: 'sv_SE' }, ['sv-SE']],
    [{ LANG: 'nb_NO.UTF-8', LC_MESSAGES: 'sv_SE', LC_ALL: 'fi' }, ['fi']],
    [{ LANG: 'nb_NO', LC_ALL: '' }, ['nb-NO']],
    [{ LANG: 'nb_NO', LC_ALL: 'C' }, []],
    [{ LANG: 'POSIX' }, []],
    [{ LANG: 'C.UTF-8' }, []],
    [{ LANG: 'ca_ES.UTF-8@valencia' }, ['ca-ES']],
    [{}, []],
  ])('of the locale %j is %j', (env, languages) => {
    expect(languagesOfLocale(env)).toEqual(languages);
  });

  it('is what --lang says, one or several, the most wanted first', () => {
    expect(languagesGiven('nb')).toEqual(['nb']);
    expect(languagesGiven('sv_FI, fi')).toEqual(['sv-FI', 'fi']);
    expect(() => languagesGiven('norsk')).toThrow(/such as nb/);
    expect(() => languagesGiven('')).toThrow(/such as nb/);
  });
});
