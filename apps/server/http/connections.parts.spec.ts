/** Connections that are slow, silent, idle or not read: each ends by its limit, and no other does. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Connections, CONNECTION_LIMITS } from './connections.js';

const HEAD = 'POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n';
const GET = 'GET / HTTP/1.1\r\nHost: here\r\n\r\n';
/** More than the system keeps for a reader that does not read. */
const LARGE = 'x'.repeat(32 * 1024 * 1024);

describe('A connection', () => {
  const sockets: Socket[] = [];
  let server: Server | undefined;
  const limits = { ...CONNECTION_LIMITS, checkMs: 20 };

  const listening = async (
    few: Partial<typeof CONNECTION_LIMITS>,
    handler: RequestListener = (_request, response) => void response.end('answer'),
    host = '127.0.0.1',
  ): Promise<Connections> => {
    const connections = new Connections({ ...limits, ...few });
    server = connections.createServer(handler);
    await new Promise<void>((done) => server?.listen(0, host, done));
    return connections;
  };
  const opened = async (sent = '', host = '127.0.0.1'): Promise<Socket> => {
    const { port } = server?.address() as AddressInfo;
    const socket = connect({ port, host });
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    if (sent !== '') socket.write(sent);
    return socket;
  };
  const ended = async (socket: Socket): Promise<number> => {
    const begun = performance.now();
    socket.resume();
    // Not by `once` of node:events, which rejects where the other side resets it.
    await new Promise((done) => socket.once('close', done));
    return performance.now() - begun;
  };

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.closeAllConnections();
    server?.close();
  });

  it('has its request sent within its time, or is closed', async () => {
    await listening({ requestMs: 300 });
    const kinds = ['', HEAD.slice(0, 20), `${HEAD}123`];
    const times = await Promise.all(kinds.map(async (sent) => ended(await opened(sent))));
    for (const time of times) {
      expect(time).toBeGreaterThan(200);
      expect(time).toBeLessThan(10_000);
    }
  });

  it('that is idle is closed', async () => {
    await listening({ idleMs: 300 });
    expect(await ended(await opened(GET))).toBeLessThan(10_000);
  });

  it('on which nobody reads the answer is closed', async () => {
    await listening({ unreadMs: 300 }, (_request, response) => void response.end(LARGE));
    const closed = new Promise<void>((done) =>
      server?.on('connection', (socket) => socket.on('close', () => done())),
    );
    (await opened(GET)).pause();
    await closed;
  });

  it('on which somebody reads slowly is not', async () => {
    await listening({ unreadMs: 300 }, (_request, response) => void response.end(LARGE));
    const socket = await opened(GET);
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      socket.pause();
      setTimeout(() => socket.resume(), 2);
    });
    while (bytes < LARGE.length) {
      expect(socket.closed).toBe(false);
      await new Promise((done) => setTimeout(done, 50));
    }
  });

  it('whose answer takes longer to compute than that is not', async () => {
    await listening({ unreadMs: 50 }, (_request, response) => {
      setTimeout(() => response.end('late'), 300);
    });
    const socket = await opened(GET);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toContain('late');
  });

  it('beyond the limit is closed as soon as it is made', async () => {
    await listening({ connections: 2 });
    const kept = [await opened(), await opened()];
    expect(await ended(await opened())).toBeLessThan(10_000);
    expect(kept.map(({ closed }) => closed)).toEqual([false, false]);
  });

  it('may come to another address of the same server, and ends with all others', async () => {
    const connections = await listening({});
    const { port } = server?.address() as AddressInfo;
    await connections.listenAlso({ host: '127.0.0.2', port });
    const socket = await opened(GET, '127.0.0.2');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toContain('answer');
    const half = await opened(HEAD.slice(0, 20), '127.0.0.2');
    connections.closeAll();
    await Promise.all([ended(socket), ended(half)]);
  });
});
