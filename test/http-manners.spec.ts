/** Whatever is sent to the server, it answers: with a problem document that says what was wrong. */
import { describe, expect, it } from '@jest/globals';
import { METHODS } from 'node:http';
import { serve } from '../apps/server/serve.js';
import { temporaryFolder } from './data-folder.js';
import {
  answersIn,
  everythingFrom,
  faultOf,
  JSON_TYPE,
  openSocket,
  sendRaw,
  servedForAll,
} from './http.spec.support.js';

describe('The server', () => {
  const server = servedForAll();

  const ask = async (
    start: string,
    headers: readonly string[] = ['Host: localhost'],
    body = '',
  ): Promise<{ status: number; code: unknown; headers: Readonly<Record<string, string>> }> => {
    const text = [`${start} HTTP/1.1`, ...headers, 'Connection: close', '', body].join('\r\n');
    const [answer, ...more] = await sendRaw(server.url, text);
    if (answer === undefined || more.length > 0) throw new Error(`${more.length + 1} answers`);
    expect(faultOf(answer)).toBeUndefined();
    const document = answer.body.startsWith('{') ? (JSON.parse(answer.body) as object) : {};
    const code = 'code' in document ? document.code : undefined;
    return { status: answer.status, code, headers: answer.headers };
  };
  const post = (headers: readonly string[], body = '{}'): ReturnType<typeof ask> =>
    ask('POST /v1/events', ['Host: localhost', `Content-Length: ${body.length}`, ...headers], body);

  describe('is addressed', () => {
    it.each([
      'localhost',
      'LOCALHOST',
      'localhost.',
      'LocalHost:1',
      '127.0.0.1:8080',
      '[::1]',
      '[::1]:80',
    ])('by its own name in any spelling: %s', async (host) => {
      expect(await ask('GET /health/live', [`Host: ${host}`])).toMatchObject({ status: 200 });
    });

    it.each([
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.nip.io',
      'a@localhost',
      '[::2]',
      '::1',
      '',
    ])('by no other name: %s', async (host) => {
      const refused = { status: 421, code: 'foreign-host' };
      expect(await ask('GET /health/live', [`Host: ${host}`])).toMatchObject(refused);
    });

    it('once', async () => {
      for (const headers of [
        [],
        ['Host: localhost', 'Host: localhost'],
        ['host: a', 'HOST: localhost'],
      ]) {
        const answer = await ask('GET /health/live', headers);
        expect(answer).toMatchObject({ status: 400, code: 'host' });
      }
    });

    it('by the name in the address, where there is one', async () => {
      const foreign = await ask('GET http://evil.example/health/live');
      expect(foreign).toMatchObject({ status: 421, code: 'foreign-host' });
      expect(await ask('GET http://localhost/health/live')).toMatchObject({ status: 200 });
    });
  });

  describe('asked by another method', () => {
    const routes = [
      ['/v1/events', 'POST'],
      ['/health/live', 'GET, HEAD'],
      ['/v1/pathways/a/stalls?limit=1', 'GET, HEAD'],
      ['/v1/parked/p1/retry', 'POST'],
      ['/metrics', 'GET, HEAD'],
      ['/openapi.json', 'GET, HEAD'],
    ] as const;

    it.each(routes)('says what %s takes, whatever the method', async (path, allow) => {
      const others = METHODS.filter((method) => method !== 'CONNECT' && !allow.includes(method));
      for (const method of others) {
        const answer = await ask(`${method} ${path}`);
        expect([method, answer.status, answer.headers['allow']]).toEqual([method, 405, allow]);
      }
    });

    it('says that a path which is not there is not', async () => {
      expect(await ask('PUT /nowhere')).toMatchObject({ status: 404, code: 'not-found' });
    });

    it('opens no tunnel', async () => {
      const answer = await ask('CONNECT localhost:80');
      expect(answer).toMatchObject({ status: 405, code: 'not-allowed' });
      expect(answer.headers['allow']).toBe('GET, HEAD, POST');
    });
  });

  describe('refuses as a problem what the parser refuses', () => {
    it.each([
      ['no HTTP', 'hello\r\n\r\n', 400, 'request'],
      ['a method that nobody knows', 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'request'],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'request'],
      [
        'a body of two lengths',
        'POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
        400,
        'request',
      ],
      [
        'a broken chunk',
        `POST /v1/events HTTP/1.1\r\nHost: localhost\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
        400,
        'request',
      ],
      [
        'large headers',
        `GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
        431,
        'headers-too-large',
      ],
      [
        'a long address',
        `GET /${'a'.repeat(1_000_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
        431,
        'headers-too-large',
      ],
    ])('%s', async (_what, text, status, code) => {
      const [answer] = await sendRaw(server.url, text);
      expect(answer?.status).toBe(status);
      expect(faultOf(answer!)).toBeUndefined();
      expect(JSON.parse(answer!.body)).toMatchObject({ code });
    });

    it('an expectation that it does not meet', async () => {
      const answer = await ask('POST /v1/events', [
        'Host: localhost',
        'Expect: the-unexpected',
        'Content-Length: 0',
      ]);
      expect(answer).toMatchObject({ status: 417, code: 'expectation' });
    });
  });

  describe('takes a body', () => {
    it.each([
      [
        'with a type in any spelling',
        'Content-Type: APPLICATION/CloudEvents+JSON; charset="UTF-8"; a=b',
      ],
      ['with a type whose parameter is empty', 'Content-Type: application/json;'],
      ['that is not encoded', `${JSON_TYPE}\r\nContent-Encoding: Identity`],
    ])('%s', async (_what, headers) => {
      // It was read as JSON: what is wrong is the event.
      expect(await post([headers])).toMatchObject({ status: 422, code: 'invalid-event' });
    });

    it.each([
      ['compressed', `${JSON_TYPE}\r\nContent-Encoding: gzip`, 'content-encoding'],
      ['compressed twice', `${JSON_TYPE}\r\nContent-Encoding: gzip, br`, 'content-encoding'],
      ['in another charset', `${JSON_TYPE}; charset=iso-8859-1`, 'charset'],
      ['in one of two charsets', `${JSON_TYPE}; charset=utf-8; charset=utf-16`, 'charset'],
      ['of another type', 'Content-Type: text/plain', 'content-type'],
      ['of no type', 'X-A: b', 'content-type'],
      ['of a type that is none', 'Content-Type: ;;', 'content-type'],
    ])('but not %s', async (_what, headers, code) => {
      const answer = await post([headers]);
      expect(answer).toMatchObject({ status: 415, code });
      if (code === 'content-encoding') expect(answer.headers['accept-encoding']).toBe('identity');
    });

    it.each([
      ['without a type', []],
      ['with a type', [JSON_TYPE]],
    ])('that is empty for none, %s', async (_what, headers) => {
      expect(await post(headers, '')).toMatchObject({ status: 400, code: 'no-body' });
      const chunked = ['Host: localhost', JSON_TYPE, 'Transfer-Encoding: chunked'];
      const answer = await ask('POST /v1/events', chunked, '0\r\n\r\n');
      expect(answer).toMatchObject({ status: 400, code: 'no-body' });
    });
  });

  describe('takes the parameters of a route', () => {
    const errorsOf = async (path: string): Promise<unknown> => {
      const answer = await fetch(server.url + path);
      const { errors } = (await answer.json()) as { errors?: unknown };
      return [answer.status, errors];
    };

    it.each([
      [
        '/v1/pathways/a/census?asof=2026-01-01T00:00:00Z',
        'asof',
        'there is no "asof" here; did you mean "asOf"?',
      ],
      ['/v1/pathways/a/census?constructor=1', 'constructor', 'there is no "constructor" here'],
      ['/v1/pathways/a/census?__proto__=1', '__proto__', 'there is no "__proto__" here'],
      ['/v1/pathways/a/census?toString', 'toString', 'there is no "toString" here'],
      ['/v1/pathways/a/census?=1', '', 'there is no "" here'],
      ['/v1/pathways/a/census?limit=1', 'limit', 'there is no "limit" here'],
      ['/v1/pathways/a/flow?limit=1&limit=2', 'limit', 'limit is given more than once'],
      [
        '/v1/pathways/a/flow?limit=1e2',
        'limit',
        'limit must be a whole number from 1 to 100000, in digits alone',
      ],
      [
        '/v1/pathways/a/flow?limit=',
        'limit',
        'limit must be a whole number from 1 to 100000, in digits alone',
      ],
    ])('and no other: %s', async (path, name, message) => {
      expect(await errorsOf(path)).toEqual([400, [{ path: name, message }]]);
    });

    it('of which some may be repeated', async () => {
      expect(await errorsOf('/v1/pathways/a/census?over=1h&over=2h')).toEqual([
        404,
        [expect.objectContaining({ path: 'pathway' })],
      ]);
    });

    it('none where it has none', async () => {
      const document = await (await fetch(`${server.url}/openapi.json`)).json();
      const { paths } = document as { readonly paths: Readonly<Record<string, object>> };
      for (const [path, methods] of Object.entries(paths))
        for (const method of Object.keys(methods)) {
          const url = `${path.replaceAll(/\{\w+\}/g, 'a')}?constructor=1`;
          const answer = await ask(`${method.toUpperCase()} ${url}`);
          expect([url, answer.status, answer.code]).toEqual([url, 400, 'invalid-request']);
        }
      expect(await ask('GET /openapi.json?v=1')).toMatchObject({ status: 400 });
    });

    it.each([
      '/v1/pathways/a/waits?from=%zz&to=b',
      '/v1/pathways/a/waits?from=%E0%A4&to=b',
      '/v1/pathways/%ff/flow',
      '/%',
    ])('in an encoding that can be read: %s', async (path) => {
      expect(await ask(`GET ${path}`)).toMatchObject({ status: 400, code: 'request' });
    });
  });

  it('answers in JSON whatever the client would rather have', async () => {
    const answer = await ask('GET /health/live', [
      'Host: localhost',
      'Accept: text/html;q=1, image/*',
    ]);
    expect(answer.headers['content-type']).toContain('application/json');
  });

  it('tells a request that comes while it closes to come again', async () => {
    const another = await temporaryFolder();
    const closing = await serve(another.path, { port: 0 });
    const socket = openSocket(closing.url);
    const received = everythingFrom(socket);
    socket.write('GET /health/live HTTP/1.1\r\n');
    // Something of it has arrived when this has.
    await fetch(`${closing.url}/health/live`);
    const closed = closing.close();
    socket.write('Host: localhost\r\n\r\n');
    const [answer] = answersIn(await received);
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(JSON.parse(answer!.body)).toMatchObject({ code: 'closing', status: 503 });
    await closed;
    await another.remove();
  });
});
