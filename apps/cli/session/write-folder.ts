/** The data folder opened for writing by one command, and closed again whatever happens. */
import { openWriter, type Writer } from '../../composition/index.js';
import type { Session } from './session.js';

export { hasLog } from '../../composition/index.js';

export interface WriteOptions {
  /** How this process is named to another that wants to write, such as `stafett import`. */
  readonly command: string;
  /** Milliseconds since the epoch. Default: the system clock. */
  readonly clock?: () => number;
}

/** @throws StoreLocked if another process writes to the folder; LogLossFound */
export async function withWriter<T>(
  session: Session,
  { command, clock = Date.now }: WriteOptions,
  use: (writer: Writer) => Promise<T>,
): Promise<T> {
  const { folder, acceptLoss } = session;
  const writer = await openWriter(folder, { holder: command, clock, acceptLoss });
  try {
    return await use(writer);
  } finally {
    await writer.close();
  }
}
