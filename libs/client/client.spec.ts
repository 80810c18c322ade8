/** The client against a server that answers what each test has it answer. */
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StafettClient } from './client.js';
import type { CareEvent } from './care-event.js';
import { NoAnswerError, ProblemError } from './errors.js';
import type { StreamAnswer } from './receipts.js';

interface SentRequest {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: ServerResponse) => void;

const RECEIPT = { status: 'accepted', revision: 0, position: '7', decisions: 1 };

function event(n: number): CareEvent {
  const subject = `urn:test|${n}`;
  return { id: `e${n}`, source: 'urn:test', type: 'PatientDied', subject, occurredat: '2026-03' };
}

function problem(status: number, code: string, headers = {}): Answer {
  const body = { type: `urn:stafett:problem:${code}`, title: 'No', status, code, detail: 'No.' };
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
    response.end(JSON.stringify(body));
  };
}

function answer(body: unknown, status = 201): Answer {
  return (response) => response.writeHead(status).end(JSON.stringify(body));
}

/** As lines, and then the end, or the connection breaks. */
function lines(values: readonly unknown[], isCut = false): Answer {
  return (response) => {
    response.writeHead(201);
    response.write(values.map((value) => `${JSON.stringify(value)}\n`).join(''), () => {
      if (isCut) response.destroy();
      else response.end();
    });
  };
}

const cut: Answer = (response) => response.destroy();
/** Retried at once. */
const busy = problem(503, 'busy', { 'retry-after': '0' });
const progress = (through: number, more = {}) => ({
  ...{ through, accepted: through, repeated: 0, refused: 0, ...more },
});

describe('The client', () => {
  let server: Server;
  let client: StafettClient;
  let url: string;
  const sent: SentRequest[] = [];
  const answers: Answer[] = [];

  beforeEach(async () => {
    sent.length = 0;
    answers.length = 0;
    server = createServer((request, response) => {
      void text(request).then((body) => {
        sent.push({ url: request.url ?? '', headers: request.headers, body });
        (answers.shift() ?? problem(500, 'unexpected-request'))(response);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new StafettClient({ url, retries: 2 });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('publishes one event in structured mode', async () => {
    answers.push(answer(RECEIPT));
    expect(await client.publish(event(1), { idempotencyKey: 'k1' })).toEqual(RECEIPT);
    const [{ url: path, headers, body } = sent[0]!] = sent;
    expect(path).toBe('/v1/events');
    expect(headers).toMatchObject({
      ...{ 'content-type': 'application/cloudevents+json', 'idempotency-key': 'k1' },
    });
    expect(JSON.parse(body)).toEqual({ specversion: '1.0', ...event(1) });
  });

  it('keeps the path of a server behind a proxy, and sends the headers that are given', async () => {
    answers.push(answer(RECEIPT));
    const headers = { authorization: 'Bearer x' };
    await new StafettClient({ url: `${url}/stafett/`, headers }).publish(event(1));
    expect(sent[0]).toMatchObject({ url: '/stafett/v1/events', headers });
  });

  it('sends the same again when the server is busy or nothing comes back', async () => {
    answers.push(busy, cut, answer(RECEIPT));
    expect(await client.publish(event(1))).toEqual(RECEIPT);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it('waits as long as Retry-After says', async () => {
    answers.push(problem(429, 'too-many-requests', { 'retry-after': '1' }), answer(RECEIPT));
    const startedAt = performance.now();
    await client.publish(event(1));
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it('asks once where the same would be refused again', async () => {
    answers.push(problem(409, 'event-conflict'));
    const error = await client.publish(event(1)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 409, code: 'event-conflict', retryable: false });
    expect(sent).toHaveLength(1);
  });

  it('gives up with the last error', async () => {
    answers.push(busy, busy, busy);
    await expect(client.publish(event(1))).rejects.toMatchObject({ code: 'busy', retryable: true });
    answers.push(cut, cut, cut);
    await expect(client.publish(event(1))).rejects.toBeInstanceOf(NoAnswerError);
    expect(sent).toHaveLength(6);
  });

  it('makes an error of what a proxy says', async () => {
    answers.push((response) => response.writeHead(403).end('<h1>Forbidden</h1>'));
    await expect(client.publish(event(1))).rejects.toMatchObject({
      ...{ code: 'http-403', status: 403, message: expect.stringContaining('<h1>Forbidden</h1>') },
    });
  });

  it('does not wait for ever for an answer', async () => {
    answers.push(() => undefined);
    const hasty = new StafettClient({ url, retries: 0, timeoutMs: 50 });
    await expect(hasty.publish(event(1))).rejects.toThrow('within 50 ms');
  });

  it('ends with the reason of an aborted signal, also while it waits', async () => {
    answers.push(problem(503, 'busy', { 'retry-after': '60' }));
    const signal = AbortSignal.timeout(100);
    await expect(client.publish(event(1), { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('sends again what failed of a batch, and that alone', async () => {
    const recorded = { status: 'accepted', revision: 0, position: '1' };
    const failed = { status: 'failed', problem: { status: 503, code: 'busy', detail: '' } };
    const counts = { accepted: 0, repeated: 0, refused: 0, failed: 0 };
    answers.push(
      answer({ ...counts, results: [recorded, failed, failed] }, 207),
      answer({ ...counts, results: [recorded, { ...recorded, position: '3' }] }),
    );
    const receipt = await client.publishBatch([event(1), event(2), event(3)], { allOrNone: true });
    expect(receipt).toMatchObject({ accepted: 3, failed: 0 });
    expect(receipt.results.map((result) => 'position' in result && result.position)).toEqual([
      ...['1', '1', '3'],
    ]);
    expect(sent.map(({ url: path }) => path)).toEqual(Array(2).fill('/v1/events?all-or-none=true'));
    expect((JSON.parse(sent[1]!.body) as CareEvent[]).map(({ id }) => id)).toEqual(['e2', 'e3']);
  });

  it.each([
    ['breaks', true],
    ['ends without a word', false],
  ])('goes on after the last settled line when an answer %s', async (_how, isCut) => {
    const refused = { line: 2, status: 'refused', problem: { code: 'invalid-event' } };
    const unsettled = { line: 4, status: 'refused', problem: { code: 'invalid-event' } };
    answers.push(
      lines([refused, progress(3, { accepted: 2, refused: 1 }), unsettled], isCut),
      lines([
        { ...unsettled, line: 1 },
        { done: true, ...progress(2, { accepted: 1, refused: 1 }) },
      ]),
    );
    const said: StreamAnswer<CareEvent>[] = [];
    const events = [1, 2, 3, 4, 5].map(event);
    for await (const each of client.publishStream(events)) said.push(each);
    expect(sent.map(({ body }) => body.split('\n').length)).toEqual([5, 2]);
    expect(said).toMatchObject([
      { line: 2, status: 'refused', event: { id: 'e2' } },
      { status: 'progress', through: 3 },
      { line: 4, status: 'refused', event: { id: 'e4' } },
      { status: 'progress', through: 5, accepted: 3, refused: 2 },
    ]);
  });

  it('passes over the events of an earlier run, and counts on from there', async () => {
    answers.push(lines([{ done: true, ...progress(1) }]));
    const said: StreamAnswer<CareEvent>[] = [];
    for await (const each of client.publishStream([event(1), event(2)], { after: 1 }))
      said.push(each);
    expect(said).toMatchObject([{ through: 2, accepted: 1 }]);
    expect(JSON.parse(sent[0]!.body)).toMatchObject({ id: 'e2' });
  });

  it('ends a stream with the problem that keeps the server from reading on', async () => {
    const stop = { status: 422, code: 'too-many-refused', detail: 'Stopped.' };
    answers.push(lines([{ done: false, problem: stop, ...progress(1) }]));
    const stream = client.publishStream([event(1), event(2)]);
    expect((await stream.next()).value).toMatchObject({ through: 1 });
    await expect(stream.next()).rejects.toMatchObject({ code: 'too-many-refused' });
  });

  it('sends what a silent source gave so far, and ends although it stays silent', async () => {
    async function* source() {
      yield event(1);
      await new Promise(() => undefined);
    }
    answers.push(lines([{ done: true, ...progress(1) }]));
    for await (const each of client.publishStream(source())) if (each.status === 'progress') break;
    expect(sent[0]?.body.split('\n')).toHaveLength(1);
  });

  it('takes no more from a source than it sends, and closes it', async () => {
    let taken = 0;
    let closed = false;
    function* source() {
      try {
        for (;;) yield event((taken += 1));
      } finally {
        closed = true;
      }
    }
    answers.push(lines([{ done: true, ...progress(5_000) }]));
    for await (const each of client.publishStream(source())) if (each.status === 'progress') break;
    expect({ taken, closed }).toEqual({ taken: 5_000, closed: true });
  });
});
