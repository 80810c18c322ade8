/** The server on the data folder; loaded by the command that starts it. */
import { clockFrom } from '../../composition/index.js';
import { runConfigured } from '../../server/serve-configured.js';
import type { Session } from './session.js';

/**
 * Until it is stopped, or has to end.
 *
 * @param now milliseconds since the epoch; the system clock if undefined
 * @returns the exit code
 * @throws StoreLocked if another process writes to the folder; LogLossFound
 */
export function serveFolder(session: Session, now: number | undefined): Promise<number> {
  const { configuration, io } = session;
  return runConfigured(configuration, {
    env: io.env,
    host: io,
    acceptLoss: session.acceptLoss,
    ...(now === undefined ? {} : { clock: clockFrom(now) }),
    onServing: ({ url }) =>
      session.answer({ url, data: session.folder }, (page) =>
        page.line(`Serving ${session.folder} on ${url}. Press Ctrl-C to stop.`),
      ),
    onStopping: () => session.note('Stopping.'),
  });
}
