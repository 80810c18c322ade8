/** Requests made up at random: none may be answered otherwise than all are. */
import { describe, expect, it } from '@jest/globals';
import { METHODS } from 'node:http';
import fc from 'fast-check';
import { faultOf, JSON_TYPE, sendRaw, servedForAll } from './http.spec.support.js';

describe('Whatever is sent to the server', () => {
  const server = servedForAll();

  it('is answered with a problem document or a success, and never with a fault of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(requests(), nearlyAnEvent()), async (text) => {
        const answers = await sendRaw(server.url, text);
        expect(answers.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
      }),
      { numRuns: 5 * (fc.readConfigureGlobal().numRuns ?? 100) },
    );
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });
});

const EVENT = {
  ...{ specversion: '1.0', id: 'e1', source: 'urn:test:gp', type: 'SymptomOnsetReported.v1' },
  ...{ subject: 'test|anna', time: '2026-04-03T10:00:00+03:00', data: {} },
};

/** An event of which one attribute, or one that does not exist, is anything. */
function nearlyAnEvent(): fc.Arbitrary<Buffer> {
  const name = fc.oneof(fc.constantFrom(...Object.keys(EVENT)), fc.string());
  return fc.tuple(name, fc.jsonValue()).map(([key, value]) => {
    const body = JSON.stringify({ ...EVENT, [key]: value });
    const lines = ['POST /v1/events HTTP/1.1', 'Host: localhost', JSON_TYPE];
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    return Buffer.from([...lines, length, '', body].join('\r\n'));
  });
}

/** Requests that are nearly right, with one thing or another out of the ordinary. */
function requests(): fc.Arbitrary<Buffer> {
  const path = fc.oneof(
    fc.constantFrom(
      '/v1/events',
      '/health/live',
      '/health/timers',
      '/metrics',
      '/v1/parked',
      '/openapi.json',
      '*',
      '/',
      '',
    ),
    fc.constantFrom(
      '/v1/pathways/a/stalls',
      '/v1/pathways/a/waits',
      '/v1/outbox/a',
      '/v1/patients/a%7Cb/journey',
    ),
    fc.webPath(),
    fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `/${text}`),
  );
  const query = fc.oneof(
    fc.constant(''),
    fc.webQueryParameters().map((text) => `?${text}`),
    fc.constantFrom(
      '?limit=0',
      '?asOf=x',
      '?from=a&to=b',
      '?from[]=a',
      '?a=%',
      '??',
      '?limit=99999999999999999999',
    ),
  );
  const header = fc.oneof(
    fc.constantFrom(
      ...['Host: localhost', 'Host: x', 'Expect: 100-continue', 'Expect: x', 'Upgrade: websocket'],
      ...[
        'Connection: upgrade',
        'Transfer-Encoding: chunked',
        'Transfer-Encoding: gzip',
        'Content-Length: -1',
      ],
      ...[
        'Content-Length: 5',
        'Content-Encoding: br',
        JSON_TYPE,
        'Content-Type: x',
        'Accept: x/y',
        'Range: bytes=0-1',
      ],
      ...[
        'X-HTTP-Method-Override: DELETE',
        'Accept-Version: 2.0.0',
        'Content-Type: application/json;charset=x',
      ],
    ),
    fc
      .tuple(fc.string({ maxLength: 10 }), fc.string({ unit: 'binary', maxLength: 20 }))
      .map((parts) => parts.join(': ')),
  );
  const body = fc.oneof(
    fc.constant(''),
    fc.json(),
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.constant('0\r\n\r\n'),
  );
  return fc
    .record({
      method: fc.oneof(fc.constantFrom(...METHODS), fc.string({ maxLength: 8 })),
      path,
      query,
      version: fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/3.0', ''),
      headers: fc.array(header, { maxLength: 4 }),
      measured: fc.boolean(),
      body,
    })
    .map(({ method, path: to, query: asked, version, headers, measured, body: content }) => {
      const length = measured ? [`Content-Length: ${Buffer.byteLength(content)}`] : [];
      const lines = [
        `${method} ${to}${asked} ${version}`,
        'Host: localhost',
        ...length,
        ...headers,
      ];
      return Buffer.from([...lines, '', content].join('\r\n'));
    });
}
