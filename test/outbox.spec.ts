/** A receiver's view: the feed and the webhook of a running server, over real HTTP, and the command line beside it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { timeOrderedId } from '#event-store';
import { WritableFolder, type DeliveryConfig } from '../apps/composition/index.js';
import { serve, type Served } from '../apps/server/serve.js';
import { askStafett, runStafett, temporaryFolder } from './data-folder.js';
import { installationOf, liesInFolder } from './test-store.js';
import { itInParts } from './setup/in-parts.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

describe('The outbox of a service', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;
  const get = async (path: string): Promise<Answer> => {
    const response = await fetch(server.url + path);
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  const acknowledge = async (service: string, body: unknown): Promise<Answer> => {
    const response = await fetch(`${server.url}/v1/outbox/${service}/acknowledgements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  const eventsOf = ({ body }: Answer) => body['events'] as Record<string, unknown>[];

  beforeAll(async () => {
    folder = await temporaryFolder();
    await sendMessages(folder.path, 'hospital', 5);
    await sendMessages(folder.path, 'physio', 5);
    await sendMessages(folder.path, 'gp', 1);
    server = await serve(installationOf(folder.path), { port: 0, clock: () => NOW });
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  it('is a page of CloudEvents with a cursor', async () => {
    const page = await get('/v1/outbox/hospital?limit=2');
    expect(page).toMatchObject({
      status: 200,
      body: { service: 'hospital', more: true, acknowledged: null },
    });
    expect(eventsOf(page)).toMatchObject([
      {
        specversion: '1.0',
        type: 'stafett.handover.offered.v1',
        subject: 'p0',
        // Noticed three hours after it took effect.
        lateseconds: 10_800,
        data: { n: 0, handoverId: 'hospital0', service: 'hospital', pathway: 'hip' },
      },
      { subject: 'p1' },
    ]);
    expect(page.body['cursor']).toMatch(
      new RegExp(`^${String(eventsOf(page)[1]?.['position'])}[.]`),
    );
    const rest = await get(`/v1/outbox/hospital?after=${String(page.body['cursor'])}`);
    expect(rest.body['more']).toBe(false);
    expect(eventsOf(rest).map(({ subject }) => subject)).toEqual(['p2', 'p3', 'p4']);
  });

  it('continues after what was acknowledged, at once and for whoever kept no cursor', async () => {
    const page = await get('/v1/outbox/physio?limit=2');
    const { cursor } = page.body;
    const first = await acknowledge('physio', { cursor });
    expect(first).toEqual({
      status: 200,
      body: { service: 'physio', acknowledged: cursor, delivered: 2 },
    });
    const next = await get('/v1/outbox/physio?limit=10');
    expect(next.body['acknowledged']).toBe(cursor);
    expect(eventsOf(next).map(({ subject }) => subject)).toEqual(['p2', 'p3', 'p4']);
    const again = await acknowledge('physio', { cursor });
    expect(again).toEqual({ status: 200, body: { ...first.body, delivered: 0 } });
    const all = await get('/v1/outbox/physio?after=beginning');
    expect(eventsOf(all)).toHaveLength(5);
    // The command line counts the same beside the server, once the read models have caught up.
    for (let ready = await get('/health/ready'); ; ready = await get('/health/ready'))
      if (ready.body['position'] === ready.body['readModels']) break;
    expect(await askStafett('outbox', '--data', folder.path)).toMatchObject({
      waiting: 9,
      services: expect.arrayContaining([
        expect.objectContaining({ service: 'hospital', waiting: 5, givenUp: 0 }),
        expect.objectContaining({ service: 'physio', waiting: 3, givenUp: 0 }),
        expect.objectContaining({ service: 'gp', waiting: 1 }),
      ]) as unknown,
    });
    const printed = await runStafett('outbox', 'physio', '--limit', '1', '--data', folder.path);
    expect(printed.status).toBe(0);
    expect(printed.stdout).toMatch(/p2 +offered +hip .*waiting/);
    expect(printed.stdout).toContain('Showing the first of 3; use --limit to see more.');
  });

  it('is empty for a service that was never sent anything, and says where no pathway knows it', async () => {
    const empty = { events: [], cursor: null, more: false, acknowledged: null };
    expect(await get('/v1/outbox/hospitel')).toEqual({
      status: 200,
      body: {
        ...{ service: 'hospitel', ...empty },
        hint: 'No published pathway has a service hospitel, and nothing was ever sent to it.',
      },
    });
  });

  it.each([
    ['a name that no definition can give', '/v1/outbox/GP%201', 404, 'unknown-service'],
    ['an encoded slash', '/v1/outbox/gp%2Fadmin', 404, 'unknown-service'],
    ['a long name', `/v1/outbox/${'a'.repeat(65)}`, 404, 'unknown-service'],
    ['a very long name', `/v1/outbox/${'a'.repeat(700)}`, 414, 'too-long'],
    ['a way out', '/v1/outbox/..%2F..%2Fhealth', 404, 'unknown-service'],
    ['a limit of none', '/v1/outbox/gp?limit=0', 400, 'invalid-request'],
    ['too high a limit', '/v1/outbox/gp?limit=1001', 400, 'invalid-request'],
    ['another parameter', '/v1/outbox/gp?since=1', 400, 'invalid-request'],
    ['a cursor of nobody', '/v1/outbox/gp?after=1x', 422, 'unknown-cursor'],
    ['two cursors', '/v1/outbox/gp?after=1&after=2', 400, 'invalid-request'],
  ])('refuses %s', async (_what, path, status, code) => {
    expect(await get(path)).toMatchObject({ status, body: { code } });
  });

  it('refuses an acknowledgement of what is not its own, naming the place', async () => {
    const foreign = (await get('/v1/outbox/gp')).body['cursor'];
    expect(await acknowledge('hospital', { cursor: foreign })).toMatchObject({
      status: 422,
      body: { code: 'unknown-cursor', errors: [{ path: 'cursor' }] },
    });
  });

  it.each([
    ['nothing', undefined, 'no-body'],
    ['a list', [], 'invalid-request'],
    ['no cursor', {}, 'invalid-request'],
    ['a number', { cursor: 5 }, 'invalid-request'],
    ['more than a cursor', { cursor: '5', force: true }, 'invalid-request'],
    ['a long cursor', { cursor: '5'.repeat(65) }, 'invalid-request'],
  ])('refuses an acknowledgement with %s', async (_what, body, code) => {
    expect(await acknowledge('gp', body)).toMatchObject({ status: 400, body: { code } });
  });

  it('is described in the OpenAPI document', async () => {
    const { body } = await get('/openapi.json');
    const paths = body['paths'] as Record<string, { get?: unknown; post?: unknown }>;
    expect(paths['/v1/outbox/{service}']?.get).toBeDefined();
    expect(paths['/v1/outbox/{service}/acknowledgements']?.post).toMatchObject({
      requestBody: {
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/AcknowledgementBody' } },
        },
      },
    });
  });
});

describe('A service with a webhook', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served | undefined;
  let receiver: Server;
  let received: { headers: Record<string, string>; body: string }[];
  let status: number;
  let notify: () => void;

  const config = (): DeliveryConfig => {
    const { port } = receiver.address() as AddressInfo;
    return {
      targets: [{ service: 'hospital', url: `http://127.0.0.1:${port}/hook`, secrets: [SECRET] }],
      allow: [{ host: '127.0.0.1', scheme: 'http', port }],
      networks: ['127.0.0.0/8'],
    };
  };
  const untilReceived = (times: number): Promise<void> =>
    new Promise((resolve) => {
      notify = () => {
        if (received.length >= times) resolve();
      };
      notify();
    });

  beforeAll(async () => {
    folder = await temporaryFolder();
    received = [];
    notify = () => undefined;
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, body });
        response.writeHead(status).end();
        notify();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    await sendMessages(folder.path, 'hospital', 3);
    await sendMessages(folder.path, 'gp', 1);
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  afterAll(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await folder.remove();
  });

  it('is tried again after a restart, gets each message, and finds it in the feed too', async () => {
    status = 500;
    server = await serve(installationOf(folder.path), {
      port: 0,
      clock: () => NOW,
      delivery: config(),
    });
    await untilReceived(3);
    await server.close();
    status = 200;
    received = [];
    const later = NOW + 3_600_000;
    server = await serve(installationOf(folder.path), {
      port: 0,
      clock: () => later,
      delivery: config(),
    });
    await untilReceived(3);
    for (const { headers, body } of received) new Webhook(SECRET).verify(body, headers);
    const feed = await fetch(`${server.url}/v1/outbox/hospital`);
    const { events } = (await feed.json()) as { events: unknown[] };
    const pushed = received.map(({ body }) => JSON.parse(body) as { position: string });
    pushed.sort((a, b) => Number(a.position) - Number(b.position));
    expect(pushed).toEqual(events);
    // Closing waits until what was answered is written.
    await server.close();
    server = undefined;
    expect(await askStafett('outbox', '--data', folder.path)).toMatchObject({
      services: [{ service: 'gp', waiting: 1 }],
    });
    // Three starts of a server and one of the command line: long on a busy machine.
  }, 180_000);
});

describe('A cursor of the feed, after a backup was restored', () => {
  (liesInFolder ? itInParts : it.skip)(
    'goes on where its message is in the backup, and is answered as lost where it is not',
    async () => {
      const temporary = await temporaryFolder();
      const data = join(temporary.path, 'data');
      const backup = join(temporary.path, 'backup');
      const cursor = async (limit: number): Promise<string> => {
        const server = await serve(data, { port: 0, clock: () => NOW });
        const page = await fetch(`${server.url}/v1/outbox/hospital?limit=${String(limit)}`);
        await server.close();
        return ((await page.json()) as { cursor: string }).cursor;
      };
      await sendMessages(data, 'hospital', 2);
      const kept = await cursor(2);
      cpSync(data, backup, { recursive: true });
      await sendMessages(data, 'gp', 1);
      await sendMessages(data, 'hospital', 4, 2);
      const lost = await cursor(10);
      const acknowledge = (url: string) =>
        fetch(`${url}/v1/outbox/hospital/acknowledgements`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ cursor: lost }),
        });
      const before = await serve(data, { port: 0, clock: () => NOW });
      expect(await (await acknowledge(before.url)).json()).toMatchObject({ delivered: 4 });
      await before.close();
      rmSync(data, { recursive: true });
      cpSync(backup, data, { recursive: true });
      await sendMessages(data, 'physio', 4);
      await sendMessages(data, 'hospital', 3, 2);
      const server = await serve(data, { port: 0, clock: () => NOW });
      const after = (token: string) => fetch(`${server.url}/v1/outbox/hospital?after=${token}`);
      expect(((await (await after(kept)).json()) as { events: unknown[] }).events).toHaveLength(1);
      for (const refused of [await after(lost), await acknowledge(server.url)]) {
        expect(refused.status).toBe(410);
        expect(await refused.json()).toMatchObject({
          code: 'cursor-lost',
          detail: expect.stringContaining('after=beginning') as unknown,
        });
      }
      // Nothing of it counts as acknowledged.
      const unacknowledged = await fetch(`${server.url}/v1/outbox/hospital`);
      expect(await unacknowledged.json()).toMatchObject({ acknowledged: null, more: false });
      await server.close();
      await temporary.remove();
    },
  );
});

/** Puts messages for a service into a folder's outbox; each took effect three hours before. */
async function sendMessages(path: string, service: string, end: number, first = 0): Promise<void> {
  const folder = await new WritableFolder(installationOf(path), { clock: () => NOW }).open();
  const { store } = folder;
  for (let n = first; n < end; n += 1) {
    const message = timeOrderedId(NOW, service, String(n));
    await store.append(`handover-${service}${n}`, 'none', [
      {
        id: timeOrderedId(NOW, 'sent', message),
        type: 'HandoverMessageSent.v1',
        data: {
          ...{ message, service, handoverId: `${service}${n}`, kind: 'offered' },
          ...{ patient: `p${n}`, pathway: 'hip', time: '2026-06-01T11:00:00+02:00', body: { n } },
        },
        metadata: {},
      },
    ]);
  }
  await folder.close();
}
