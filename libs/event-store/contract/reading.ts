/** Reading a stream and the whole log, both ways, in pages. */
import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../port.js';
import type {
  EventPlace,
  EventStore,
  Position,
  ReadLogOptions,
  SubscriptionFilter,
} from '../port.js';
import { readLast, readWholeLog, readWholeStream } from '../reading.js';
import { event, events, Listener, numbers, onNewLog, range } from './harness.js';
import type { OpenStore } from './harness.js';
import { appendOnce } from '../append-once.js';

/** Ten events in two streams: even numbers in `even`, odd ones in `odd`. */
async function fill(store: EventStore): Promise<void> {
  for (const n of range(10)) await appendOnce(store, n % 2 === 0 ? 'even' : 'odd', events(1, n));
}

export function describeReading(open: OpenStore): void {
  describe('reading', () => {
    it(
      'reads a stream forwards and backwards, from a revision, with a limit',
      onNewLog(open, async (store) => {
        await fill(store);
        const read = async (options: Parameters<EventStore['readStream']>[1]) =>
          numbers((await store.readStream('even', options)).events);
        expect(await read({ limit: 100 })).toEqual([0, 2, 4, 6, 8]);
        expect(await read({ limit: 2 })).toEqual([0, 2]);
        expect(await read({ from: 3, limit: 100 })).toEqual([6, 8]);
        expect(await read({ from: 1, limit: 2, direction: 'forwards' })).toEqual([2, 4]);
        expect(await read({ from: 5, limit: 2 })).toEqual([]);
        expect(await read({ direction: 'backwards', limit: 2 })).toEqual([8, 6]);
        expect(await read({ direction: 'backwards', from: 1, limit: 9 })).toEqual([2, 0]);
        expect(await read({ direction: 'backwards', from: 99, limit: 1 })).toEqual([8]);
      }),
    );

    it(
      'reads the log forwards and backwards, after or before a position, with a limit',
      onNewLog(open, async (store) => {
        await fill(store);
        const { events: log } = await store.readLog({ limit: 100 });
        const at = (n: number): Position => log[n]!.position;
        const read = async (options: ReadLogOptions) =>
          numbers((await store.readLog(options)).events);
        expect(numbers(log)).toEqual(range(10));
        expect(await read({ limit: 3 })).toEqual([0, 1, 2]);
        expect(await read({ from: at(3), limit: 3 })).toEqual([4, 5, 6]);
        expect(await read({ from: at(9), limit: 3 })).toEqual([]);
        expect(await read({ direction: 'backwards', limit: 3 })).toEqual([9, 8, 7]);
        expect(await read({ direction: 'backwards', from: at(3), limit: 9 })).toEqual([2, 1, 0]);
        expect(await read({ direction: 'backwards', from: at(0), limit: 9 })).toEqual([]);
      }),
    );

    it(
      'reads what a filter lets through, and says how far it has looked',
      onNewLog(open, async (store) => {
        await fill(store);
        await appendOnce(store, 'rare', [event(10, { type: 'Rare.v1' }), event(11)]);
        const follow = async (options: Omit<ReadLogOptions, 'limit'>, limit: number) => {
          const found: unknown[] = [];
          for (let reached: EventPlace | undefined; ;) {
            const from = reached === undefined ? {} : { from: reached.position };
            const page = await store.readLog({ ...options, ...from, limit });
            found.push(...numbers(page.events));
            reached = page.reached ?? reached;
            if (page.end) return { found, last: reached };
          }
        };
        const { events: log } = await store.readLog({ limit: 100 });
        const { id, position, recordedAt } = log.at(-1)!;
        for (const limit of [1, 3, 100]) {
          for (const [filter, expected] of [
            [{ types: ['Rare.v1', 'Unheard.v1'] }, [10]],
            [{ types: ['Unheard.v1'] }, []],
            [{ streamPrefixes: ['od', 'ra'] }, [1, 3, 5, 7, 9, 10, 11]],
          ] as const) {
            const { found, last } = await follow({ filter }, limit);
            expect(found).toEqual(expected);
            expect(last).toMatchObject({ id, position, recordedAt });
          }
        }
        const filter = { types: ['Rare.v1'] };
        const atEnd = await store.readLog({ filter, from: position, limit: 1 });
        expect(atEnd).toEqual({ events: [], end: true });
      }),
    );

    it(
      'refuses a filter that is none, and one backwards',
      onNewLog(open, async (store) => {
        const none = { filter: {} as SubscriptionFilter, limit: 1 };
        const backwards = {
          filter: { types: ['A.v1'] },
          direction: 'backwards',
          limit: 1,
        } as const;
        for (const options of [none, backwards])
          await expect(store.readLog(options)).rejects.toMatchObject({ code: 'invalid-read' });
      }),
    );

    it(
      'finds nothing where nothing is',
      onNewLog(open, async (store) => {
        const nothing = { events: [], end: true };
        const backwards = { limit: 10, direction: 'backwards' } as const;
        expect(await store.readStream('nobody', { limit: 10 })).toEqual(nothing);
        expect(await store.readStream('nobody', backwards)).toEqual(nothing);
        expect(await store.readLog({ limit: 10 })).toEqual(nothing);
        expect(await store.readLog(backwards)).toEqual(nothing);
        expect(await readLast(store, 'nobody')).toBeUndefined();
        expect(await store.head()).toBeUndefined();
      }),
    );

    it(
      'promises the end, or that there may be more: following the pages leads to everything, once',
      onNewLog(open, async (store) => {
        await fill(store);
        for (const direction of ['forwards', 'backwards'] as const) {
          const stream: unknown[] = [];
          for (let page, from: number | undefined; page?.end !== true;) {
            const start = from === undefined ? {} : { from };
            page = await store.readStream('even', { ...start, direction, limit: 2 });
            stream.push(...numbers(page.events));
            const { revision } = page.events.at(-1) ?? { revision: from! };
            from = direction === 'forwards' ? revision + 1 : revision - 1;
            if (from < 0) break;
          }
          const log: unknown[] = [];
          for (let page, from: Position | undefined; page?.end !== true;) {
            const start = from === undefined ? {} : { from };
            page = await store.readLog({ ...start, direction, limit: 5 });
            if (!page.end) expect(page.events.length).toBeGreaterThan(0);
            log.push(...numbers(page.events));
            from = page.events.at(-1)?.position ?? from;
          }
          const inOrder = (all: number[]) => (direction === 'forwards' ? all : all.reverse());
          expect(stream).toEqual(inOrder([0, 2, 4, 6, 8]));
          expect(log).toEqual(inOrder(range(10)));
        }
        expect(await store.readLog({ limit: 11 })).toMatchObject({ end: true });
        expect(await store.readStream('even', { limit: 6 })).toMatchObject({ end: true });
        expect(await store.readLog({ limit: 9 })).toMatchObject({ end: false });
      }),
    );

    it(
      'ends a page early where its events are large, and loses none of them',
      onNewLog(open, async (store) => {
        const text = 'x'.repeat(500_000);
        for (const n of range(18))
          await store.append('a', n === 0 ? 'none' : n - 1, [event(n, { data: { n, text } })]);
        const page = await store.readLog({ limit: 100 });
        expect(page).toMatchObject({ end: false });
        expect(numbers(page.events)).toEqual(range(16));
        const maxBytes = 900_000;
        const smaller = await store.readLog({ limit: 10, maxBytes });
        expect(smaller).toMatchObject({ end: false });
        expect(numbers(smaller.events)).toEqual([0]);
        const larger = await store.readLog({ limit: 10, maxBytes: 1_000 });
        expect(numbers(larger.events)).toEqual([0]);
        const ofStream = await store.readStream('a', { from: 1, limit: 10, maxBytes });
        expect(numbers(ofStream.events)).toEqual([1]);
        expect(numbers(await readWholeStream(store, 'a'))).toEqual(range(18));
        const listener = new Listener(store);
        await listener.until('caught-up');
        expect(numbers(listener.events)).toEqual(range(18));
        await listener.stop();
      }),
    );

    it(
      'takes a position back that went through JSON',
      onNewLog(open, async (store) => {
        await fill(store);
        const {
          events: [first],
        } = await store.readLog({ limit: 1 });
        const from = JSON.parse(JSON.stringify(first!.position)) as Position;
        expect(numbers((await store.readLog({ from, limit: 1 })).events)).toEqual([1]);
      }),
    );

    it(
      'reads a whole stream and the whole log page by page',
      onNewLog(open, async (store) => {
        await fill(store);
        expect(numbers(await readWholeStream(store, 'odd'))).toEqual([1, 3, 5, 7, 9]);
        const pages: unknown[][] = [];
        const {
          events: [, second],
        } = await store.readLog({ limit: 2 });
        expect((await readLast(store, 'odd'))?.data).toEqual({ n: 9 });
        const options = { after: second!.position, pageEvents: 3 };
        for await (const page of readWholeLog(store, options)) pages.push(numbers(page));
        expect(pages).toEqual([
          [2, 3, 4],
          [5, 6, 7],
          [8, 9],
        ]);
      }),
    );

    it(
      'reads at most a full page and refuses to read more, or nothing',
      onNewLog(open, async (store) => {
        expect(await store.readLog({ limit: LIMITS.pageEvents })).toEqual({
          events: [],
          end: true,
        });
        const over = { limit: LIMITS.pageEvents + 1 };
        const tooLong = { code: 'limit-exceeded', limit: LIMITS.pageEvents, actual: over.limit };
        await expect(store.readLog(over)).rejects.toMatchObject(tooLong);
        await expect(store.readStream('a', over)).rejects.toMatchObject(tooLong);
        for (const limit of [0, -1, 1.5, Number.NaN]) {
          await expect(store.readLog({ limit })).rejects.toMatchObject({ code: 'invalid-read' });
        }
        const tooLarge = { limit: 1, maxBytes: LIMITS.pageBytes + 1 };
        await expect(store.readLog(tooLarge)).rejects.toMatchObject({ code: 'limit-exceeded' });
        const none = { limit: 1, maxBytes: 0 };
        await expect(store.readLog(none)).rejects.toMatchObject({ code: 'invalid-read' });
      }),
    );

    it(
      'refuses positions and revisions that no log has',
      onNewLog(open, async (store) => {
        const invalid = { code: 'invalid-read' };
        for (const from of ['', 'x', '-1', '1e3', ' 1', '01'] as Position[]) {
          await expect(store.readLog({ from, limit: 1 })).rejects.toMatchObject(invalid);
        }
        for (const from of [-1, 0.5]) {
          await expect(store.readStream('a', { from, limit: 1 })).rejects.toMatchObject(invalid);
        }
      }),
    );
  });
}
