/** How a server ends: asked to, whatever its connections do, or because one of its parts is lost. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timeOrderedId } from '#event-store';
import { waitUntil } from '#event-store/testing';
import { WritableFolder } from '../apps/composition/index.js';
import { serve } from '../apps/server/serve.js';
import {
  endAll,
  finished,
  printedBy,
  start,
  startServer,
  startStafett,
  temporaryFolder,
  type Finished,
} from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

const BODY = JSON.stringify({
  ...{ specversion: '1.0', id: 'e1', source: 'urn:test:gp', type: 'VisitCompleted.v1' },
  ...{ subject: 'test|anna', time: '2026-06-01T12:00:00Z' },
});
const HEAD = `POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/cloudevents+json\r\nContent-Length: ${BODY.length}\r\n\r\n`;
const HEALTH = 'GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

/** A connection on which `sent` was sent; whatever becomes of it is no error. */
async function connection(url: string, sent = ''): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (sent !== '') socket.write(sent);
  return socket;
}

/** Connections that do what they may while a server closes. */
async function clingTo(url: string): Promise<readonly Socket[]> {
  const sockets = await Promise.all(
    ['', HEAD.slice(0, 20), HEAD + BODY.slice(0, 20), HEALTH].map((sent) => connection(url, sent)),
  );
  // Asks for the large answer again and again, and reads none.
  const deaf = (await connection(url)).pause();
  deaf.write('GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(500));
  await pause(200);
  return [...sockets, deaf];
}

/** What comes back until the other side closes. */
async function received(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return text;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What takes until the end of this grace period outlasts the test. */
const HOUR_SECONDS = 3_600;

describe('A server that is asked to stop', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const serving = (graceSeconds: number) =>
    startServer(folder.path, ['--grace-period', String(graceSeconds)]);
  /** Whether somebody else can write to the folder now. */
  const expectFree = async (): Promise<void> => {
    await (await new WritableFolder(folder.path).open()).close();
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    endAll();
    await folder.remove();
  });

  itInParts('closes after the grace period, whatever its connections do', async () => {
    const server = await serve(folder.path, { port: 0 });
    const sockets = await clingTo(server.url);
    await server.close(100);
    for (const socket of sockets) socket.destroy();
    await expectFree();
  });

  it('closes at once where nothing is under way', async () => {
    const server = await serve(folder.path, { port: 0 });
    const { url } = server;
    const sockets = [await connection(url), await connection(url, HEALTH)];
    await fetch(`${url}/health/live`);
    await server.close(HOUR_SECONDS * 1_000);
    for (const socket of sockets) socket.destroy();
  });

  it('answers what is under way, and takes nothing new', async () => {
    const server = await serve(folder.path, { port: 0 });
    const { url } = server;
    const socket = await connection(url, HEAD + BODY.slice(0, 20));
    // Once it answers this, it has the other, too.
    await fetch(`${url}/health/live`);
    const closed = server.close(HOUR_SECONDS * 1_000);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    socket.write(BODY.slice(20));
    const answer = await received(socket);
    expect(answer).toMatch(/^HTTP\/1.1 201 /);
    expect(answer).toMatch(/connection: close/i);
    await closed;
  });

  itInParts('ends with 0 after the grace period, whatever its connections do', async () => {
    const { url, process: child, exited } = await serving(1);
    const sockets = await clingTo(url);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    for (const socket of sockets) socket.destroy();
    await expectFree();
  });

  itInParts('ends with 0 at once where nothing is under way', async () => {
    const { url, process: child, exited } = await serving(HOUR_SECONDS);
    const socket = await connection(url, HEALTH);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    socket.destroy();
  });

  itInParts('ends at once when it is asked again', async () => {
    const { url, process: child, exited } = await serving(HOUR_SECONDS);
    const socket = await connection(url, HEAD + BODY.slice(0, 20));
    await fetch(`${url}/health/live`);
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said += String(text)));
    child.kill('SIGINT');
    child.kill('SIGINT');
    await waitUntil('it to be stopping', () => said.includes('Stopping.'));
    await pause(700);
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect(await exited).toBe(143);
    socket.destroy();
    await expectFree();
  });

  itInParts('ends with 0 though a thread is within a query that nothing interrupts', async () => {
    const child = start(FAILING_SERVER, [folder.path]);
    const exited = new Promise<number | null>((done) => child.on('close', done));
    await printedBy(child, /(http:\S+)/);
    child.stdin?.write('query\n');
    await printedBy(child, /(querying)/);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  itInParts.each(['Folder', 'ReadModels', 'WakeUps'])(
    'while it starts ends with 0 (%s open)',
    async (part) => {
      const child = startStafett([
        ...['serve', '--port', '0', '--data', folder.path, '--log-level', 'log'],
      ]);
      const ended = finished(child);
      child.stderr?.on('data', (text: Buffer) => {
        if (!child.killed && text.includes(`"context":"${part}"`)) child.kill('SIGTERM');
      });
      expect((await ended).status).toBe(0);
      await expectFree();
    },
  );
});

const FAILING_SERVER = fileURLToPath(new URL('./failing-server.spec.fixture.js', import.meta.url));

describe('A server that loses a part', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let receiver: Server;

  beforeAll(async () => {
    folder = await temporaryFolder();
    // It never answers.
    receiver = createServer(() => undefined);
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    await sendMessage(folder.path);
    await writeDelivery(folder.path, receiver.address() as AddressInfo);
  });
  afterAll(async () => {
    endAll();
    receiver.closeAllConnections();
    receiver.close();
    await folder.remove();
  });

  const endsLoudly = async (thread: string, name: string, cause: string): Promise<void> => {
    const pushed = once(receiver, 'request');
    const child = start(FAILING_SERVER, [folder.path]);
    const ended = finished(child);
    const url = await printedBy(child, /(http:\S+)/);
    await pushed;
    const socket = await connection(url, HEAD + BODY.slice(0, 20));
    child.stdin?.write(`${thread}\n`);
    const { status, stderr }: Finished = await ended;
    expect(status).toBe(4);
    const fatal = stderr.split('\n').filter((line) => line.includes('"level":"fatal"'));
    expect(fatal).toHaveLength(1);
    expect(fatal[0]).toMatch(new RegExp(`"message":"${name} failed, so the server ends: ${cause}`));
    socket.destroy();
    await (await new WritableFolder(folder.path).open()).close();
  };

  itInParts('ends within seconds, with its own code, and says which', () =>
    endsLoudly('background', 'the background thread', 'the background thread ended'),
  );

  itInParts.each([
    ['read-model', 'the thread of the read models', 'the thread of the read models ended'],
    ['writer', 'the thread that writes', 'The event store failed'],
    ['main', 'the main thread', 'Nobody catches it'],
  ])('ends as loudly whichever it is (%s)', endsLoudly);
});

async function writeDelivery(path: string, { port }: AddressInfo): Promise<void> {
  const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
  await writeFile(join(path, 'hook.secret'), secret, { mode: 0o600 });
  await writeFile(
    join(path, 'delivery.yaml'),
    `allow: [{ host: 127.0.0.1, scheme: http, port: ${port} }]
networks: [127.0.0.0/8]
services: { gp: { url: 'http://127.0.0.1:${port}/hook', secrets: [{ file: hook.secret }] } }
`,
  );
}

async function sendMessage(path: string): Promise<void> {
  const folder = await new WritableFolder(path).open();
  const message = timeOrderedId(0, 'gp');
  await folder.store.append('handover-h1', 'none', [
    {
      id: timeOrderedId(0, 'sent', message),
      type: 'HandoverMessageSent.v1',
      data: {
        ...{ message, service: 'gp', handoverId: 'h1', kind: 'offered', patient: 'p1' },
        ...{ pathway: 'hip', time: '2026-06-01T11:00:00+02:00', body: {} },
      },
      metadata: {},
    },
  ]);
  await folder.close();
}
