/** The read models of a data folder built anew by the command itself. Loaded where no server runs. */
import { rebuildReadModels, type OpenFolder } from '../../composition/index.js';
import type { Session } from './session.js';

/** Only for that. Closed before it is done, it leaves everything as it was. */
export function openForRebuild({ installation }: Session): OpenFolder {
  const stopped = new AbortController();
  let rebuilt: Promise<unknown> = Promise.resolve();
  return {
    served: false,
    ask: () => {
      const built = rebuildReadModels(installation, { signal: stopped.signal });
      rebuilt = built;
      return built as never;
    },
    close: async () => {
      stopped.abort();
      await rebuilt.catch(() => undefined);
    },
  };
}
