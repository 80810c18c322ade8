/** Subscriptions: history, then live, without gap or repeat, at the reader's own pace. */
import { describe, expect, it } from '@jest/globals';
import { InvalidRead } from '../errors.js';
import type { EventStore, Position, SubscribeOptions, SubscriptionFilter } from '../port.js';
import { event, events, Listener, numbers, onNewLog, range, wholeLog } from './harness.js';
import type { OpenStore } from './harness.js';
import { appendOnce } from '../append-once.js';

/** Appends 0 … count-1 one after the other to the stream. */
async function write(store: EventStore, stream: string, count: number, first = 0): Promise<void> {
  for (const n of range(count, first)) await appendOnce(store, stream, [event(n)]);
}

export function describeSubscribing(open: OpenStore): void {
  describe('subscribing', () => {
    describeDelivery(open);
    describeFilters(open);
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
      expect(listener.events).toEqual(await wholeLog(store));
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
      const log = await wholeLog(store);
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
    'delivers one stream only, from a revision on',
    onNewLog(open, async (store) => {
      for (const n of range(6)) await write(store, n % 2 === 0 ? 'even' : 'odd', 1, n);
      const all = new Listener(store, { stream: 'odd' });
      const some = new Listener(store, { stream: 'odd', afterRevision: 0 });
      const none = new Listener(store, { stream: 'odd', afterRevision: 2 });
      const later = new Listener(store, { stream: 'later' });
      for (const listener of [all, some, none, later]) await listener.until('caught-up');
      expect(none.events).toEqual([]);
      await appendOnce(store, 'even', [event(6)]);
      await appendOnce(store, 'odd', [event(7)]);
      await store.append('later', 'none', [event(8)]);
      await all.untilEvents(4);
      await some.untilEvents(3);
      await none.untilEvents(1);
      await later.untilEvents(1);
      expect(numbers(all.events)).toEqual([1, 3, 5, 7]);
      expect(numbers(some.events)).toEqual([3, 5, 7]);
      expect(numbers(none.events)).toEqual([7]);
      expect(numbers(later.events)).toEqual([8]);
      for (const listener of [all, some, none, later]) await listener.stop();
    }),
  );

  it(
    'neither loses nor repeats an event while many are appended, for many subscribers',
    onNewLog(open, async (store) => {
      await write(store, 'before', 20);
      const writers = range(8).map((writer) => write(store, `writer-${writer}`, 25));
      const early = range(10).map(() => new Listener(store));
      await Promise.all(early.map((listener) => listener.next()));
      const late = range(10).map(() => new Listener(store, { pageEvents: 7 }));
      const one = new Listener(store, { stream: 'writer-3' });
      const listeners = [...early, ...late];
      await Promise.all([...listeners.map((each) => each.untilEvents(220)), one.untilEvents(25)]);
      await Promise.all(writers);
      const log = await wholeLog(store);
      expect(log).toHaveLength(220);
      for (const listener of listeners) expect(listener.events).toEqual(log);
      expect(numbers(one.events)).toEqual(range(25));
      for (const listener of [...listeners, one]) await listener.stop();
    }),
  );
}

function describeFilters(open: OpenStore): void {
  it(
    'delivers streams that begin as asked, history and live',
    onNewLog(open, async (store) => {
      for (const n of range(9)) await write(store, ['a-1', 'b-1', 'c-1'][n % 3]!, 1, n);
      const listener = new Listener(store, { filter: { streamPrefixes: ['a-', 'c'] } });
      await listener.until('caught-up');
      await write(store, 'a-2', 1, 9);
      await write(store, 'b-2', 1, 10);
      await write(store, 'c-2', 1, 11);
      await listener.untilEvents(8);
      expect(numbers(listener.events)).toEqual([0, 2, 3, 5, 6, 8, 9, 11]);
      await listener.stop();
    }),
  );

  it(
    'delivers events of the types asked for, and moves on over the others',
    onNewLog(open, async (store) => {
      await appendOnce(store, 'a', [event(0, { type: 'Wanted.v1' }), ...events(30, 1)]);
      const filter = { types: ['Wanted.v1', 'Unheard.v1'] };
      const listener = new Listener(store, { filter, pageEvents: 4 });
      expect((await listener.until('caught-up')).position).toBe(await store.head());
      await appendOnce(store, 'b', [event(31), event(32, { type: 'Wanted.v1' })]);
      await listener.untilEvents(2);
      expect(numbers(listener.events)).toEqual([0, 32]);
      const after = (await listener.until('caught-up')).position!;
      const later = new Listener(store, { filter, after });
      await later.until('caught-up');
      expect(later.events).toEqual([]);
      await listener.stop();
      await later.stop();
    }),
  );

  const head = '1' as Position;
  for (const [what, options] of [
    ['two filters at once', { filter: { types: ['A.v1'], streamPrefixes: ['a'] } }],
    ['an empty filter', { filter: {} as SubscriptionFilter }],
    ['a stream with a filter', { stream: 'a', filter: { types: ['A.v1'] } }],
    ['a stream from a position', { stream: 'a', after: head }],
    ['the log from a revision', { afterRevision: 1 }],
    ['a revision that is none', { stream: 'a', afterRevision: -1 }],
  ] satisfies [string, SubscribeOptions][]) {
    it(
      `refuses ${what}`,
      onNewLog(open, (store) => {
        expect(() => store.subscribe(options)).toThrow(InvalidRead);
        return Promise.resolve();
      }),
    );
  }
}

function describeSlowReaders(open: OpenStore): void {
  it(
    'never hands out more events at once than it was asked for',
    onNewLog(open, async (store) => {
      await appendOnce(store, 'a', events(20));
      const listener = new Listener(store, { pageEvents: 3 });
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
      const still = new Listener(store, { pageEvents: 1 });
      await still.next();
      const quick = new Listener(store);
      await write(store, 'a', 50);
      await quick.untilEvents(50);
      expect(numbers(quick.events)).toEqual(range(50));
      await quick.stop();
      await still.stop();
    }),
  );

  for (const pageEvents of [0, -1, 1.5]) {
    it(
      `refuses messages of ${pageEvents} events`,
      onNewLog(open, async (store) => {
        await expect(async () => new Listener(store, { pageEvents }).next()).rejects.toMatchObject({
          code: 'invalid-read',
        });
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
      const other = new Listener(store, { signal: reading.signal, pageEvents: 1 });
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
