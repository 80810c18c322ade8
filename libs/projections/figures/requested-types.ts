/** The types of event that a query names, checked against the log, the catalogue and the definitions. */
import { CATALOGUE, isKnownType, parseTypeLiteral, didYouMean } from '#care-event';
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
    throw new QueryRefused(
      'unknown-type',
      `No event of type ${name} has been reported, and no definition declares it.` +
        didYouMean(bare, known),
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
