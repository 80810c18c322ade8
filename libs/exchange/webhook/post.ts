/**
 * One POST within limits of time and size. It follows no redirect, uses no proxy
 * whatever the environment says, keeps no connection, and believes no certificate
 * that it cannot verify.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { pinned, type Resolved } from './resolve.js';

export interface WebhookLimits {
  /** For resolving, connecting and TLS together, ms. */
  readonly connectMs: number;
  /** From the connection to the head of the answer, ms: within it the receiver keeps the message. */
  readonly answerMs: number;
  /** For reading what follows the head, ms. The status has been said; it is only politeness. */
  readonly bodyMs: number;
  /** Most of the answer's body that is read, and thrown away, bytes. */
  readonly bodyBytes: number;
}

export const WEBHOOK_LIMITS: WebhookLimits = {
  connectMs: 5_000,
  answerMs: 15_000,
  bodyMs: 2_000,
  bodyBytes: 64 * 1024,
};

/** Bytes of the answer's head; more is no answer. */
const HEAD_BYTES = 16 * 1024;

export type Answer =
  | { readonly status: number; readonly headers: http.IncomingHttpHeaders }
  /** Stable code of why there is none. */
  | { readonly none: string };

export interface Post {
  readonly url: URL;
  readonly addresses: readonly Resolved[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string | undefined;
  readonly limits: WebhookLimits;
  readonly signal: AbortSignal;
}

/** How far it has come, which tells what an error means and how long it may take. */
type Phase = 'connecting' | 'handshake' | 'waiting';

/** Never rejects. */
export function post(sending: Post): Promise<Answer> {
  const { url, limits, signal } = sending;
  return new Promise((settle) => {
    let phase: Phase = 'connecting';
    let timer: NodeJS.Timeout | undefined;
    const request = requestOf(sending);
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      settle(answer);
      request.destroy();
    };
    const within = (ms: number, answer: Answer): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end(answer), ms);
    };
    within(limits.connectMs, { none: 'connect-timeout' });
    request.on('socket', (socket) => {
      const sent = (): void => {
        phase = 'waiting';
        within(limits.answerMs, { none: 'timeout' });
      };
      if (url.protocol === 'http:') return socket.once('connect', sent);
      socket.once('connect', () => (phase = 'handshake'));
      return socket.once('secureConnect', sent);
    });
    request.on('error', (error) =>
      end({ none: signal.aborted ? 'cut-off' : codeOf(error, phase) }),
    );
    request.on('response', (response) => {
      const answer = { status: response.statusCode ?? 0, headers: response.headers };
      let bytes = 0;
      within(limits.bodyMs, answer);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > limits.bodyBytes) end(answer);
      });
      response.on('error', () => end(answer));
      response.on('close', () => end(answer));
    });
    // A receiver that wants to speak another protocol has answered.
    request.on('upgrade', (response) =>
      end({ status: response.statusCode ?? 0, headers: response.headers }),
    );
    request.end(sending.body);
  });
}

function requestOf({ url, addresses, headers, body, ca, signal }: Post): http.ClientRequest {
  const options: https.RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
    lookup: pinned(addresses),
    signal,
    maxHeaderSize: HEAD_BYTES,
    insecureHTTPParser: false,
  };
  // Agents of our own: the shared ones may be told of a proxy by the environment.
  if (url.protocol === 'http:') {
    return http.request(url, { ...options, agent: new http.Agent({ keepAlive: false }) });
  }
  const agent = new https.Agent({ keepAlive: false, maxCachedSessions: 0 });
  const trust = ca === undefined ? {} : { ca };
  return https.request(url, { ...options, ...trust, agent, rejectUnauthorized: true });
}

function codeOf(error: NodeJS.ErrnoException, phase: Phase): string {
  const code = codeWithin(error);
  if (code === 'ECONNREFUSED') return 'connection-refused';
  if (phase === 'handshake') return 'tls';
  if (phase === 'connecting') return 'unreachable';
  return code.startsWith('HPE_') ? 'bad-answer' : 'connection-lost';
}

/** When several addresses were tried, the error holds one for each. */
function codeWithin(error: NodeJS.ErrnoException): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map((each: NodeJS.ErrnoException) => each.code ?? '');
    return codes.every((code) => code === codes[0]) ? (codes[0] ?? '') : '';
  }
  return error.code ?? '';
}
