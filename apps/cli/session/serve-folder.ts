/** The server on the data folder; loaded by the command that starts it. */
import { clockFrom } from '../../composition/index.js';
import { serveConfigured } from '../../server/serve-configured.js';
import type { Served } from '../../server/serve.js';
import type { Session } from './session.js';

/**
 * @param now milliseconds since the epoch; the system clock if undefined
 * @throws StoreLocked if another process writes to the folder
 */
export function serveFolder(
  { configuration, io: { env } }: Session,
  now: number | undefined,
): Promise<Served> {
  const clock = now === undefined ? {} : { clock: clockFrom(now) };
  return serveConfigured(configuration.values, { env, ...clock });
}
