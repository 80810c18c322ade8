/** A proxy that does to requests, one after the other, what happens to them on a bad day. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ProxyFault =
  /** 503 or 429, to be sent again at once. */
  | 'busy'
  | 'throttled'
  /** It never reaches the server. */
  | 'request-lost'
  /** It is done, and nobody hears of it. */
  | 'answer-lost'
  /** What the server answers first comes back, and then no more. */
  | 'answer-cut';

export interface FaultyProxy {
  readonly url: string;
  /** Requests so far. */
  readonly count: () => number;
  close(): void;
}

/** @param faults what happens to the first requests; the others pass */
export async function startFaultyProxy(
  upstream: string,
  faults: readonly ProxyFault[],
): Promise<FaultyProxy> {
  let count = 0;
  const server = createServer((incoming, response) => {
    const fault = faults[count];
    count += 1;
    if (fault === 'busy' || fault === 'throttled') {
      incoming.resume();
      response.writeHead(fault === 'busy' ? 503 : 429, { 'retry-after': '0' }).end();
    } else if (fault === 'request-lost') response.destroy();
    else forward(incoming, response, { upstream, fault });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { upstream, fault }: { readonly upstream: string; readonly fault: ProxyFault | undefined },
): void {
  const { url = '', method, headers } = incoming;
  const outgoing = request(`${upstream}${url}`, { method, headers }, (answer) => {
    if (fault === 'answer-lost') return answer.resume().on('end', () => response.destroy());
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    if (fault === undefined) return answer.pipe(response);
    return answer.once('data', (first) => {
      answer.resume();
      response.write(first, () => response.destroy());
    });
  });
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}
