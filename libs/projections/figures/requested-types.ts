/** The types of event that a query names, checked against the log, the catalogue and the definitions. */
import { CATALOGUE, isKnownType, parseTypeLiteral } from '#care-event';
import { namedTypes } from '#pathway';
import { QueryRefused } from '../models/errors.js';
import type { Question } from './question.js';

export interface UnknownType {
  readonly type: string;
  readonly n: number;
  readonly lastPosition: string;
}

/** Types reported to this pathway or to none that neither the catalogue nor any definition knows. */
export function unknownTypes({ versions, pathways, reported }: Question): UnknownType[] {
  const { id } = versions.newest;
  const own = versions.definitions();
  let unknown = reported
    .filter(({ pathway }) => pathway === '' || pathway === id)
    .filter(({ type }) => !isKnownType(type, own));
  if (unknown.length > 0)
    for (const other of pathways.definitionsBut(id)) {
      unknown = unknown.filter(({ type }) => !other.declared.has(type));
      if (unknown.length === 0) break;
    }
  return unknown.map(({ literal, n, lastPosition }) => ({ type: literal, n, lastPosition }));
}

/**
 * The requested types without their versions.
 *
 * @throws QueryRefused a type was neither reported nor declared: a misspelt name must not
 *   look like a count of zero
 */
export function requestedTypes(
  question: Question,
  names: readonly string[],
  path: string,
): readonly string[] {
  if (names.length === 0)
    throw new QueryRefused('invalid-query', 'At least one type of event is needed.', path);
  const known = knownTypes(question);
  return names.map((name) => {
    if (known.has(name)) return name;
    const bare = parseTypeLiteral(name).type;
    if (known.has(bare)) return bare;
    for (const other of question.pathways.definitionsBut(question.definition.id)) {
      for (const type of namedTypes(other)) known.add(type);
      if (known.has(name)) return name;
      if (known.has(bare)) return bare;
    }
    const near = closest(bare, known);
    throw new QueryRefused(
      'unknown-type',
      `No event of type ${name} was reported, and no definition declares it.` +
        (near.length === 0 ? '' : ` Did you mean ${near.join(', or ')}?`),
      path,
    );
  });
}

/** Types in the log, the catalogue and this pathway; other pathways are searched only if these do not suffice. */
function knownTypes({ versions, reported }: Question): Set<string> {
  const known = new Set(reported.map((each) => each.type));
  for (const type of CATALOGUE.keys()) known.add(type);
  for (const each of versions.definitions()) for (const type of namedTypes(each)) known.add(type);
  return known;
}

/** Up to three names that differ in at most a third of their letters, nearest first. */
function closest(name: string, known: ReadonlySet<string>): readonly string[] {
  const sought = name.toLowerCase();
  const most = Math.max(2, Math.floor(name.length / 3));
  return [...known]
    .map((candidate) => ({ candidate, edits: editsBetween(sought, candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance. */
function editsBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}
