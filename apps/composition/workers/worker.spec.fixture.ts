/** A thread for the spec: answers, fails, waits, dies, as it is asked. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { WorkerHost } from './worker-host.js';

// Interfaces would not do: the names have to be known to be all of them.
export type SpecCalls = {
  readonly double: { readonly input: number; readonly output: number };
  readonly refuse: { readonly input: string; readonly output: never };
  /** Answers when it is told that nobody waits any more, or when the thread is closing. */
  readonly wait: { readonly input: undefined; readonly output: string };
  readonly die: { readonly input: number; readonly output: never };
};
export type SpecEvents = { readonly aborted: true };

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code = 'no';
  constructor(readonly path: string) {
    super('It was refused.');
  }
}

if (parentPort !== null) {
  if (workerData === 'broken') throw new Refusal('start');
  const host = WorkerHost.start<SpecCalls, SpecEvents>(parentPort, {
    double: (n) => Promise.resolve(2 * n),
    refuse: (path) => Promise.reject(new Refusal(path)),
    wait: async (_input, { signal }) => {
      await pause(60_000, undefined, { signal: AbortSignal.any([signal, host.closing]) }).catch(
        () => undefined,
      );
      if (signal.aborted) host.emit('aborted', true);
      return 'waited';
    },
    die: (code) => process.exit(code),
  });
  host.ready();
  await host.closed();
  parentPort.close();
}
