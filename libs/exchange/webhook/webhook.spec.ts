/** The webhook adapter against receivers that behave in every way a receiver can. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import {
  answering,
  closedPort,
  closeReceivers,
  deliveryTo,
  only,
  OTHER_SECRET,
  plain,
  push,
  rawReceiver,
  receiver,
  SECRET,
  outboxMessage,
  SHORT,
} from './receiver.spec.support.js';

afterEach(closeReceivers);

describe('The webhook', () => {
  it('sends a CloudEvent in structured JSON to a receiver that answers 2xx', async () => {
    const there = await receiver(answering(204));
    expect(await push(deliveryTo(plain(there)))).toEqual({ status: 'delivered' });
    const { url, headers, body } = only(there);
    expect(url).toBe('/hook');
    expect(headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      host: `127.0.0.1:${there.port}`,
    });
    expect(JSON.parse(body)).toEqual({
      specversion: '1.0',
      id: '0197f1b2-0000-8000-8000-000000000001',
      source: 'urn:stafett:handovers',
      type: 'stafett.handover.offered.v1',
      subject: 'p0000',
      time: '2026-06-01T08:00:00+02:00',
      datacontenttype: 'application/json',
      position: '7',
      data: {
        handoverId: 'h1',
        pathway: 'hip',
        service: 'hospital',
        from: 'gp',
        answerDueAt: '2026-06-03T08:00:00+02:00',
      },
    });
  });

  it('signs so that an independent implementation of Standard Webhooks takes it for genuine', async () => {
    const there = await receiver(answering(200));
    const sent = outboxMessage({ body: { note: 'på sykehuset – ✓' } });
    await push(deliveryTo(plain(there)), sent);
    const { headers, body } = only(there);
    expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({ id: sent.message.message });
    expect(() => new Webhook(OTHER_SECRET).verify(body, headers)).toThrow();
    expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow();
    const later = {
      ...headers,
      'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1),
    };
    expect(() => new Webhook(SECRET).verify(body, later)).toThrow();
  });

  it('signs with every secret, so that one can be changed without a gap', async () => {
    const there = await receiver(answering(200));
    await push(deliveryTo(plain(there), { secrets: [SECRET, OTHER_SECRET] }));
    const { headers, body } = only(there);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [SECRET, OTHER_SECRET]) new Webhook(secret).verify(body, headers);
  });

  it('signs the bytes that it sends, on the first try and on each further one', async () => {
    const there = await receiver(answering(503));
    let now = Date.now();
    const delivery = deliveryTo(plain(there), { clock: () => now });
    const text = 'å 😀 \u2028 \u0007 <b> & "';
    await push(delivery, outboxMessage({ body: { text, count: 1.0 } }));
    now += 60_000;
    await push(delivery, outboxMessage({ body: { text, count: 1.0 } }));
    for (const { headers, body } of there.received)
      expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({ data: { text, count: 1 } });
    const [first, again] = there.received.map(({ headers }) => headers);
    expect(again?.['webhook-id']).toBe(first?.['webhook-id']);
    const [before, after] = [first, again].map((each) => Number(each?.['webhook-timestamp']));
    expect(after! - before!).toBe(60);
  });

  it('sends the same message under the same id again', async () => {
    const there = await receiver(answering(200));
    const delivery = deliveryTo(plain(there));
    await push(delivery);
    await push(delivery);
    const ids = there.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([outboxMessage().message.message, outboxMessage().message.message]);
    expect(there.received[0]?.body).toBe(there.received[1]?.body);
  });
});

describe('A receiver that answers', () => {
  const failedBy = (fault: string) => (status: number) =>
    [status, { status: 'failed', reason: `status-${status}`, fault }] as const;
  const [refused, outOfOrder, busy] = ['message', 'target', 'busy'].map(failedBy) as [
    ReturnType<typeof failedBy>,
    ReturnType<typeof failedBy>,
    ReturnType<typeof failedBy>,
  ];

  it.each([
    ...[200, 202].map((status) => [status, { status: 'delivered' }] as const),
    ...[400, 406, 409, 410, 413, 415, 422, 431, 451].map(refused),
    ...[401, 402, 403, 404, 405, 407, 421, 426, 500, 502, 504].map(outOfOrder),
    ...[408, 425, 429, 503].map(busy),
  ])('%i', async (status, outcome) => {
    const there = await receiver(answering(status));
    expect(await push(deliveryTo(plain(there)))).toEqual(outcome);
  });

  it.each([
    ['120', 120_000],
    ['Mon, 01 Jun 2026 12:02:00 GMT', 120_000],
    ['Mon, 01 Jun 2026 11:00:00 GMT', undefined],
    ['soon', undefined],
    ['-5', undefined],
  ])('429 with Retry-After %s', async (text, retryAfterMs) => {
    const there = await receiver(answering(429, { 'retry-after': text }));
    const clock = () => Date.parse('2026-06-01T12:00:00Z');
    const answer = await push(deliveryTo(plain(there), { clock }));
    expect('retryAfterMs' in answer ? answer.retryAfterMs : undefined).toBe(retryAfterMs);
  });

  it.each([301, 302, 303, 307, 308])(
    '%i is not followed, even to an allowed target',
    async (status) => {
      const other = await receiver(answering(200));
      const location = `http://127.0.0.1:${other.port}/hook`;
      const there = await receiver(answering(status, { location }));
      const { url, allow } = plain(there);
      const delivery = deliveryTo({ url, allow: [...allow, ...plain(other).allow] });
      expect(await push(delivery)).toMatchObject({ reason: 'redirect', fault: 'target' });
      expect(other.received).toEqual([]);
    },
  );
});

describe('A receiver that is slow, down or hangs', () => {
  it('has the message when it answers late but within the limit', async () => {
    const there = await receiver(async (_request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      response.writeHead(200).end();
    });
    expect(await push(deliveryTo(plain(there)))).toEqual({ status: 'delivered' });
  });

  it('has not when it answers after the limit', async () => {
    const there = await receiver(() => undefined);
    const delivery = deliveryTo(plain(there), { limits: SHORT });
    expect(await push(delivery)).toMatchObject({
      reason: 'timeout',
      fault: 'target',
    });
  });

  it('is refused its time when the head of its answer comes drop by drop', async () => {
    const there = await rawReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drops = setInterval(() => socket.write('a: b\r\n'), 20);
      socket.on('close', () => clearInterval(drops));
    });
    const delivery = deliveryTo(plain(there), { limits: SHORT });
    expect(await push(delivery)).toMatchObject({ reason: 'timeout' });
  });

  it('is down', async () => {
    const delivery = deliveryTo(plain({ port: await closedPort() }));
    expect(await push(delivery)).toMatchObject({ reason: 'connection-refused', fault: 'target' });
  });

  it('hangs up without an answer', async () => {
    const there = await rawReceiver((socket) => socket.once('data', () => socket.destroy()));
    expect(await push(deliveryTo(plain(there)))).toMatchObject({ reason: 'connection-lost' });
  });

  it('answers something else than HTTP', async () => {
    const there = await rawReceiver((socket) => socket.end('220 mail.example.test ESMTP\r\n'));
    expect(await push(deliveryTo(plain(there)))).toMatchObject({ reason: 'bad-answer' });
  });

  it('answers with a head of a megabyte', async () => {
    const there = await rawReceiver((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1024 * 1024)}\r\n\r\n`),
    );
    expect(await push(deliveryTo(plain(there)))).toMatchObject({ reason: 'bad-answer' });
  });

  it('has the message once its status says so, though the rest never comes', async () => {
    const there = await receiver((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.flushHeaders();
    });
    const delivery = deliveryTo(plain(there), { limits: SHORT });
    expect(await push(delivery)).toEqual({ status: 'delivered' });
  });

  it('is not listened to for ever when its answer has no end', async () => {
    let hungUp: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (hungUp = resolve));
    const there = await receiver((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16 * 1024)));
        if (!response.destroyed) response.once('drain', more);
      };
      response.on('close', hungUp);
      more();
    });
    const delivery = deliveryTo(plain(there), { limits: { bodyMs: 60_000 } });
    expect(await push(delivery)).toEqual({ status: 'delivered' });
    await gone;
  });

  it('says nothing of the message when we cut it off ourselves', async () => {
    const stop = new AbortController();
    const there = await receiver(() => stop.abort());
    const outcome = await push(deliveryTo(plain(there)), outboxMessage(), stop.signal);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'cut-off' });
  });
});
