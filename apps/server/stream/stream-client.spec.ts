/** A client of the stream that reads too slowly costs a bounded amount of memory, and learns of it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Position } from '#event-store';
import { StreamClient, type ChangeBatch } from './stream-client.js';

const MEGABYTE = 2 ** 20;
const batch = (n: number): ChangeBatch => ({
  ...{ id: String(n), position: String(n) as Position },
  changes: [{ what: 'patient', patient: 'p'.repeat(10_000), pathways: null }],
});

describe('A client that reads too slowly', () => {
  let server: Server;
  afterEach(() => void server.close());

  it('is told to load everything anew, and let go', async () => {
    const joined = Promise.withResolvers<StreamClient>();
    server = createServer((_request, response) =>
      joined.resolve(new StreamClient(response, undefined)),
    );
    server.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answered = once(get({ port, agent: false }), 'response');
    const client = await joined.promise;
    const [response] = (await answered) as [IncomingMessage];
    let told = 0;
    while (client.isOpen && told * 10_000 < 100 * MEGABYTE) {
      client.tell(batch((told += 1)));
      // What fits into the system's own buffers is not ours.
      if (told % 20 === 0) await new Promise(setImmediate);
    }
    expect(told * 10_000).toBeLessThan(100 * MEGABYTE);
    client.tell(batch(0));
    const all = await text(response);
    expect(all).toMatch(/\nid: \nevent: reload\ndata: [{]"reason":"slow-reader"[}]\n\n$/);
    expect(all.match(/event: changed/g)).toHaveLength(told);
  });
});
