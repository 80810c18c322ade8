/** Subscriptions: history, then live, without gap or repeat, at the reader's own pace. */
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../port.js';
import { event, events, Listener, numbers, onNewLog, range } from './harness.js';
import type { OpenStore } from './harness.js';
import { appendOnce } from '../append-once.js';

/** Appends 0 … count-1 one after the other to the stream. */
async function write(store: EventStore, stream: string, count: number, first = 0): Promise<void> {
  for (const n of range(count, first)) await appendOnce(store, stream, [event(n)]);
}

export function describeSubscribing(open: OpenStore): void {
  describe('subscribing', () => {
    describeDelivery(open);
    describeSlowReaders(open);
    describeEnding(open);
  });
}

function describeDelivery(open: OpenStore): void {
  it(
    'delivers history, says that it has caught up, then delivers live',
    onNewLog(open, async (store) => {
      await appendOnce(store, 'a', events(3));
      const listener = new Listener(store);
      const caughtUp = await listener.until('caught-up');
      expect(numbers(listener.events)).toEqual([0, 1, 2]);
      expect(caughtUp.position).toBe(await store.head());
      await appendOnce(store, 'b', events(2, 3));
      await listener.untilEvents(5);
      expect(numbers(listener.events)).toEqual(range(5));
      expect((await listener.until('caught-up')).position).toBe(await store.head());
      expect(listener.events).toEqual(await store.readLog({ limit: 10 }));
      await listener.stop();
    }),
  );

  it(
    'is caught up at once on an empty log, at no position',
    onNewLog(open, async (store) => {
      const listener = new Listener(store);
      expect(await listener.next()).toEqual({ kind: 'caught-up', position: undefined });
      await listener.stop();
    }),
  );

  it(
    'begins after the position it is given',
    onNewLog(open, async (store) => {
      await write(store, 'a', 5);
      const log = await store.readLog({ limit: 10 });
      const listener = new Listener(store, { after: log[2]!.position });
      await listener.until('caught-up');
      expect(numbers(listener.events)).toEqual([3, 4]);
      const atTheEnd = new Listener(store, { after: log[4]!.position });
      expect(await atTheEnd.next()).toEqual({ kind: 'caught-up', position: log[4]!.position });
      await listener.stop();
      await atTheEnd.stop();
    }),
  );

  it(
    'delivers one stream only, from a position of the log',
    onNewLog(open, async (store) => {
      for (const n of range(6)) await write(store, n % 2 === 0 ? 'even' : 'odd', 1, n);
      const log = await store.readLog({ limit: 10 });
      const all = new Listener(store, { stream: 'odd' });
      const some = new Listener(store, { stream: 'odd', after: log[2]!.position });
      const later = new Listener(store, { stream: 'later', after: log[2]!.position });
      await all.until('caught-up');
      await some.until('caught-up');
      await later.until('caught-up');
      await appendOnce(store, 'even', [event(6)]);
      await appendOnce(store, 'odd', [event(7)]);
      await store.append('later', 'none', [event(8)]);
      await all.untilEvents(4);
      await some.untilEvents(3);
      await later.untilEvents(1);
      expect(numbers(all.events)).toEqual([1, 3, 5, 7]);
      expect(numbers(some.events)).toEqual([3, 5, 7]);
      expect(numbers(later.events)).toEqual([8]);
      for (const listener of [all, some, later]) await listener.stop();
    }),
  );

  it(
    'neither loses nor repeats an event while many are appended, for many subscribers',
    onNewLog(open, async (store) => {
      await write(store, 'before', 20);
      const writers = range(8).map((writer) => write(store, `writer-${writer}`, 25));
      const early = range(10).map(() => new Listener(store));
      await Promise.all(early.map((listener) => listener.next()));
      const late = range(10).map(() => new Listener(store, { bufferEvents: 7 }));
      const one = new Listener(store, { stream: 'writer-3' });
      const listeners = [...early, ...late];
      await Promise.all([...listeners.map((each) => each.untilEvents(220)), one.untilEvents(25)]);
      await Promise.all(writers);
      const log = await store.readLog({ limit: 1_000 });
      expect(log).toHaveLength(220);
      for (const listener of listeners) expect(listener.events).toEqual(log);
      expect(numbers(one.events)).toEqual(range(25));
      for (const listener of [...listeners, one]) await listener.stop();
    }),
  );
}

function describeSlowReaders(open: OpenStore): void {
  it(
    'tells a slow reader that it fell behind, and still delivers everything once',
    onNewLog(open, async (store) => {
      await write(store, 'a', 3);
      const listener = new Listener(store, { bufferEvents: 5 });
      await listener.until('caught-up');
      const before = await store.head();
      for (const n of range(10)) await appendOnce(store, 'a', events(5, 3 + 5 * n));
      const behind = await listener.until('fell-behind');
      expect(behind.position).toBe(listener.events.at(-1)!.position);
      expect(listener.events.length < 53 && before !== undefined).toBe(true);
      const caughtUp = await listener.until('caught-up');
      expect(caughtUp.position).toBe(await store.head());
      expect(numbers(listener.events)).toEqual(range(53));
      await listener.stop();
    }),
  );

  it(
    'does not say so to a reader whose buffer held what came',
    onNewLog(open, async (store) => {
      const listener = new Listener(store, { bufferEvents: 5 });
      await listener.until('caught-up');
      await appendOnce(store, 'a', events(5));
      await listener.untilEvents(5);
      await listener.until('caught-up');
      expect(listener.kinds).not.toContain('fell-behind');
      await listener.stop();
    }),
  );

  it(
    'never hands out more events at once than its buffer holds',
    onNewLog(open, async (store) => {
      await appendOnce(store, 'a', events(20));
      const listener = new Listener(store, { bufferEvents: 3 });
      for (let seen = 0; seen < 20; seen = listener.events.length) {
        await listener.until('events');
        expect(listener.events.length - seen).toBeLessThanOrEqual(3);
      }
      await listener.stop();
    }),
  );

  it(
    'lets nobody wait for a reader that stands still',
    onNewLog(open, async (store) => {
      const still = new Listener(store, { bufferEvents: 1 });
      await still.next();
      const quick = new Listener(store);
      await write(store, 'a', 50);
      await quick.untilEvents(50);
      expect(numbers(quick.events)).toEqual(range(50));
      await quick.stop();
      await still.stop();
    }),
  );

  for (const bufferEvents of [0, -1, 1.5]) {
    it(
      `refuses a buffer of ${bufferEvents} events`,
      onNewLog(open, async (store) => {
        await expect(async () =>
          new Listener(store, { bufferEvents }).next(),
        ).rejects.toMatchObject({ code: 'invalid-read' });
      }),
    );
  }
}

function describeEnding(open: OpenStore): void {
  it(
    'ends quietly when aborted, while waiting and while reading',
    onNewLog(open, async (store) => {
      await write(store, 'a', 3);
      const waiting = new AbortController();
      const listener = new Listener(store, { signal: waiting.signal });
      await listener.until('caught-up');
      const end = listener.untilEnd();
      waiting.abort();
      await end;
      const reading = new AbortController();
      const other = new Listener(store, { signal: reading.signal, bufferEvents: 1 });
      await other.until('events');
      reading.abort();
      await other.untilEnd();
      expect(numbers(other.events)).toEqual([0]);
    }),
  );

  it(
    'ends at once when its signal was aborted before',
    onNewLog(open, async (store) => {
      await write(store, 'a', 3);
      const listener = new Listener(store, { signal: AbortSignal.abort() });
      await listener.untilEnd();
      expect(listener.events).toEqual([]);
    }),
  );

  it(
    'ends when its reader leaves the loop, even while waiting',
    onNewLog(open, async (store) => {
      await write(store, 'a', 3);
      for await (const message of store.subscribe()) {
        if (message.kind === 'caught-up') break;
      }
      const listener = new Listener(store);
      await listener.until('caught-up');
      const end = listener.untilEnd();
      await listener.stop();
      await end;
    }),
  );

  it(
    'ends when the store is closed',
    onNewLog(open, async (store) => {
      await write(store, 'a', 3);
      const listeners = [new Listener(store), new Listener(store, { stream: 'a' })];
      for (const listener of listeners) await listener.until('caught-up');
      const ends = listeners.map((listener) => listener.untilEnd());
      await store.close();
      await Promise.all(ends);
    }),
  );
}
