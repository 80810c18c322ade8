/** Appending: what the store adds to an event, and that a batch is one thing. */
import { describe, expect, it } from '@jest/globals';
import { comparePositions } from '../port.js';
import { event, events, numbers, onNewLog, range, wholeLog } from './harness.js';
import type { OpenStore, StoreTraits } from './harness.js';
import { appendOnce } from '../append-once.js';
import { readWholeStream } from '../reading.js';

export function describeAppending(open: OpenStore, { ownTime = true }: StoreTraits): void {
  describe('appending', () => {
    it(
      'gives back what was appended, with stream, revision, position and time',
      onNewLog(
        open,
        async (store) => {
          const given = event(1, {
            data: { text: 'Å være – 👩‍⚕️', nested: { list: [1, -0.5, null, true, { deep: [] }] } },
            metadata: { source: 'urn:x', wake: 1_700_000_000_000 },
          });
          const appended = await store.append('patient-a', 'none', [given]);
          const [recorded] = await readWholeStream(store, 'patient-a');
          expect(recorded).toEqual({
            ...given,
            stream: 'patient-a',
            revision: 0,
            position: appended.position,
            recordedAt: ownTime ? 1_234_567 : (expect.any(Number) as unknown),
            knownAt: 1_234_567,
          });
        },
        { clock: () => 1_234_567 },
      ),
    );

    it(
      'numbers a stream from 0 without gaps and answers with where the batch stands',
      onNewLog(open, async (store) => {
        const first = await appendOnce(store, 'a', events(3));
        await appendOnce(store, 'b', events(2));
        const second = await appendOnce(store, 'a', events(2, 3));
        expect(first).toMatchObject({ firstRevision: 0, lastRevision: 2, repeated: false });
        expect(second).toMatchObject({ firstRevision: 3, lastRevision: 4, repeated: false });
        const read = await readWholeStream(store, 'a');
        expect(read.map(({ revision }) => revision)).toEqual(range(5));
        expect(read.at(-1)?.position).toBe(second.position);
        expect(read[2]?.position).toBe(first.position);
      }),
    );

    it(
      'gives every event a higher position than all before it',
      onNewLog(open, async (store) => {
        for (const n of range(5)) await appendOnce(store, `s${n % 2}`, events(3, n));
        const log = await wholeLog(store);
        expect(log).toHaveLength(15);
        for (const [index, { position }] of log.entries()) {
          expect(position).toMatch(/^[0-9]+$/);
          if (index > 0) {
            expect(comparePositions(log[index - 1]!.position, position)).toBeLessThan(0);
          }
        }
        expect(await store.head()).toBe(log.at(-1)?.position);
      }),
    );

    it(
      'appends nothing when its signal was aborted before, and reads nothing',
      onNewLog(open, async (store) => {
        const signal = AbortSignal.abort('gone');
        await expect(store.append('a', 'none', [event(1)], { signal })).rejects.toBe('gone');
        await expect(store.readStream('a', { limit: 1, signal })).rejects.toBe('gone');
        await expect(store.readLog({ limit: 1, signal })).rejects.toBe('gone');
        expect(await store.head()).toBeUndefined();
      }),
    );

    it(
      'keeps nothing of a batch with one bad event',
      onNewLog(open, async (store) => {
        const batch = [event(0), event(1, { id: 'not-a-uuid' })];
        await expect(store.append('a', 'none', batch)).rejects.toMatchObject({
          code: 'invalid-event',
        });
        expect(await readWholeStream(store, 'a')).toEqual([]);
        expect(await store.head()).toBeUndefined();
      }),
    );

    it(
      'keeps the same id in two streams as two events',
      onNewLog(open, async (store) => {
        const one = event(1);
        await store.append('a', 'none', [one]);
        await store.append('b', 'none', [{ ...one, data: { n: 2 } }]);
        expect(numbers(await wholeLog(store))).toEqual([1, 2]);
      }),
    );

    it(
      'never knows an event earlier than one before it in its stream, even when the clock goes back',
      (() => {
        const times = [5_000, 9_000, 2_000, 4_000, 10_000];
        let call = 0;
        return onNewLog(
          open,
          async (store) => {
            for (const n of range(5)) await appendOnce(store, 'a', [event(n)]);
            const knownAt = (await wholeLog(store)).map((one) => one.knownAt);
            expect(knownAt).toEqual([...knownAt].sort((a, b) => a - b));
            expect(knownAt[0]).toBe(5_000);
            expect(knownAt[4]).toBe(10_000);
          },
          // An adapter may look at its clock more than once; it then sees the last reading.
          { clock: () => times[Math.min(call++, times.length - 1)]! },
        );
      })(),
    );
  });
}
