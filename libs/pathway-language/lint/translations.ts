/**
 * Code `missing-translation`: in a definition that is read in several languages, a text that lacks
 * one of them. It is shown in the definition's own language, amid texts in another.
 */
import { languagesIn, ownLanguage } from '../parsing/translations.js';
import { isRecord } from '../parsing/shape.js';
import type { LintSubject } from './lint-subject.js';

export function lintTranslations(subject: LintSubject): void {
  const { mentions, yaml } = subject;
  const languages = languagesIn(mentions);
  if (languages.length === 0) return;
  const own = ownLanguage(yaml);
  for (const { path, value } of mentions.of('readable-text')) {
    const has = typeof value === 'string' ? [own] : Object.keys(isRecord(value) ? value : {});
    const lacks = languages.filter((language) => !has.includes(language));
    // A parameter stands for a text that is looked at where it is given.
    if (lacks.length === 0 || has.includes('parameter')) continue;
    subject.warn(path, {
      code: 'missing-translation',
      message: `the text is missing in ${lacks.join(', ')}, in which other texts are given`,
      advice: `add ${lacks.join(', ')}; until then ${own} is shown`,
    });
  }
}
