/** Asks for the titles of a pathway and the names of organisations, where people read the answer. */
import { titlesOf, type Names, type Titles } from '../render/titles.js';
import type { FolderAccess } from '../../composition/operations/operations.js';
import type { Session } from './session.js';

/** @param pathway id; undefined: what is answered is about none */
export async function titlesIn(
  folder: FolderAccess,
  { json, languages }: Session,
  pathway: string | undefined,
): Promise<Titles> {
  if (json || pathway === undefined) return titlesOf(null);
  const texts = await folder.ask('texts', { pathway, languages });
  return titlesOf(texts, await organisationNamesIn(folder));
}

/** What organisations are called today, by id. */
export function organisationNamesIn(folder: FolderAccess): Promise<Names> {
  return folder.ask('organisationNames', { at: new Date().toISOString().slice(0, 10) });
}
