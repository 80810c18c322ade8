/**
 * The languages in which people read a definition: its titles, notes and names. What is stored,
 * assessed and sent is the same in all of them. Chosen by lookup (RFC 4647, section 3.4).
 */
import type { Definition } from './definition.js';

/** Of texts that name none, and for whoever asks for none that is there. */
const ENGLISH = 'en';

/** Bokmål is what Norwegian software has: it stands in for Norwegian and Nynorsk, and they for it. */
const NORWEGIAN: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', nb: 'no' };

/** Of the definition's texts, BCP 47. */
export function languageOf({ language = ENGLISH }: Definition): string {
  return language;
}

/** All that it can be read in, its own first. */
export function languagesOf(definition: Definition): readonly string[] {
  return [languageOf(definition), ...(definition.translations?.keys() ?? [])];
}

/**
 * The definition as people read it in the first of the languages that it has; else in English;
 * else in its own. What is not translated stays in its own language.
 * @param languages BCP 47 tags, most wanted first
 */
export function inLanguage(definition: Definition, languages: readonly string[]): Definition {
  const { translations } = definition;
  if (translations === undefined) return definition;
  const chosen = lookUpLanguage([...languages, ENGLISH], languagesOf(definition));
  return translations.get(chosen ?? '') ?? definition;
}

/**
 * The text in the first of the languages that it has.
 * @param text in one language, or by language
 */
export function textIn(
  text: string | Readonly<Record<string, string>>,
  languages: readonly string[],
): string | undefined {
  if (typeof text === 'string') return text;
  return text[lookUpLanguage(languages, Object.keys(text)) ?? ''];
}

function lookUpLanguage(
  languages: readonly string[],
  available: readonly string[],
): string | undefined {
  const byLowerCase = new Map(available.map((tag) => [tag.toLowerCase(), tag]));
  for (const language of languages) {
    for (const tag of lookedUp(language.toLowerCase())) {
      const found = byLowerCase.get(tag);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `zh-hant-tw`, `zh-hant`, `zh`: a part of one sign goes with the one that follows it. */
function lookedUp(language: string): readonly string[] {
  const parts = language.split('-');
  const tags: string[] = [];
  while (parts.length > 0) {
    if (parts.at(-1)?.length !== 1) tags.push(parts.join('-'));
    parts.pop();
  }
  const norwegian = NORWEGIAN[tags.at(-1) ?? ''];
  return norwegian === undefined ? tags : [...tags, norwegian];
}
