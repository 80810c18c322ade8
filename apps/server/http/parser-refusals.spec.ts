/** What the parser refuses, over real connections. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { refuseUnparsed } from './parser-refusals.js';

describe('A connection', () => {
  let server: Server;
  const open = async (handler: RequestListener): Promise<number> => {
    server = createServer({ requestTimeout: 20, connectionsCheckingInterval: 5 }, handler);
    server.on('clientError', refuseUnparsed);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const received = async (port: number, ...parts: readonly string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    let text = '';
    let sent = 0;
    const send = (): void => void (sent < parts.length && socket.write(parts[sent++]!));
    socket.on('data', (chunk: string) => {
      text += chunk;
      send();
    });
    send();
    await once(socket, 'close');
    return text;
  };
  afterEach(() => void server.close());

  it('on which a request stays half is told that it took too long', async () => {
    const port = await open(() => undefined);
    const [head, body] = (await received(port, 'GET / HTTP/1.1\r\n')).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 408 /);
    expect(head).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(body!)).toMatchObject({ status: 408, code: 'request-timeout' });
  });

  it('on which an answer is under way gets no second one in its middle', async () => {
    const port = await open((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
    });
    const text = await received(port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'no HTTP\r\n');
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(text).toMatch(/half$/);
  });
});
