/** Whether somebody still waits for an answer, over real connections. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { ClientGone, exchangeOf } from './exchange.js';

describe('An exchange', () => {
  let server: Server;
  let client: Socket;
  let response: ServerResponse;

  beforeEach(async () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  });
  afterEach(() => {
    client.destroy();
    server.close();
  });

  it('is over without an answer when the client leaves', async () => {
    const exchange = exchangeOf(response);
    client.destroy();
    await exchange.closedWithin(60_000);
    expect(exchange.gone.reason).toBeInstanceOf(ClientGone);
    expect(exchangeOf(response).gone.aborted).toBe(true);
  });

  it('is over with an answer when that is sent, though the connection stays', async () => {
    const exchange = exchangeOf(response);
    response.end('answer');
    await exchange.closedWithin(60_000);
    expect(exchange.gone.aborted).toBe(false);
  });

  it('is cut off where the client does not fetch its answer', async () => {
    const exchange = exchangeOf(response);
    client.pause();
    response.end(Buffer.alloc(64 * 2 ** 20));
    await exchange.closedWithin(1);
    expect(exchange.gone.reason).toBeInstanceOf(ClientGone);
  });
});
