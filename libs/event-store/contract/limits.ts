/** The limits, exactly met and exceeded by one. */
import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../port.js';
import type { AppendLimits, EventStore, JsonObject, NewEvent } from '../port.js';
import { event, events, onNewLog } from './harness.js';
import type { OpenStore } from './harness.js';
import { readWholeStream } from '../reading.js';

/** An event whose data and metadata take exactly so many bytes as JSON. */
function eventOfBytes(bytes: number): NewEvent {
  const metadata = { source: 'urn:test' };
  const frame = JSON.stringify({ text: '' }).length + JSON.stringify(metadata).length;
  // Two bytes in UTF-8, one character: bytes must be counted, not characters.
  const text = 'å' + 'x'.repeat(bytes - frame - 2);
  return event(0, { data: { text }, metadata });
}

const SMALLER: AppendLimits = { eventBytes: 1_000, batchBytes: 1_500, batchEvents: 3 };

async function expectRefusal(store: EventStore, append: Promise<unknown>, fault: object) {
  await expect(append).rejects.toMatchObject({ retryable: false, ...fault });
  expect(await store.head()).toBeUndefined();
}

export function describeLimits(open: OpenStore): void {
  describe('limits', () => {
    it(
      `takes an event of ${LIMITS.eventBytes} bytes and none of one more`,
      onNewLog(open, async (store) => {
        const over = eventOfBytes(LIMITS.eventBytes + 1);
        const fault = { code: 'limit-exceeded', limit: LIMITS.eventBytes };
        await expectRefusal(store, store.append('a', 'none', [over]), {
          ...fault,
          actual: LIMITS.eventBytes + 1,
        });
        const exact = eventOfBytes(LIMITS.eventBytes);
        await store.append('a', 'none', [exact]);
        const [recorded] = await readWholeStream(store, 'a');
        expect(recorded!.data).toEqual(exact.data);
      }),
    );

    it(
      `takes ${LIMITS.batchBytes} bytes in one append, data and metadata together, and not one more`,
      onNewLog(open, async (store) => {
        const limit = LIMITS.batchBytes;
        const batch = (bytes: number) => [eventOfBytes(bytes / 2), eventOfBytes(bytes / 2)];
        await expectRefusal(store, store.append('a', 'none', batch(limit + 2)), {
          code: 'limit-exceeded',
          limit,
          actual: limit + 2,
        });
        await store.append('a', 'none', batch(limit));
        expect(await readWholeStream(store, 'a')).toHaveLength(2);
      }),
    );

    it(
      'says what it takes, and takes no more than it says',
      onNewLog(
        open,
        async (store) => {
          expect(store.limits).toEqual(SMALLER);
          await expectRefusal(store, store.append('a', 'none', [eventOfBytes(1_001)]), {
            code: 'limit-exceeded',
            limit: SMALLER.eventBytes,
          });
          const tooMuch = [eventOfBytes(800), eventOfBytes(800)];
          await expectRefusal(store, store.append('a', 'none', tooMuch), {
            code: 'limit-exceeded',
            limit: SMALLER.batchBytes,
          });
          await expectRefusal(store, store.append('a', 'none', events(4)), {
            code: 'limit-exceeded',
            limit: SMALLER.batchEvents,
          });
          await store.append('a', 'none', [eventOfBytes(1_000)]);
        },
        { limits: SMALLER },
      ),
    );

    it(
      `takes a batch of ${LIMITS.batchEvents} events and none of one more, nor an empty one`,
      onNewLog(open, async (store) => {
        const limit = LIMITS.batchEvents;
        await expectRefusal(store, store.append('a', 'none', events(limit + 1)), {
          code: 'limit-exceeded',
          limit,
          actual: limit + 1,
        });
        await expectRefusal(store, store.append('a', 'none', []), { code: 'invalid-event' });
        const appended = await store.append('a', 'none', events(limit));
        expect(appended.lastRevision).toBe(limit - 1);
      }),
    );

    it(
      `takes stream names of 1 to ${LIMITS.streamNameCharacters} characters`,
      onNewLog(open, async (store) => {
        const limit = LIMITS.streamNameCharacters;
        await expectRefusal(store, store.append('å'.repeat(limit + 1), 'none', [event(0)]), {
          code: 'limit-exceeded',
          limit,
          actual: limit + 1,
        });
        for (const bad of ['', 'a\0b', 'a\ud800', '$all', '$']) {
          await expectRefusal(store, store.append(bad, 'none', [event(0)]), {
            code: 'invalid-event',
          });
        }
        for (const name of ['å'.repeat(limit), 'a', "it's -- 100 %", 'a$', '👩‍⚕️']) {
          await store.append(name, 'none', [event(0)]);
          expect((await readWholeStream(store, name))[0]?.stream).toBe(name);
        }
      }),
    );

    it(
      `takes event types of 1 to ${LIMITS.typeCharacters} characters`,
      onNewLog(open, async (store) => {
        const limit = LIMITS.typeCharacters;
        const append = (type: string) => store.append('a', 'none', [event(0, { type })]);
        await expectRefusal(store, append('t'.repeat(limit + 1)), { code: 'limit-exceeded' });
        await expectRefusal(store, append(''), { code: 'invalid-event' });
        await expectRefusal(store, append('$metadata'), { code: 'invalid-event' });
        const type = 'ø'.repeat(limit);
        await append(type);
        expect((await readWholeStream(store, 'a'))[0]?.type).toBe(type);
      }),
    );

    it(
      'takes UUIDs as ids and JSON objects as payloads, nothing else',
      onNewLog(open, async (store) => {
        const circle: Record<string, unknown> = {};
        circle['self'] = circle;
        const bad: Partial<NewEvent>[] = [
          { id: '' },
          { id: '01234567-89ab-cdef-0123-456789abcde' },
          { id: '0123456789abcdef0123456789abcdef' },
          { data: [1] as unknown as JsonObject },
          { data: null as unknown as JsonObject },
          { metadata: 'text' as unknown as JsonObject },
          { data: circle as unknown as JsonObject },
          { data: { n: 1n as unknown as number } },
        ];
        for (const part of bad) {
          const append = store.append('a', 'none', [event(0, part)]);
          await expectRefusal(store, append, { code: 'invalid-event' });
        }
      }),
    );
  });
}
