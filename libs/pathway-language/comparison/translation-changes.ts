/** Texts in other languages that differ between two definitions: counted, since few read all of them. */
import { languagesOf, textsOf, type Definition } from '#pathway';

export interface TranslationChange {
  /** BCP 47 tag. */
  readonly language: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Texts that differ; of a language that only one of them has, all. */
  readonly texts: number;
}

export function translationChanges(
  before: Definition,
  after: Definition,
): readonly TranslationChange[] {
  const [old, new_] = [before, after].map((one) => new Set(languagesOf(one).slice(1)));
  return [...new Set([...(old ?? []), ...(new_ ?? [])])]
    .sort()
    .flatMap((language): readonly TranslationChange[] => {
      const [was, is] = [
        old?.has(language) === true ? textsIn(before, language) : undefined,
        new_?.has(language) === true ? textsIn(after, language) : undefined,
      ];
      if (was === undefined || is === undefined) {
        const change = was === undefined ? 'added' : 'removed';
        return [{ language, change, texts: (was ?? is)?.size ?? 0 }];
      }
      const texts = [...is].filter(
        ([path, text]) => was.has(path) && was.get(path) !== text,
      ).length;
      return texts === 0 ? [] : [{ language, change: 'changed', texts }];
    });
}

/** By where each stands, with ids in place of indexes. */
function textsIn(definition: Definition, language: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(textsOf(definition, [language]), '', found);
  return found;
}

const TEXTS: readonly string[] = ['title', 'name', 'note', 'responsibility'];

function collect(value: unknown, path: string, found: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  const parts: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((item: { readonly id: string }) => [item.id, item])
    : Object.entries(value);
  for (const [key, part] of parts) {
    const at = `${path}/${key}`;
    if (typeof part === 'string' && TEXTS.includes(key)) found.set(at, part);
    else collect(part, at, found);
  }
}
