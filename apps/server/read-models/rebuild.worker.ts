/**
 * The thread in which the next generation of the read models is built, beside everything else. It
 * gives way: where cores are scarce, whoever reports and asks comes first.
 */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { buildGeneration, dataFolder, WorkerHost, type Built } from '../../composition/index.js';
import type { ReadModelWorkerData } from './read-model-calls.js';

export type RebuildCalls = {
  readonly build: { readonly input: undefined; readonly output: Built };
};

/** Added to the nice value that the process has. */
const GIVES_WAY = 10;

if (parentPort !== null) {
  // Only Linux takes it for this thread alone; elsewhere it would slow down the doors too.
  if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + GIVES_WAY));
  const { folder } = workerData as ReadModelWorkerData;
  const host = WorkerHost.start<RebuildCalls, Record<string, never>>(parentPort, {
    build: (_input, { signal }): Promise<Built> =>
      buildGeneration(dataFolder(folder), { signal: AbortSignal.any([signal, host.closing]) }),
  });
  host.ready();
  await host.closed();
  parentPort.close();
}
