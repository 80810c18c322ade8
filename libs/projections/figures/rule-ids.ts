/** The ids of a pathway's elements of one kind: the newest definition's, then those that only older versions have. */
import type { Definition, PathwayVersions } from '#pathway';

export function idsOf(
  versions: PathwayVersions,
  elementsOf: (definition: Definition) => readonly { readonly id: string }[],
): readonly string[] {
  const elements = versions.definitions().toReversed().flatMap(elementsOf);
  return [...new Set(elements.map(({ id }) => id))];
}
