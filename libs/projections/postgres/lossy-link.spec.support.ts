/** A link to the server that breaks at a commit: before it arrives, or before its answer does. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { LostCommit } from '../contract/harness.js';

/** A commit as the driver sends it: a simple query. */
const COMMIT = Buffer.from('commit\0');

export interface LossyLink {
  /** Where the link begins. */
  readonly port: number;
  loseNextCommit(what: LostCommit): void;
  close(): Promise<void>;
}

export async function openLossyLink(host: string, port: number): Promise<LossyLink> {
  let lost: LostCommit | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const remote = connect({ host, port });
    let isOver = false;
    const end = (): void => {
      client.destroy();
      remote.destroy();
    };
    for (const socket of [client, remote]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (data) => {
      if (lost === undefined || !data.includes(COMMIT)) return void remote.write(data);
      const what = lost;
      lost = undefined;
      if (what === 'undone') return end();
      isOver = true;
      remote.write(data);
    });
    remote.on('data', (data) => (isOver ? end() : client.write(data)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    loseNextCommit: (what) => {
      lost = what;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
