/**
 * The data folder opened for reading by one command, and closed again whatever happens.
 * Loaded by a command's action, not by its help: the database and the libraries come with it.
 */
import { openLog, openReports, type OpenLog, type Reports } from '../../composition/index.js';
import type { Session } from './session.js';

export { FIGURES } from '../../composition/index.js';

/** Log, definitions and read models; these are brought up to date if no other process does so. */
export async function withReadModels<T>(
  session: Session,
  use: (reports: Reports) => Promise<T>,
): Promise<T> {
  session.requireFolder();
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

/** Log and definitions, for what needs no read models: works on a folder that cannot be written. */
export async function withLog<T>(session: Session, use: (log: OpenLog) => Promise<T>): Promise<T> {
  session.requireFolder();
  const log = await openLog(session.folder);
  try {
    return await use(log);
  } finally {
    await log.close();
  }
}
