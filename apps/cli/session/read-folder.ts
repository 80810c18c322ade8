/**
 * The data folder opened for reading by the command itself. Loaded where no server runs: the
 * database and the libraries come with it.
 */
import {
  dataFolder,
  FIGURES,
  loadStatedFeeds,
  openLog,
  openReports,
  perform,
  type FigureName,
  type OpenFolder,
  type OpenLog,
  type Reports,
} from '../../composition/index.js';
import type { Session } from './session.js';

/** For figures, the read models too, which are brought up to date if no other process does so. */
export async function openForReading(
  session: Session,
  kind: 'log' | 'figures',
): Promise<OpenFolder> {
  if (kind === 'log') return folderOf(await openLog(session.installation));
  const progress = await session.progress('Reading the log');
  const reports = await openReports(session.installation, {
    onProgress: ({ events }) => progress.update({ done: events, unit: 'events' }),
  }).finally(() => progress.stop());
  const statedFeeds = await loadStatedFeeds(dataFolder(session.installation).feeds);
  // The name and its query travel together.
  const withFeeds = (query: object) => ({ ...query, statedFeeds }) as never;
  return folderOf(reports, (name, query) => figure(session, reports, name, withFeeds(query)));
}

function folderOf(
  log: OpenLog,
  figure?: (name: FigureName, query: never) => Promise<unknown>,
): OpenFolder {
  const context = { ...log, ...(figure && { figure }) };
  return {
    served: false,
    // The name and its input travel together.
    ask: (name, input) => perform(context, name, input) as never,
    close: () => log.close(),
  };
}

/** Computes a figure, and notes if the read models are behind the log. */
async function figure(
  session: Session,
  { models, store, keptBy }: Reports,
  name: FigureName,
  query: never,
): Promise<unknown> {
  const answer = await FIGURES[name](models, query);
  const head = await store.head();
  if (keptBy === 'another' && head !== undefined && head !== answer.position) {
    session.note(
      `Another process keeps the read models up to date; they are at position ${answer.position ?? 'none'} of ${head}.`,
    );
  }
  return answer;
}
