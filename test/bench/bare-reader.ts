/**
 * What the ways in over HTTP stand beside: a bare node:http server that reads the same bodies and
 * parses their JSON, a stream of lines as it comes. It checks nothing and keeps nothing.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

async function parsedEvents(request: IncomingMessage): Promise<number> {
  const isLines = request.headers['content-type'] === 'application/x-ndjson';
  let count = 0;
  let rest = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    rest += chunk;
    if (!isLines) continue;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) JSON.parse(line);
    count += lines.length;
  }
  if (isLines) return count;
  const value: unknown = JSON.parse(rest);
  return Array.isArray(value) ? value.length : 1;
}

const server = createServer((request, response) => {
  parsedEvents(request).then(
    (accepted) => response.writeHead(201).end(`${JSON.stringify({ done: true, accepted })}\n`),
    () => response.writeHead(400).end(),
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
