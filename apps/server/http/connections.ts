/**
 * The server's connections: the limits that keep one that is slow, silent or not read from
 * holding anything up, and how all of them end when the server does.
 */
import { lookup } from 'node:dns/promises';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, ListenOptions, Socket } from 'node:net';
import { isMediaType, LINES_CONTENT_TYPE } from './content-types.js';
import { refuseUnhandled, refuseUnparsed } from './parser-refusals.js';

export const CONNECTION_LIMITS = {
  /** More are closed as soon as they are made. */
  connections: 1_000,
  /** For the head of a request, and again for its body unless that is a stream of events, ms. */
  requestMs: 30_000,
  /** How exactly that is kept, ms. */
  checkMs: 1_000,
  /** Without a request, ms. */
  idleMs: 60_000,
  /** In which nobody reads any of an answer that waits to be read, ms. */
  unreadMs: 30_000,
};

export type ConnectionLimits = Readonly<typeof CONNECTION_LIMITS>;

export class Connections {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly responses = new Set<ServerResponse>();
  private handler: RequestListener | undefined;
  private closing = false;

  constructor(private readonly limits: ConnectionLimits = CONNECTION_LIMITS) {}

  /** Whether the server is to end. */
  get isClosing(): boolean {
    return this.closing;
  }

  /** The server that a framework answers with `handler`. */
  readonly createServer = (handler: RequestListener): Server => {
    const { connections, requestMs, checkMs, idleMs } = this.limits;
    this.handler = handler;
    const server = createServer(
      {
        // Bodies have limits of their own, below: a stream of events may be as long as it likes.
        requestTimeout: 0,
        headersTimeout: requestMs,
        connectionsCheckingInterval: checkMs,
        keepAliveTimeout: idleMs,
        // Its absence is answered in our own words (`own-host.ts`).
        requireHostHeader: false,
      },
      (request, response) => {
        this.limit(request, response);
        handler(request, response);
      },
    );
    refuseUnhandled(server);
    server.maxConnections = connections;
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.servers.push(server);
    return server;
  };

  /** The same server at another address, or at a socket in the file system. */
  async listenAlso(options: ListenOptions): Promise<void> {
    const [first] = this.servers;
    if (first === undefined || this.handler === undefined) throw new Error('Nothing listens yet.');
    const server = this.createServer(this.handler);
    server.on('clientError', (...fault) => first.emit('clientError', ...fault));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen(options, resolve);
    await promise;
  }

  /** `localhost` may have two addresses, and the server has taken one of them. */
  async listenAtOthers(host: string): Promise<void> {
    const taken = this.servers[0]?.address() as AddressInfo;
    for (const { address } of await lookup(host, { all: true })) {
      // Where one of them cannot be used, the other does.
      if (address === taken.address) continue;
      await this.listenAlso({ host: address, port: taken.port }).catch(() => undefined);
    }
  }

  /** No new connections from now on; those with a request under way end with its answer. */
  refuseNew(): void {
    this.closing = true;
    for (const server of this.servers) if (server.listening) server.close();
    for (const response of this.responses) response.shouldKeepAlive = false;
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
  }

  /** Whatever is under way. */
  closeAll(): void {
    this.refuseNew();
    for (const socket of this.sockets) socket.destroy();
  }

  private limit(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.responses.add(response);
    if (this.closing) response.shouldKeepAlive = false;
    response.once('close', () => {
      this.responses.delete(response);
      if (this.closing) socket.destroySoon();
    });
    // Node starts this time anew with whatever is sent. Computing an answer may take longer.
    socket.setTimeout(this.limits.unreadMs);
    response.on('timeout', () => {
      if (socket.writableLength > 0) socket.destroy();
      else if (!request.complete) tooSlow(socket);
    });
    if (isMediaType(request.headers['content-type'], LINES_CONTENT_TYPE)) return;
    const timer = setTimeout(() => {
      if (!request.complete) tooSlow(socket);
    }, this.limits.requestMs).unref();
    // An answer may be given before the whole request is there.
    response.once('close', () => {
      if (request.complete) clearTimeout(timer);
    });
  }
}

function tooSlow(socket: Socket): void {
  refuseUnparsed({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
}
