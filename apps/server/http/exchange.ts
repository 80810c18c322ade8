/** One request and its answer, as whoever works on it has to know: whether anybody still waits. */
import type { ServerResponse } from 'node:http';

/** Nobody waits for the answer any more. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
  readonly code = 'client-gone';
  constructor() {
    super('The client has left.');
  }
}

export interface Exchange {
  /** Aborted when the client leaves before it has its answer. */
  readonly gone: AbortSignal;
  /** Resolves when the answer is sent or the client has left; after `ms` it is cut off. */
  closedWithin(ms: number): Promise<void>;
}

export function exchangeOf(response: ServerResponse): Exchange {
  const gone = new AbortController();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const close = (): void => {
    resolve();
    if (!response.writableFinished) gone.abort(new ClientGone());
  };
  if (response.closed) close();
  else response.once('close', close);
  return {
    gone: gone.signal,
    closedWithin: async (ms) => {
      const timer = setTimeout(() => response.destroy(), ms);
      await closed;
      clearTimeout(timer);
    },
  };
}
