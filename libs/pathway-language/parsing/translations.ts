/**
 * Texts by language: what is wrong with them, and the form of a definition in one language, which
 * is all that the rest of the reader sees.
 */
import { formatValue } from '#care-event';
import { textIn } from '#pathway';
import type { DefinitionYaml } from './definition-schema.js';
import type { Mention, Mentions } from './mentions.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';

/** Each is a reading of the whole definition. */
const LANGUAGES_MAX = 24;

type Translated = Mention & { readonly value: Readonly<Record<string, string>> };

/** The language of texts that name none. */
export function ownLanguage(definition: Readonly<Record<string, unknown>>): string {
  const { language } = definition;
  return typeof language === 'string' ? language : 'en';
}

/** The language of the definition is what is shown where another is missing: every text has it. */
export function addTranslationProblems(
  definition: Readonly<Record<string, unknown>>,
  mentions: Mentions,
  problems: ProblemList,
): void {
  const own = ownLanguage(definition);
  for (const { path, value } of translatedTexts(mentions)) {
    if (Object.hasOwn(value, own)) continue;
    const message = `the text in ${formatValue(own)} is missing, which is the language of the definition`;
    const advice = `add ${own}, or set \`language\` at the top of the definition`;
    problems.add(path, { code: 'missing-language', message, advice });
  }
  const languages = languagesIn(mentions);
  if (languages.length <= LANGUAGES_MAX) return;
  const message = `expected texts in at most ${LANGUAGES_MAX} languages, found ${languages.length}`;
  problems.add([], { code: 'too-many-languages', message });
}

/** The languages of all texts that name theirs, in the order of the document. */
export function languagesIn(mentions: Mentions): readonly string[] {
  const all = translatedTexts(mentions).flatMap(({ value }) => Object.keys(value));
  return [...new Set(all)];
}

/** @param yaml without problems */
export function formIn(language: string, yaml: DefinitionYaml, mentions: Mentions): DefinitionYaml {
  const texts = translatedTexts(mentions);
  if (texts.length === 0) return yaml;
  const form = structuredClone(yaml);
  const own = ownLanguage(yaml);
  for (const { path, value } of texts) replace(form, path, textIn(value, [language, own]));
  return form;
}

function translatedTexts(mentions: Mentions): readonly Translated[] {
  return mentions
    .of('readable-text')
    .filter((one): one is Translated => isRecord(one.value) && !('parameter' in one.value));
}

function replace(form: object, path: DocumentPath, text: string | undefined): void {
  let parent = form as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) parent = parent[part] as typeof parent;
  parent[path.at(-1) ?? ''] = text;
}
