/** The log's identity, and tokens: positions that are good outside the log. */
import { describe, expect, it } from '@jest/globals';
import { checkToken, positionOf, readEventAt, readToken, tokenOf } from '../log-token.js';
import type { EventStore, Position, RecordedEvent } from '../port.js';
import { events, onNewLog, wholeLog } from './harness.js';
import type { OpenStore } from './harness.js';

async function filled(store: EventStore): Promise<readonly RecordedEvent[]> {
  await store.append('a', 'none', events(3));
  return wholeLog(store);
}

export function describeIdentity(open: OpenStore): void {
  describe('identity and tokens', () => {
    it(
      'is one for each log, before anything is in it and ever after',
      onNewLog(open, async (store, opened) => {
        const identity = await store.identity();
        expect(identity).not.toBe('');
        await filled(store);
        expect(await store.identity()).toBe(identity);
        await onNewLog(open, async (other) => {
          expect(await other.identity()).not.toBe(identity);
        })();
        if (opened.reopen === undefined) return;
        const again = await opened.reopen();
        expect(await again.identity()).toBe(identity);
      }),
    );

    it(
      'knows each of its events by its token, which goes through text',
      onNewLog(open, async (store) => {
        const log = await store.identity();
        for (const event of await filled(store)) {
          const token = readToken(String(tokenOf(log, event)));
          expect(token).toMatch(/^[\w.-]{1,60}$/);
          expect(positionOf(token!)).toBe(event.position);
          expect(await checkToken(store, token!)).toBe('same');
          expect(await readEventAt(store, event.position)).toEqual(event);
        }
        for (const text of ['', '1', '1.x', `x.${'a'.repeat(32)}`, `1.${'a'.repeat(33)}`])
          expect(readToken(text)).toBeUndefined();
      }),
    );

    it(
      'tells what a token is of instead: another log, another event, or what is not there yet',
      onNewLog(open, async (store) => {
        const log = await store.identity();
        const [first, second, last] = (await filled(store)) as [
          RecordedEvent,
          RecordedEvent,
          RecordedEvent,
        ];
        const check = (event: RecordedEvent, of = log) => checkToken(store, tokenOf(of, event));
        expect(await check(second, 'another')).toBe('other-log');
        expect(await check({ ...second, id: first.id })).toBe('other-event');
        expect(await check({ ...second, recordedAt: second.recordedAt + 1 })).toBe('other-event');
        const beyond = String(10n * BigInt(last.position)) as Position;
        expect(await check({ ...last, position: beyond })).toBe('beyond-end');
        expect(await readEventAt(store, beyond)).toBeUndefined();
        await onNewLog(open, async (empty) => {
          const token = tokenOf(await empty.identity(), first);
          expect(await checkToken(empty, token)).toBe('beyond-end');
        })();
      }),
    );
  });
}
