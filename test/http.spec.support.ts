/** A server for the tests of a file, and HTTP as bytes, for requests that no client library would send. */
import { afterAll, beforeAll } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { serve, type Served } from '../apps/server/serve.js';
import { temporaryFolder } from './data-folder.js';

export const JSON_TYPE = 'Content-Type: application/json';

/** Serves a new folder before the tests of the suite that calls this, and removes it after them. */
export function servedForAll(): { readonly url: string; readonly folder: string } {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await serve(folder.path, { port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
  });
  return {
    get url() {
      return server.url;
    },
    get folder() {
      return folder.path;
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends the text as it is, and reads what comes back until the server has no more to say. */
export async function sendRaw(url: string, text: string | Buffer): Promise<readonly RawAnswer[]> {
  const socket = openSocket(url);
  // A server that waits for more is left after that.
  socket.setTimeout(3_000, () => socket.destroy());
  socket.end(text);
  return answersIn(await everythingFrom(socket));
}

export function openSocket(url: string): Socket {
  const { port } = new URL(url);
  return connect(Number(port), '127.0.0.1').on('error', () => undefined);
}

export async function everythingFrom(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString('latin1');
}

/** The answers one after the other; those to HEAD, too, which have no body. */
export function answersIn(text: string): readonly RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = text;
  for (;;) {
    const [head = '', ...more] = rest.split('\r\n\r\n');
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? [];
    if (status === undefined) {
      if (rest !== '') throw new Error(`This is no answer: ${rest.slice(0, 200)}`);
      return answers;
    }
    const lines = head.split('\r\n').slice(1);
    const headers = Object.fromEntries(
      lines.map((line) => {
        const [name = '', ...value] = line.split(':');
        return [name.toLowerCase(), value.join(':').trim()];
      }),
    );
    const after = more.join('\r\n\r\n');
    const length = after.startsWith('HTTP/1.1 ') ? 0 : Number(headers['content-length'] ?? 0);
    // The lengths are those of bytes, and latin1 has one for each.
    const body = Buffer.from(after.slice(0, length), 'latin1').toString('utf8');
    answers.push({ status: Number(status), headers, body });
    rest = after.slice(length);
  }
}

/** What is wrong with an answer that has to be a problem document if it is no success; undefined: nothing. */
export function faultOf({ status, headers, body }: RawAnswer): string | undefined {
  if (status >= 500) return `status ${status}`;
  if (status < 400) return undefined;
  if (!headers['content-type']?.startsWith('application/problem+json')) return 'content type';
  // The answer to HEAD.
  if (body === '') return undefined;
  const { type, title, status: again, detail, code } = JSON.parse(body) as Record<string, unknown>;
  if (again !== status) return 'another status in the document';
  if (type !== `urn:stafett:problem:${String(code)}`) return 'type';
  if (![title, detail, code].every((text) => typeof text === 'string' && text !== ''))
    return 'text';
  return undefined;
}
