/** The next generation of the read models, built in a thread that is there for nothing else. */
import { WorkerClient, type KeepOptions } from '../../composition/index.js';
import type { ReadModelWorkerData } from './read-model-calls.js';
import type { RebuildCalls } from './rebuild.worker.js';

export function buildInThread(workerData: ReadModelWorkerData): KeepOptions['build'] {
  return async ({ signal }) => {
    const client = new WorkerClient<RebuildCalls, Record<string, never>>({
      name: 'the thread that builds read models',
      url: new URL('./rebuild.worker.js', import.meta.url),
      workerData,
      pendingMax: 1,
      on: {},
      // Whoever waits for the answer hears of it.
      onLost: () => undefined,
    });
    try {
      return await client.call('build', undefined, signal && { signal });
    } finally {
      await client.close();
    }
  };
}
