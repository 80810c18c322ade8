/** A running server with a client of its stream that does not read: it is told to load everything anew. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWriter } from '../apps/composition/index.js';
import { serve, type Served } from '../apps/server/serve.js';
import { temporaryFolder } from './data-folder.js';
import { DEFINITION } from './hip-pathway.js';
import { installationOf } from './test-store.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
/** A change names each of them, so that few events make many bytes. */
const PATHWAYS = Array.from({ length: 60 }, (_, n) => `hip-${n}-${'x'.repeat(56)}`.slice(0, 60));
/** Far more than the system holds of one connection. */
const BYTES_MAX = 64 * 2 ** 20;
const AT_ONCE = 20;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 1_000) throw new Error('It did not become so within ten seconds.');
    await pause(10);
  }
}

describe('A client of the stream that does not read', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;
  const clients: Socket[] = [];

  const listen = async (): Promise<Socket> => {
    const { port, hostname } = new URL(server.url);
    const client = connect(Number(port), hostname);
    clients.push(client);
    await once(client, 'connect');
    client.write(`GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return client;
  };
  const listening = async (): Promise<number> => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^stafett_stream_clients (\d+)$/m.exec(metrics)?.[1]);
  };
  const report = async (n: number): Promise<void> => {
    const event = {
      ...{ specversion: '1.0', id: `plan-${n}`, source: 'urn:test:gp', data: {} },
      ...{ type: 'RehabPlanAgreed.v1', subject: `test|p${n}`, time: '2026-04-03T10:00:00+03:00' },
    };
    const headers = { 'content-type': 'application/cloudevents+json' };
    const body = JSON.stringify(event);
    const sent = await fetch(`${server.url}/v1/events`, { method: 'POST', headers, body });
    await sent.arrayBuffer();
    expect(sent.status).toBe(201);
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    const writer = await openWriter(installationOf(folder.path), { clock: () => NOW });
    const by = { author: 'Test', reason: 'test' };
    for (const id of PATHWAYS)
      await writer.engine.publishDefinition(
        DEFINITION.replace('pathway: hip', `pathway: ${id}`),
        by,
      );
    await writer.close();
    server = await serve(installationOf(folder.path), { port: 0, clock: () => NOW });
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server.close();
    await folder.remove();
  });

  it('is told to load everything anew and let go, while others are told everything', async () => {
    const [slow, quick] = [await listen(), await listen()];
    slow.pause();
    let read = '';
    quick.setEncoding('utf8').on('data', (part: string) => (read += part));
    let reported = 0;
    await until(async () => (await listening()) === 2);
    while ((await listening()) === 2 && read.length < BYTES_MAX) {
      const batch = Array.from({ length: AT_ONCE }, () => report((reported += 1)));
      await Promise.all(batch);
    }
    const all = await text(slow);
    expect(all).toMatch(/\nid: \nevent: reload\ndata: [{]"reason":"slow-reader"[}]\n\n/);
    expect(read).not.toMatch(/event: reload/);
    expect(slow.readableEnded).toBe(true);
  });
});
