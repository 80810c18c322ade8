/**
 * HTTP on the command socket: `GET /` says how the server is, `POST /<operation>` performs one.
 * Inputs and answers are JSON; an error comes as its name, message and plain fields. Nothing
 * here is checked as a stranger's request would be, since whoever reaches the socket owns the data.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { toPlainError, VERSION_HEADER, type ServerState } from '../../composition/index.js';
import { exchangeOf, type Exchange } from '../http/exchange.js';

/** Bytes of one input: a definition, or the facts of one patient with the largest events there are. */
const INPUT_BYTES_MAX = 4 * 1024 * 1024;
/** Connections of commands at once. */
const CONNECTIONS_MAX = 64;

export interface CommandHandler {
  readonly status: ServerState['status'];
  /** Events that the read models have taken in since the start. */
  readonly read: number;
  /** Undefined: there is no such operation. Bytes are an answer that is JSON already. */
  perform(name: string, input: unknown, exchange: Exchange): Promise<unknown> | undefined;
  /** Called with errors that are no refusals. */
  onFault(error: unknown): void;
}

/** What a command asks for is not done, and nothing has changed by it. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  constructor(
    readonly code:
      'version-mismatch' | 'server-not-ready' | 'unknown-operation' | 'too-large' | 'not-allowed',
    message: string,
  ) {
    super(message);
  }
}

/** @param handlerOf undefined: the server is only coming up */
export function createCommandServer(
  version: string,
  handlerOf: () => CommandHandler | undefined,
): Server {
  const server = createServer((request, response) => {
    void answer(version, handlerOf(), request, response);
  });
  server.maxConnections = CONNECTIONS_MAX;
  // A command keeps its connection while it reads its file.
  server.keepAliveTimeout = 0;
  return server;
}

async function answer(
  version: string,
  handler: CommandHandler | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status = 'starting', read = 0 } = handler ?? {};
  const exchange = exchangeOf(response);
  try {
    if (request.method === 'GET') {
      return send(response, 200, { version, status, read } satisfies ServerState);
    }
    if (request.method !== 'POST') throw new CommandRefused('not-allowed', 'Use GET or POST.');
    requireVersion(version, request.headers[VERSION_HEADER]);
    const name = (request.url ?? '').slice(1);
    const input = await json(bounded(request));
    if (handler?.status !== 'ready') {
      throw new CommandRefused('server-not-ready', `The server is ${status}.`);
    }
    const performed = handler.perform(name, input, exchange);
    if (performed === undefined) {
      throw new CommandRefused('unknown-operation', `There is no operation ${name}.`);
    }
    send(response, 200, await performed);
  } catch (error) {
    if (exchange.gone.aborted) return;
    const plain = toPlainError(error);
    if (typeof plain.fields['code'] !== 'string') handler?.onFault(error);
    send(response, 500, plain);
  }
}

function requireVersion(ours: string, theirs: unknown): void {
  if (theirs === ours) return;
  throw new CommandRefused(
    'version-mismatch',
    `The server is version ${ours}, and the command is ${String(theirs)}.`,
  );
}

async function* bounded(request: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > INPUT_BYTES_MAX) {
      throw new CommandRefused('too-large', `An input has at most ${INPUT_BYTES_MAX} bytes.`);
    }
    yield chunk;
  }
}

function send(response: ServerResponse, status: number, answered: unknown): void {
  const body = answered instanceof Uint8Array ? answered : Buffer.from(JSON.stringify(answered));
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': body.byteLength })
    .end(body);
}
