/** Keys that are unique over the whole log, where a store can keep them. */
import { describe, expect, it } from '@jest/globals';
import { DuplicateKey } from '../errors.js';
import { event, numbers, onNewLog, range, wholeLog } from './harness.js';
import type { OpenStore } from './harness.js';

const keyed = (n: number, uniqueKey: string) => event(n, { uniqueKey });

export function describeUniqueKeys(open: OpenStore): void {
  describe('unique keys', () => {
    it(
      'are kept over all streams, or refused by a store that cannot keep them',
      onNewLog(open, async (store) => {
        const first = store.append('a', 'none', [event(0), keyed(1, 'key')]);
        if (!store.uniqueKeys) {
          await expect(first).rejects.toMatchObject({ code: 'invalid-event' });
          return;
        }
        const { position } = await first;
        const second = store.append('b', 'none', [event(2), keyed(3, 'key'), keyed(4, 'other')]);
        await expect(second).rejects.toBeInstanceOf(DuplicateKey);
        await expect(second).rejects.toMatchObject({
          ...{ code: 'duplicate-key', retryable: false },
          taken: [{ key: 'key', earlier: { stream: 'a', revision: 1, position } }],
        });
        await store.append('b', 'none', [keyed(4, 'other')]);
        await expect(store.append('a', 1, [keyed(5, 'other')])).rejects.toMatchObject({
          taken: [{ key: 'other', earlier: { stream: 'b', revision: 0 } }],
        });
        const some = [keyed(6, 'free'), keyed(7, 'other'), event(8), keyed(9, 'key')];
        await expect(store.append('c', 'none', some)).rejects.toMatchObject({
          taken: [{ key: 'other' }, { key: 'key' }],
        });
        await store.append('c', 'none', [keyed(10, 'free')]);
        expect(numbers(await wholeLog(store))).toEqual([0, 1, 4, 10]);
      }),
    );

    it(
      'are no hindrance to a repeat, also after opening again',
      onNewLog(open, async (store, opened) => {
        if (!store.uniqueKeys) return;
        const batch = [keyed(1, 'one'), keyed(2, 'two')];
        const first = await store.append('a', 'none', batch);
        expect(await store.append('a', 'none', batch)).toEqual({ ...first, repeated: true });
        if (opened.reopen === undefined) return;
        const again = await opened.reopen();
        expect(await again.append('a', 'none', batch)).toEqual({ ...first, repeated: true });
        await expect(again.append('b', 'none', [keyed(3, 'two')])).rejects.toBeInstanceOf(
          DuplicateKey,
        );
      }),
    );

    it(
      'go to one of many that want them at once',
      onNewLog(open, async (store) => {
        if (!store.uniqueKeys) return;
        const results = await Promise.allSettled(
          range(20).map((n) => store.append(`s${n}`, 'none', [keyed(n, 'key'), event(n)])),
        );
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await wholeLog(store)).toHaveLength(2);
      }),
    );

    it(
      'are text of bounded length, once in a batch',
      onNewLog(open, async (store) => {
        if (!store.uniqueKeys) return;
        const refused = (code: string, ...batch: ReturnType<typeof keyed>[]) =>
          expect(store.append('a', 'none', batch)).rejects.toMatchObject({ code });
        await refused('invalid-event', keyed(1, ''));
        await refused('limit-exceeded', keyed(1, 'x'.repeat(1_001)));
        await refused('invalid-event', keyed(1, 'key'), keyed(2, 'key'));
      }),
    );
  });
}
