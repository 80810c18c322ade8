/** Closing, and what is there after opening again. */
import { describe, expect, it } from '@jest/globals';
import { StoreClosed } from '../errors.js';
import { comparePositions } from '../port.js';
import { event, events, numbers, onNewLog, range, wholeLog } from './harness.js';
import type { OpenStore, StoreTraits } from './harness.js';

export function describeLifetime(open: OpenStore, { tellsRepeats }: StoreTraits): void {
  describe('lifetime', () => {
    it(
      'answers appends under way before it closes, and nothing afterwards',
      onNewLog(open, async (store) => {
        const underWay = range(20).map((n) => store.append(`s${n}`, 'none', events(2)));
        const closed = store.close();
        for (const { lastRevision } of await Promise.all(underWay)) expect(lastRevision).toBe(1);
        await closed;
        await expect(store.append('a', 'none', [event(1)])).rejects.toBeInstanceOf(StoreClosed);
        await expect(store.readStream('a', { limit: 1 })).rejects.toBeInstanceOf(StoreClosed);
        await expect(store.readLog({ limit: 1 })).rejects.toBeInstanceOf(StoreClosed);
        await expect(store.head()).rejects.toBeInstanceOf(StoreClosed);
        expect(() => store.subscribe()).toThrow(StoreClosed);
      }),
    );

    it(
      'closes as often as it is asked to',
      onNewLog(open, async (store) => {
        await Promise.all([store.close(), store.close()]);
        await store.close();
      }),
    );

    it(
      'goes on after opening again: same events, higher positions, later times, known repeats',
      (() => {
        let now = 5_000;
        return onNewLog(
          open,
          async (store, opened) => {
            if (opened.reopen === undefined) return;
            const batch = events(3);
            const first = await store.append('a', 'none', batch);
            const before = await wholeLog(store);
            now = 1_000;
            const again = await opened.reopen();
            expect(await wholeLog(again)).toEqual(before);
            expect(await again.append('a', 'none', batch)).toEqual({
              ...first,
              repeated: tellsRepeats,
            });
            const next = await again.append('a', 2, [event(3)]);
            expect(comparePositions(first.position, next.position)).toBeLessThan(0);
            const log = await wholeLog(again);
            expect(numbers(log)).toEqual([0, 1, 2, 3]);
            expect(log[3]!.knownAt).toBe(5_000);
          },
          { clock: () => now },
        );
      })(),
    );
  });
}
