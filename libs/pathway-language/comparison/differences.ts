/** What differs between two forms of one element: row by row, and where no row says it by where it stands. */
import type { LabelledText } from '../drawing/outline-blocks.js';
import type { ComparedElement } from './compared-element.js';

export interface Difference {
  /** Such as `Within`, `Owed by` or `Title`. */
  readonly what: string;
  /** Null: there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Of one element, details beyond this are left out. */
const DETAILS_MAX = 5;
const DETAIL_CHARACTERS = 200;

/** Nothing where both are the same. */
export function differencesOf(
  before: ComparedElement | undefined,
  after: ComparedElement | undefined,
): readonly Difference[] {
  const inRows = rowDifferences(before?.rows ?? [], after?.rows ?? []);
  const inTexts = rowDifferences(before?.texts ?? [], after?.texts ?? []);
  if (inRows.length > 0 || before === undefined || after === undefined) {
    return [...inRows, ...inTexts];
  }
  return [...detailDifferences(before.rule, after.rule), ...inTexts];
}

function rowDifferences(
  before: readonly LabelledText[],
  after: readonly LabelledText[],
): readonly Difference[] {
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  return labels.flatMap((what) => {
    const [was, becomes] = [before, after].map((rows) =>
      rows.filter(({ label }) => label === what).map(({ text }) => text),
    );
    const gone = without(was ?? [], becomes ?? []);
    const come = without(becomes ?? [], was ?? []);
    if (gone.length === 0 && come.length === 0 && was?.join('\n') !== becomes?.join('\n')) {
      return [{ what, before: was?.join('; ') ?? null, after: becomes?.join('; ') ?? null }];
    }
    return Array.from({ length: Math.max(gone.length, come.length) }, (_, at): Difference => {
      return { what, before: gone[at] ?? null, after: come[at] ?? null };
    });
  });
}

/** What is in the first list and not in the second, each as often as there. */
function without(texts: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return texts.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function detailDifferences(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = [];
  collect(before, after, '', found);
  return found.slice(0, DETAILS_MAX);
}

/** Texts of the element itself have rows; those of its parts, such as an exemption, are details. */
const IN_TEXTS: readonly string[] = ['title', 'note', 'source', 'name'];

function collect(before: unknown, after: unknown, path: string, found: Difference[]): void {
  if (before === after) return;
  const [was, becomes] = [before, after].map(partsOf);
  if (was === undefined || becomes === undefined) {
    found.push({ what: path, before: inShort(before), after: inShort(after) });
    return;
  }
  for (const key of new Set([...was.keys(), ...becomes.keys()])) {
    if (path === '' && IN_TEXTS.includes(key)) continue;
    collect(was.get(key), becomes.get(key), path === '' ? key : `${path}.${key}`, found);
  }
}

/** Undefined for what has no parts. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value instanceof Map) return value as ReadonlyMap<string, unknown>;
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value));
}

function inShort(value: unknown): string | null {
  if (value === undefined) return null;
  const parts: unknown = value instanceof Map ? Object.fromEntries(value) : value;
  const text = typeof parts === 'string' ? parts : JSON.stringify(parts);
  return text.length <= DETAIL_CHARACTERS ? text : `${text.slice(0, DETAIL_CHARACTERS - 1)}…`;
}
