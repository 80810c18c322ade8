/** The data folder opened for writing by the command itself. Loaded where no server runs. */
import { openWriter, perform, type OpenFolder } from '../../composition/index.js';
import type { Session } from './session.js';

/**
 * @param command how this process is named to another that wants to write
 * @throws StoreLocked if another process writes to the folder; LogLossFound
 */
export async function openForWriting(
  { installation, acceptLoss }: Session,
  command: string,
): Promise<OpenFolder> {
  const writer = await openWriter(installation, { holder: command, clock: Date.now, acceptLoss });
  const { store, registry, engine } = writer;
  const context = {
    ...{ store, registry, engine },
    secret: () => Promise.resolve(writer.secret),
    parked: () => Promise.resolve(writer.parking),
    setAside: writer.setAside,
  };
  return {
    served: false,
    // The name and its input travel together.
    ask: (name, input) => perform(context, name, input) as never,
    close: () => writer.close(),
  };
}
