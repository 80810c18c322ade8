/**
 * The reading side of the data folder for one command: opened, brought up to date
 * where nobody else is doing so, and closed again whatever happens.
 */
import { existsSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { dataFolder, openReadingStore, openReports, type Reports } from '../compose/index.js';
import { Refused } from './errors.js';
import type { Session } from './session.js';

/** Log, read models and definitions. */
export async function withReports<T>(
  session: Session,
  use: (reports: Reports) => Promise<T>,
): Promise<T> {
  requireFolder(session.folder);
  const progress = await session.progress('Reading the log');
  const reports = await openReports(session.folder, {
    onProgress: ({ events }) => progress.update({ done: events, unit: 'events' }),
  }).finally(() => progress.stop());
  try {
    return await use(reports);
  } finally {
    await reports.close();
  }
}

/** The log alone. */
export async function withLog<T>(
  session: Session,
  use: (store: EventStore) => Promise<T>,
): Promise<T> {
  requireFolder(session.folder);
  const store = await openReadingStore(dataFolder(session.folder));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Looking at a folder never makes one: a misspelt name would look like an empty log. */
function requireFolder(folder: string): void {
  if (existsSync(folder)) return;
  throw new Refused('data-missing', `There is no data folder ${folder}.`, {
    advice:
      'Give it with --data or STAFETT_DATA; import, serve and pathway publish make a new one.',
  });
}
