/** Ten thousand connections, and the time-outs of the documentation: minutes. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { endAll, startServer, temporaryFolder } from './data-folder.js';

const HEAD =
  'POST /events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/cloudevents+json\r\nContent-Length: 100\r\n\r\n';

describe('A running server', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const sockets: Socket[] = [];
  const open = (url: string, sent: string): Socket => {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.on('connect', () => socket.write(sent));
    sockets.push(socket);
    return socket;
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    endAll();
    await folder.remove();
  });

  it('ends with 0 within its grace period beside 10,000 connections', async () => {
    const server = await startServer(folder.path, ['--grace-period', '2']);
    for (let n = 0; n < 10_000; n += 1) {
      const socket = open(server.url, ['', HEAD.slice(0, 30), `${HEAD}half`][n % 3]!);
      if (n % 50 === 0) await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    }
    const begun = performance.now();
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(performance.now() - begun).toBeLessThan(8_000);
  });

  it('closes what does not send its request within 30 s, to a second or two', async () => {
    const { url } = await startServer(folder.path);
    const begun = performance.now();
    const times = await Promise.all(
      ['', HEAD.slice(0, 30), `${HEAD}half`].map(async (sent) => {
        const socket = open(url, sent).resume();
        await new Promise((done) => socket.once('close', done));
        return performance.now() - begun;
      }),
    );
    for (const time of times) {
      expect(time).toBeGreaterThan(29_000);
      expect(time).toBeLessThan(33_000);
    }
  });
});
