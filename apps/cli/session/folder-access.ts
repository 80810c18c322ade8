/**
 * The data folder for one command: through the server that holds it, or opened by the command
 * itself where no server runs. Which of the two it was, makes no difference to a command.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { FolderAccess, OpenFolder } from '../../composition/operations/operations.js';
import { Refused } from '../terminal/errors.js';
import { ServerConnection } from './server-connection.js';
import type { Session } from './session.js';

/** What a folder is opened for, if the command opens it itself. */
export type Purpose =
  | { readonly kind: 'log' | 'figures' | 'rebuild' }
  /** `command` is what another that wants to write is told, such as `stafett import`. */
  | { readonly kind: 'write'; readonly command: string };

/** How long a server that is starting or closing may make no progress. */
const STANDSTILL_MS = 60_000;
const ASK_AGAIN_MS = 200;
/** A server that has just begun has the lock a moment before it has the socket. */
const TRIES = 5;

/**
 * @throws StoreLocked if a process that is no server writes to the folder; Refused `server-gone`
 *   and others
 */
export async function withFolder<T>(
  session: Session,
  purpose: Purpose,
  use: (folder: FolderAccess) => Promise<T>,
): Promise<T> {
  if (purpose.kind !== 'write') session.requireFolder();
  const folder = await openFolder(session, purpose);
  try {
    return await use(folder);
  } finally {
    await folder.close();
  }
}

async function openFolder(session: Session, purpose: Purpose): Promise<OpenFolder> {
  for (let tries = 1; ; tries += 1) {
    const server = await findServer(session);
    if (server !== undefined) return server;
    try {
      if (purpose.kind === 'write') {
        const { openForWriting } = await import('./write-folder.js');
        return await openForWriting(session, purpose.command);
      }
      if (purpose.kind === 'rebuild') {
        const { openForRebuild } = await import('./rebuild-folder.js');
        return openForRebuild(session);
      }
      const { openForReading } = await import('./read-folder.js');
      return await openForReading(session, purpose.kind);
    } catch (error) {
      const locked = error instanceof Error && 'code' in error && error.code === 'store-locked';
      if (!locked || tries === TRIES) throw error;
      await pause(ASK_AGAIN_MS);
    }
  }
}

/** Waits for one that is starting, and for one that is closing until it is gone. */
async function findServer(session: Session): Promise<ServerConnection | undefined> {
  const server = await ServerConnection.open(session.folder);
  const progress = await session.progress('Waiting for the server, which is starting');
  let since = performance.now();
  let before = -1;
  try {
    for (;;) {
      const state = await server.state();
      if (state?.status === 'ready') return server;
      if (state === undefined) break;
      if (state.read > before) since = performance.now();
      before = Math.max(before, state.read);
      if (performance.now() - since > STANDSTILL_MS) throw notReady(state.status);
      progress.update({ done: state.read, unit: 'events' });
      await pause(ASK_AGAIN_MS);
    }
  } catch (error) {
    await server.close();
    throw error;
  } finally {
    progress.stop();
  }
  await server.close();
  return undefined;
}

function notReady(status: string): Refused {
  return new Refused('server-not-ready', `The server that holds this folder is still ${status}.`, {
    advice: 'Look at what it logs, and run the command again when it is ready.',
  });
}
