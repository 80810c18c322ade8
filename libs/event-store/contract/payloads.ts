/** Codec and upcasters: where payloads are made unreadable, and old events new. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { CodecContext, JsonObject, PayloadCodec, Upcasters } from '../port.js';
import { appendOnce } from '../append-once.js';
import { readEventAt } from '../log-token.js';
import { event, Listener, numbers, onNewLog, wholeLog } from './harness.js';
import type { OpenStore, StoreTraits } from './harness.js';
import { readWholeStream } from '../reading.js';

/** Encrypts with the context as additional data: a payload moved elsewhere cannot be read. */
class EncryptingCodec implements PayloadCodec {
  private readonly key = randomBytes(32);
  readonly contexts: CodecContext[] = [];

  encode(context: CodecContext, payload: JsonObject): Uint8Array {
    this.contexts.push(context);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    cipher.setAAD(Buffer.from(this.bind(context)));
    const text = Buffer.concat([cipher.update(JSON.stringify(payload)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  decode(context: CodecContext, bytes: string | Uint8Array): JsonObject {
    if (typeof bytes === 'string') throw new Error('Bytes were stored as text.');
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(this.bind(context)));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
    return JSON.parse(text.toString()) as JsonObject;
  }

  private bind({ stream, type, field }: CodecContext): string {
    return JSON.stringify([stream, type, field]);
  }
}

const UPCASTERS: Upcasters = {
  'Measured.v1': ({ data, metadata }) => ({
    type: 'Measured.v2',
    data: { millimetres: (data['centimetres'] as number) * 10 },
    metadata,
  }),
  'Measured.v2': ({ data, metadata }) => ({
    type: 'Measured.v3',
    data: { ...data, unit: 'mm' },
    metadata: { ...metadata, upcast: true },
  }),
};

/** Data of an event that `LOSING` cannot read back. */
const UNREADABLE = { data: { n: 'unreadable' } };

const LOSING: PayloadCodec = {
  encode: (_context, payload) => JSON.stringify(payload),
  decode: (_context, bytes) => {
    const payload = JSON.parse(String(bytes)) as JsonObject;
    if (payload['n'] === 'unreadable') throw new Error('key destroyed');
    return payload;
  },
};

export function describePayloads(open: OpenStore, { tellsRepeats }: StoreTraits): void {
  describe('payloads', () => {
    const encrypting = new EncryptingCodec();
    it(
      'go through the codec, which is given stream, type and field',
      onNewLog(
        open,
        async (store) => {
          const given = event(1);
          await store.append('a', 'none', [given]);
          const context = { stream: 'a', type: given.type };
          expect(encrypting.contexts).toEqual([
            { ...context, field: 'data' },
            { ...context, field: 'metadata' },
          ]);
          const [recorded] = await readWholeStream(store, 'a');
          expect(recorded).toMatchObject({ data: given.data, metadata: given.metadata });
        },
        { codec: encrypting },
      ),
    );

    it(
      'count as repeated by what they say, when the codec never writes the same bytes twice',
      onNewLog(
        open,
        async (store) => {
          const given = event(1);
          const first = await store.append('a', 'none', [given]);
          expect(await store.append('a', 'none', [given])).toEqual({
            ...first,
            repeated: tellsRepeats,
          });
          const changed = { ...given, data: { n: 2 } };
          await expect(store.append('a', 'none', [changed])).rejects.toMatchObject({
            code: expect.stringMatching(/^(event-id-conflict|wrong-expected-revision)$/) as unknown,
          });
        },
        { codec: new EncryptingCodec() },
      ),
    );

    it(
      'that cannot be decoded damage their own event alone, which keeps its place',
      onNewLog(
        open,
        async (store) => {
          await store.append('a', 'none', [event(1), event(2, UNREADABLE)]);
          await store.append('b', 'none', [event(3)]);
          await store.append('a', 1, [event(4)]);
          const { events } = await store.readLog({ limit: 10 });
          expect(events.map(({ damage, stream }) => [stream, damage])).toEqual([
            ['a', undefined],
            ['a', 'data'],
            ['b', undefined],
            ['a', undefined],
          ]);
          const [, damaged] = events;
          expect(Object.keys(damaged!).sort()).toEqual(
            ['damage', 'id', 'knownAt', 'position', 'recordedAt', 'revision', 'stream'].sort(),
          );
          expect(numbers((await store.readStream('a', { from: 2, limit: 10 })).events)).toEqual([
            4,
          ]);
          const { position } = damaged!;
          await expect(readWholeStream(store, 'a')).rejects.toMatchObject({
            ...{ code: 'log-damaged', stream: 'a', revision: 1, position, damage: 'data' },
            message: expect.not.stringContaining('key destroyed') as unknown,
          });
          expect(numbers(await readWholeStream(store, 'b'))).toEqual([3]);
          expect(await readEventAt(store, position)).toEqual(damaged);
        },
        { codec: LOSING },
      ),
    );

    it(
      'that cannot be decoded hold up no subscription, with a filter or without',
      onNewLog(
        open,
        async (store) => {
          const type = 'Wanted.v1';
          await store.append('a', 'none', [event(1, { ...UNREADABLE, type }), event(2)]);
          await store.append('b', 'none', [event(3, { type })]);
          const seen: unknown[] = [];
          const stopped = new AbortController();
          const filter = { types: [type] };
          for await (const message of store.subscribe({ filter, signal: stopped.signal })) {
            if (message.kind === 'caught-up') stopped.abort();
            else seen.push(...message.events.map(({ damage = 'whole' }) => damage));
          }
          expect(seen).toEqual(['data', 'whole']);
        },
        { codec: LOSING },
      ),
    );

    it(
      'that are damaged do not keep what is said once from being appended',
      onNewLog(
        open,
        async (store) => {
          const listed = event(2);
          await store.append('index', 'none', [event(1, UNREADABLE)]);
          const first = await appendOnce(store, 'index', [listed]);
          expect(first).toMatchObject({ lastRevision: 1, repeated: false });
          expect(await appendOnce(store, 'index', [listed])).toMatchObject({
            ...first,
            repeated: true,
          });
        },
        { codec: LOSING },
      ),
    );

    it(
      'that an upcaster cannot read are damaged like any other',
      onNewLog(
        open,
        async (store) => {
          await store.append('a', 'none', [event(1, { type: 'Broken.v1' })]);
          const { events } = await store.readLog({ limit: 1 });
          expect(events).toMatchObject([{ stream: 'a', revision: 0, damage: 'data' }]);
        },
        {
          upcasters: {
            'Broken.v1': () => {
              throw new TypeError('This event has no field of that name.');
            },
          },
        },
      ),
    );

    it(
      'of old versions become the newest wherever they are read',
      onNewLog(
        open,
        async (store) => {
          const old = event(0, { type: 'Measured.v1', data: { centimetres: 2 } });
          const first = await store.append('a', 'none', [old, event(7)]);
          const expected = {
            id: old.id,
            type: 'Measured.v3',
            data: { millimetres: 20, unit: 'mm' },
            metadata: { source: 'urn:test', upcast: true },
          };
          expect((await readWholeStream(store, 'a'))[0]).toMatchObject(expected);
          expect((await wholeLog(store))[0]).toMatchObject(expected);
          const listener = new Listener(store);
          await listener.until('events');
          expect(listener.events[0]).toMatchObject(expected);
          expect(listener.events[1]).toMatchObject({ type: 'ThingHappened.v1', data: { n: 7 } });
          await listener.stop();
          const again = await store.append('a', 'none', [old]);
          expect(again).toMatchObject({
            firstRevision: 0,
            lastRevision: 0,
            repeated: tellsRepeats,
          });
          expect(first.repeated).toBe(false);
        },
        { upcasters: UPCASTERS },
      ),
    );
  });
}
