/**
 * Two definitions compared, in words: what differs, element by element, whom each difference is
 * about, and which service owes more or less. Comments and layout are no difference.
 */
import { inLanguage, type Definition } from '#pathway';
import { calledAsIn, type ComparedElement, type ElementKind } from './compared-element.js';
import { concernedBy, type Concerned } from './concerned.js';
import { differencesOf, type Difference } from './differences.js';
import { generalElements } from './general-elements.js';
import { owedEffects, type OwedEffect } from './owed-effects.js';
import { ruleElements } from './rule-elements.js';
import { translationChanges, type TranslationChange } from './translation-changes.js';

export interface ElementChange {
  readonly kind: ElementKind;
  readonly id: string;
  readonly title: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of an element that was added or removed, all that it says. */
  readonly differences: readonly Difference[];
  readonly concerns: Concerned;
}

export interface DefinitionName {
  readonly id: string;
  readonly version: number;
  readonly title: string;
}

export interface DefinitionComparison {
  readonly before: DefinitionName;
  readonly after: DefinitionName;
  /** Whether it is the same pathway and nothing differs but the version. */
  readonly same: boolean;
  readonly changes: readonly ElementChange[];
  readonly owed: readonly OwedEffect[];
  readonly translations: readonly TranslationChange[];
}

/** @param languages BCP 47 tags of the reader, most wanted first */
export function compareDefinitions(
  first: Definition,
  second: Definition,
  languages: readonly string[] = [],
): DefinitionComparison {
  const [before, after] = [inLanguage(first, languages), inLanguage(second, languages)];
  const changes = [...elementChanges(before, after), ...orderChanges(before, after)];
  const translations = translationChanges(first, second);
  return {
    before: nameOf(before),
    after: nameOf(after),
    same: before.id === after.id && changes.length + translations.length === 0,
    changes,
    owed: owedEffects(before, after),
    translations,
  };
}

function elementChanges(before: Definition, after: Definition): readonly ElementChange[] {
  const old = elementsOf(before, calledAsIn(before, after));
  const new_ = elementsOf(after, after);
  // A pathway of another id is compared as the same one.
  const keyOf = ({ kind, id }: ComparedElement) => (kind === 'pathway' ? kind : `${kind} ${id}`);
  const byKey = new Map(old.map((element) => [keyOf(element), element]));
  const kept = new Set(new_.map(keyOf));
  const pairs = [
    ...new_.map((element) => [byKey.get(keyOf(element)), element] as const),
    ...old
      .filter((element) => !kept.has(keyOf(element)))
      .map((element) => [element, undefined] as const),
  ];
  const order = [...new Set([...new_, ...old].map(({ kind }) => kind))];
  return pairs
    .flatMap(([was, is]) => {
      const differences = differencesOf(was, is);
      const element = is ?? was;
      if (
        element === undefined ||
        (was !== undefined && is !== undefined && differences.length === 0)
      ) {
        return [];
      }
      const { kind, id, title } = element;
      const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
      const concerns = concernedBy(element, is === undefined ? before : after);
      return [{ kind, id, title, change, differences, concerns } as const];
    })
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function elementsOf(definition: Definition, words: Definition): readonly ComparedElement[] {
  return [...generalElements(definition, words), ...ruleElements(definition, words)];
}

/** Lists whose order means something: of two that fit one event, the first counts. */
const ORDERED = ['stages', 'handovers', 'interrupts', 'duties'] as const;

function orderChanges(before: Definition, after: Definition): readonly ElementChange[] {
  const differences = ORDERED.flatMap((list): readonly Difference[] => {
    const [was, is] = [before, after].map((one) => one[list].map(({ id }) => id));
    const common = (ids: readonly string[] = [], others: readonly string[] = []) =>
      ids.filter((id) => others.includes(id)).join(', ');
    const [old, new_] = [common(was, is), common(is, was)];
    return old === new_ ? [] : [{ what: `Order of ${list}`, before: old, after: new_ }];
  });
  if (differences.length === 0) return [];
  const { id, title } = after;
  const concerns = concernedBy({ kind: 'pathway', id }, after);
  return [{ kind: 'pathway', id, title, change: 'changed', differences, concerns }];
}

function nameOf({ id, version, title }: Definition): DefinitionName {
  return { id, version, title };
}
