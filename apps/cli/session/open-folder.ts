/**
 * The reading side of the data folder for one command: opened, brought up to date
 * where nobody else is doing so, and closed again whatever happens.
 */
import { existsSync } from 'node:fs';
import { openLog, openReports, type OpenLog, type Reports } from '../../composition/index.js';
import { Refused } from '../terminal/errors.js';
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

/** The log and the definitions, for what needs no read models: works on a folder that cannot be written. */
export async function withLog<T>(session: Session, use: (log: OpenLog) => Promise<T>): Promise<T> {
  requireFolder(session.folder);
  const log = await openLog(session.folder);
  try {
    return await use(log);
  } finally {
    await log.close();
  }
}

/** What needs a log never makes a folder: a misspelt name would look like an empty log. */
export function requireFolder(folder: string): void {
  if (existsSync(folder)) return;
  throw new Refused('data-missing', `There is no data folder ${folder}.`, {
    advice:
      'Give it with --data or STAFETT_DATA; import, serve and pathway publish make a new one.',
  });
}
