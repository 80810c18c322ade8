/** Ten thousand connections, and the time-outs of the documentation: minutes. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { timeOrderedId } from '#event-store';
import { WritableFolder } from '../apps/composition/index.js';
import { endAll, finished, startServer, startStafett, temporaryFolder } from './data-folder.js';

const HEAD =
  'POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/cloudevents+json\r\nContent-Length: 100\r\n\r\n';

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

  it('ends with 0 while it builds its read models from a large log', async () => {
    await fillLog(folder.path, 300_000);
    const child = startStafett([
      ...['serve', '--port', '0', '--data', folder.path, '--log-level', 'log'],
    ]);
    const ended = finished(child);
    await new Promise<void>((done) =>
      child.stderr?.on('data', (text: Buffer) => text.includes('"context":"Folder"') && done()),
    );
    // The models of so many events take more than a second.
    await new Promise((done) => setTimeout(done, 300));
    const begun = performance.now();
    child.kill('SIGTERM');
    const { status, stderr, stdout } = await ended;
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('Stopping.');
    expect(performance.now() - begun).toBeLessThan(3_000);
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

async function fillLog(path: string, events: number): Promise<void> {
  const folder = await new WritableFolder(path).open();
  const perStream = 100;
  for (let stream = 0; stream < events / perStream; stream += 50) {
    const appends = Array.from({ length: 50 }, (_, n) => {
      const name = `patient-p${stream + n}`;
      const batch = Array.from({ length: perStream }, (__, index) => ({
        id: timeOrderedId(index, name, String(index)),
        type: 'VisitCompleted.v1',
        data: {},
        metadata: { occurredAt: '2026-01-01T00:00:00Z' },
      }));
      return folder.store.append(name, 'none', batch);
    });
    await Promise.all(appends);
  }
  await folder.close();
}
