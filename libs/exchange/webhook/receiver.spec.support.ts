/** Receivers for tests: real servers on this machine that behave as told, and keep what came. */
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type { Position } from '#event-store';
import type { OutboxMessage } from '#engine/delivery-port';
import { openWebhookDelivery, type WebhookOptions } from './open-webhook-delivery.js';

export interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Receiver {
  readonly port: number;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export type Behaviour = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
) => void | Promise<void>;

export const answering =
  (status: number, headers: http.OutgoingHttpHeaders = {}): Behaviour =>
  (_request, response) => {
    response.writeHead(status, headers).end('thank you');
  };

/** @param tls key and certificate in PEM; without them plain HTTP */
async function startReceiver(
  behave: Behaviour,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Receiver> {
  const received: Received[] = [];
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const body = Buffer.concat(chunks).toString();
      received.push({ url: request.url ?? '', headers, body });
      void behave(request, response);
    });
    response.on('error', () => undefined);
  };
  const server =
    tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { port: (server.address() as net.AddressInfo).port, received, close };
}

/** A port that was free a moment ago: nobody listens there. */
export async function closedPort(): Promise<number> {
  const receiver = await startReceiver(answering(200));
  await receiver.close();
  return receiver.port;
}

export function outboxMessage(more: Partial<OutboxMessage['message']> = {}): OutboxMessage {
  return {
    message: {
      message: '0197f1b2-0000-8000-8000-000000000001',
      handoverId: 'h1',
      kind: 'offered',
      service: 'hospital',
      patient: 'p0000',
      pathway: 'hip',
      time: '2026-06-01T08:00:00+02:00',
      body: { from: 'gp', answerDueAt: '2026-06-03T08:00:00+02:00' },
      ...more,
    },
    position: '7' as Position,
    recordedAt: Date.parse('2026-06-01T08:00:10+02:00'),
  };
}

export const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const NOT_ABORTED = new AbortController().signal;
const HERE = ['127.0.0.0/8'];
/** Short ones, for what never ends; what ends does so long before. */
export const SHORT = { connectMs: 300, answerMs: 300, bodyMs: 100 };

let open: { close(): Promise<void> }[] = [];
/** Ends what a test started. */
export async function closeReceivers(): Promise<void> {
  for (const each of open) await each.close();
  open = [];
}

export async function receiver(behave: Behaviour, tls?: Parameters<typeof startReceiver>[1]) {
  const started = await startReceiver(behave, tls);
  open.push(started);
  return started;
}

/** A server that speaks bytes rather than HTTP. */
export async function rawReceiver(
  onConnection: (socket: net.Socket) => void,
): Promise<{ port: number }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  });
  return { port: (server.address() as net.AddressInfo).port };
}

export interface Place {
  readonly url: string;
  readonly allow: WebhookOptions['allow'];
}

export const plain = ({ port }: { readonly port: number }): Place => ({
  url: `http://127.0.0.1:${port}/hook`,
  allow: [{ host: '127.0.0.1', scheme: 'http', port }],
});

export function deliveryTo(
  { url, allow }: Place,
  {
    ca,
    secrets = [SECRET],
    ...more
  }: Partial<WebhookOptions> & { ca?: string; secrets?: string[] } = {},
) {
  return openWebhookDelivery({
    targets: [{ service: 'hospital', url, secrets, ...(ca === undefined ? {} : { ca }) }],
    allow,
    networks: HERE,
    clock: Date.now,
    ...more,
  });
}

export const push = (
  delivery: ReturnType<typeof deliveryTo>,
  sent = outboxMessage(),
  signal = NOT_ABORTED,
) => delivery.deliver(sent, { to: 'hospital', signal });

/** The one request that came. */
export function only({ received }: Receiver): Received {
  const [first, ...others] = received;
  if (first === undefined || others.length > 0)
    throw new Error(`${received.length} requests came.`);
  return first;
}
