/** Which pathway is meant where nobody names one. */
import type { FolderAccess } from '../../composition/operations/operations.js';
import { usage } from '../terminal/errors.js';

/** The one that is published. @throws Refused `usage`: none is, or there is a choice */
export async function onlyPathway(folder: FolderAccess): Promise<string> {
  const { pathways } = await folder.ask('pathways', { languages: [] });
  const [only, ...others] = pathways.map(({ id }) => id);
  if (only !== undefined && others.length === 0) return only;
  throw only === undefined
    ? usage(
        'No pathway is named, and none is published.',
        'Name the one that the events are addressed to with --pathway, or publish one: stafett pathway publish FILE.yaml',
      )
    : usage(
        'No pathway is named, and several are published.',
        `Name one with --pathway: ${[only, ...others].join(', ')}.`,
      );
}
