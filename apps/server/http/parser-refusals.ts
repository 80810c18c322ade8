/**
 * What Node refuses before the framework sees a request: what is not HTTP, comes too slowly or
 * is too large, expects what nobody does, or asks for a tunnel. Each is a problem document too.
 */
import { maxHeaderSize, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { document, Problem, PROBLEM_TYPE } from './problem.js';

/** For reading the answer while the rest of the request still arrives, ms. */
const LINGER_MS = 1_000;

const TITLE = 'The request was refused';

const REFUSALS: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(
    ...([408, 'request-timeout', 'The request took too long'] as const),
    'The request did not arrive in time; send it again.',
  ),
  HPE_HEADER_OVERFLOW: new Problem(
    ...([431, 'headers-too-large', TITLE] as const),
    `The address and the headers together are larger than ${maxHeaderSize} bytes.`,
  ),
};
const MALFORMED = new Problem(400, 'request', TITLE, 'This is not a well-formed HTTP/1.1 request.');
const EXPECTATION = new Problem(
  ...([417, 'expectation', TITLE] as const),
  'The server meets no expectation but 100-continue.',
);
const NO_TUNNEL = new Problem(
  ...([405, 'not-allowed', 'Method not allowed'] as const),
  'The server opens no tunnels; see /openapi.json.',
);

/** For the framework's `clientErrorHandler`. */
export function refuseUnparsed(error: { readonly code?: string }, socket: Duplex): void {
  const { _httpMessage: answer } = socket as { readonly _httpMessage?: ServerResponse };
  // Nobody is there, or in the middle of an answer a second one would be read as its rest.
  if (error.code === 'ECONNRESET' || !socket.writable || answer?.headersSent === true) {
    socket.destroy();
    return;
  }
  endWith(socket, REFUSALS[error.code ?? ''] ?? MALFORMED);
}

/** What Node would answer by itself, or not at all. */
export function refuseUnhandled(server: Server): void {
  server.on('checkExpectation', (_request, response: ServerResponse) => {
    const body = JSON.stringify(document(EXPECTATION));
    const headers = { 'content-type': PROBLEM_TYPE, 'content-length': Buffer.byteLength(body) };
    // What follows may be the body that was announced, or not: the connection cannot go on.
    response.writeHead(417, { ...headers, connection: 'close' }).end(body);
  });
  server.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    endWith(socket, NO_TUNNEL, ['Allow: GET, HEAD, POST']);
  });
}

function endWith(socket: Duplex, problem: Problem, headers: readonly string[] = []): void {
  const { status } = problem;
  const body = JSON.stringify(document(problem));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...headers,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Closed with bytes unread, the connection would be reset, and the answer with it.
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
