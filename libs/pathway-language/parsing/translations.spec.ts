/** Definitions whose texts are in several languages: how they are read, refused and doubted. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess, inLanguage, languageOf, type Definition } from '#pathway';
import { lintDefinition } from '../lint/lint-definition.js';
import { readDefinition } from './read-definition.js';

const TEXT = `pathway: knee
version: 1
title: { en: Knee, nb: Kne }
zone: Europe/Oslo
source: a paper
parameters:
  clinic-name: { text: { en: Clinic, nb: Klinikk }, source: s, local: { "4601": Bergen } }
services:
  gp: { name: { en: GP, nb: Fastlege }, level: municipal }
  clinic: { name: { parameter: clinic-name }, level: specialist }
entry: any
closes: PathwayClosed
stages:
  - id: one
    title: { en: First, nb: Først }
    note: { en: A note, nb: Et notat }
    holder: gp
    limit: 6 weeks
    source: s
    exits: [{ id: seen, title: { en: Seen, nb: Sett }, on: VisitCompleted, to: closed }]
handovers:
  - { id: to-clinic, title: { en: To it, nb: Dit }, source: s, when: ReferralSent, from: gp, to: clinic, answer-within: 1 week, accepted: { by: ReferralAssessed }, refused: { by: ResponsibilityRefused, then: return-to-sender }, silent: { then: remind } }
`;

function read(text: string): Definition {
  const result = readDefinition(text);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.definition;
}

function codesOf(text: string): readonly string[] {
  return lintDefinition(text).map(({ path, code }) => `${path} ${code}`);
}

/** All that people read of a definition. */
function textsOf({ title, services, stages, parameters }: Definition): readonly unknown[] {
  const [stage] = stages;
  const name = services.get('gp')?.name;
  const value = parameters.get('clinic-name')?.default;
  return [title, name, stage?.title, stage?.note, stage?.exits[0]?.title, value];
}

const ENGLISH = ['Knee', 'GP', 'First', 'A note', 'Seen', { kind: 'text', text: 'Clinic' }];
const BOKMAL = ['Kne', 'Fastlege', 'Først', 'Et notat', 'Sett', { kind: 'text', text: 'Klinikk' }];

describe('A definition in several languages', () => {
  it.each([
    [[], ENGLISH],
    [['nb'], BOKMAL],
    [['nb-NO'], BOKMAL],
    [['NB-no'], BOKMAL],
    [['no'], BOKMAL],
    [['nn-NO'], BOKMAL],
    [['fi', 'nb'], BOKMAL],
    [['en-GB', 'nb'], ENGLISH],
    [['fi'], ENGLISH],
    [['nbx', 'n', ''], ENGLISH],
  ])('is read by whoever wants %j in the first language that it has', (languages, texts) => {
    expect(textsOf(inLanguage(read(TEXT), languages))).toEqual(texts);
  });

  it('is the same in every language but for what people read', () => {
    const definition = read(TEXT);
    const facts: never[] = [];
    expect(assess(inLanguage(definition, ['nb']), facts, 0)).toEqual(assess(definition, facts, 0));
  });

  it('may be in a language of its own, which is shown where there is no English', () => {
    const text = TEXT.replaceAll(/\ben:/g, 'sv:').replace('zone:', 'language: sv\nzone:');
    const definition = read(text);
    expect(languageOf(definition)).toBe('sv');
    expect(languageOf(inLanguage(definition, ['fi']))).toBe('sv');
    expect(languageOf(inLanguage(definition, ['nn']))).toBe('nb');
    const withEnglish = read(text.replace('sv: Knee', 'sv: Knä, en: Knee'));
    expect(inLanguage(withEnglish, ['fi'])).toMatchObject({ language: 'en', title: 'Knee' });
  });

  it("shows what is not translated in the definition's language, or in the wider one", () => {
    const text = TEXT.replace('nb: Først', 'fi: Ensin').replace('nb: Sett', 'nb-NO: Settt');
    const [stage] = inLanguage(read(text), ['nb-NO']).stages;
    expect([stage?.title, stage?.note, stage?.exits[0]?.title]).toEqual([
      'First',
      'Et notat',
      'Settt',
    ]);
  });

  it('is what it always was where no text names its language', () => {
    const plain = read(TEXT.replace(/\{ en: ([^,]+), nb: [^}]+ \}/g, '$1'));
    expect(textsOf(plain)).toEqual(ENGLISH);
    expect(Object.keys(plain)).not.toContain('translations');
    expect(Object.keys(plain)).not.toContain('language');
    expect(inLanguage(plain, ['nb'])).toBe(plain);
  });

  it('is refused where a text lacks the language of the definition, or a language is none', () => {
    expect(codesOf(TEXT.replace('en: Knee, ', ''))).toEqual(['title missing-language']);
    expect(codesOf(TEXT.replace('{ en: Knee, nb: Kne }', '{}'))).toContain('title empty');
    expect(codesOf(TEXT.replace('nb: Kne ', 'norsk: Kne '))).toContain('title.norsk wrong-form');
    expect(codesOf(TEXT.replace('nb: Kne ', 'nb: 7 '))).toContain('title.nb wrong-type');
    expect(codesOf(TEXT.replace('zone:', 'language: norsk\nzone:'))).toContain(
      'language wrong-form',
    );
    const many = Array.from({ length: 25 }, (_, at) => `a${String.fromCharCode(97 + at)}: x`);
    expect(codesOf(TEXT.replace('nb: Kne ', many.join(', ')))).toEqual([' too-many-languages']);
  });

  it('is doubted where a text lacks a language that another has', () => {
    expect(codesOf(TEXT)).toEqual([]);
    expect(codesOf(TEXT.replace('{ en: First, nb: Først }', 'First'))).toEqual([
      'stages[0].title missing-translation',
    ]);
    expect(codesOf(TEXT.replace(', nb: Et notat', ''))).toEqual([
      'stages[0].note missing-translation',
    ]);
    const [problem] = lintDefinition(TEXT.replace('GP, nb: Fastlege', 'GP'));
    expect(problem).toMatchObject({ severity: 'warning', path: 'services.gp.name' });
    expect(problem?.message).toContain('missing in nb');
  });

  it('has an answer whatever is asked for', () => {
    const definition = read(TEXT);
    fc.assert(
      fc.property(fc.array(fc.string()), (languages) => {
        expect(['en', 'nb']).toContain(languageOf(inLanguage(definition, languages)));
      }),
      { seed: 59 },
    );
  });
});
