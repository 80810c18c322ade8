/**
 * Which store the whole-system tests run on, by `STAFETT_TEST_STORE`: `sqlite` (the default),
 * `postgres` or `eventstoredb`. Each data folder of a test has a log of its own there, whose name is
 * made from the folder's, so that every process finds the same.
 */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Installation } from '../apps/composition/index.js';
import { parsePlace } from '../apps/composition/stores/parse-place.js';
import { placesIn } from '../apps/composition/stores/places.js';

/** Set by `test/setup/stores.ts`; only on the servers named there. */
const { STAFETT_TEST_STORE: store = 'sqlite', STAFETT_TEST_STORE_URL: url = '' } = process.env;

/** Whether all of an installation lies in its data folder, so that a copy of that is a backup. */
export const liesInFolder = store === 'sqlite';

/** Whether the store refuses one source and id for events of two patients, and does not only notice it. */
export const refusesSharedIds = store !== 'eventstoredb';

/** What a command is given in its environment to use the store for this folder. */
export function storeSettings(folder: string): Readonly<Record<string, string>> {
  if (store === 'sqlite') return {};
  const name = `t${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)}`;
  const parameter = store === 'postgres' ? `schema=${name}` : `prefix=${name}`;
  const place = `${url}${url.includes('?') ? '&' : '?'}${parameter}`;
  if (store === 'postgres') return { STAFETT_EVENT_STORE: place };
  return { STAFETT_EVENT_STORE: place, STAFETT_SINGLE_HOST: 'true' };
}

/** The same for what runs in this process. */
export function installationOf(folder: string): Installation {
  const { STAFETT_EVENT_STORE: text } = storeSettings(folder);
  if (text === undefined) return folder;
  const log = parsePlace(text, { folder, data: folder, seenByOthers: false });
  const rest = log.kind === 'postgres' ? log : placesIn(resolve(folder)).work;
  return { data: folder, places: { log, readModels: rest, work: rest } };
}
