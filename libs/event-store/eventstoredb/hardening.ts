/**
 * What keeps `@eventstore/db-client` 6.2.1 from taking the process down or staying down itself:
 * the client gives no other hold on these than its own inner functions.
 */
import type { Duplex } from 'node:stream';
import type { EventStoreDBClient } from '@eventstore/db-client';

/** How appends are sent: many over one call, or each in a call of its own. Batches are faster. */
export type AppendWay = 'batch' | 'unary';

/** The inner functions, which the client calls by these names. */
interface Inner {
  getChannel: () => Promise<{ close: () => void }>;
  handleError: (client: unknown, error: unknown) => Promise<void>;
  supports: (...method: unknown[]) => Promise<boolean>;
  GRPCStreamCreator: (
    service: unknown,
    name: string,
    create: (client: unknown) => Duplex | Promise<Duplex>,
    cache?: unknown,
  ) => () => Promise<Duplex>;
}

/**
 * - Nobody waits for what comes of handling a fault, so a second fault in there ends the process.
 * - Disposing of the client leaves its connection open.
 *
 * @returns closes the connection
 */
export function harden(client: EventStoreDBClient): () => void {
  const inner = client as unknown as Inner;
  const { getChannel, handleError } = inner;
  let channel: { close: () => void } | undefined;
  inner.handleError = (...args) => handleError(...args).catch(() => undefined);
  inner.getChannel = async () => (channel = await getChannel());
  return () => channel?.close();
}

/**
 * - What the server can do is asked for once: where that fails in the wrong moment, every later
 *   append fails. Servers of the last years all take batches.
 * - The call over which batches go is one for all appends, and shielded.
 */
export function hardenAppends(client: EventStoreDBClient, way: AppendWay): void {
  const inner = client as unknown as Inner;
  inner.supports = () => Promise.resolve(way === 'batch');
  const create = inner.GRPCStreamCreator;
  inner.GRPCStreamCreator = (service, name, open, cache) =>
    create(service, name, async (on) => shielded(await open(on)), cache);
}

/**
 * - The answer to an append that was given up, and some errors, throw inside their listener,
 *   which ends the process.
 * - An append that waits for room in the call's buffer when the call breaks is rejected where
 *   nobody listens, which ends the process; so none waits there. The appender bounds what is
 *   under way.
 */
function shielded(call: Duplex): Duplex {
  for (const name of ['data', 'error'] as const) {
    for (const listener of call.listeners(name) as ((message: unknown) => void)[]) {
      call.removeListener(name, listener);
      call.on(name, (message: unknown) => {
        try {
          listener(message);
        } catch {
          // What it was about is settled by its deadline.
        }
      });
    }
  }
  const write = call.write.bind(call) as (message: unknown) => boolean;
  call.write = (message: unknown) => {
    write(message);
    return true;
  };
  return call;
}
