/** Repeats: whoever did not hear the answer asks again, and it must be safe. */
import { describe, expect, it } from '@jest/globals';
import { EventIdConflict } from '../errors.js';
import type { EventStore, ExpectedRevision, NewEvent } from '../port.js';
import { event, events, numbers, onNewLog } from './harness.js';
import type { OpenStore } from './harness.js';

async function expectConflict(
  store: EventStore,
  batch: readonly NewEvent[],
  about: { id: string; reason: 'other-content' | 'partial-overlap' },
): Promise<void> {
  const before = await store.readLog({ limit: 100 });
  const refused = store.append('a', 'any', batch);
  await expect(refused).rejects.toBeInstanceOf(EventIdConflict);
  await expect(refused).rejects.toMatchObject({ stream: 'a', retryable: false, ...about });
  expect(await store.readLog({ limit: 100 })).toEqual(before);
}

export function describeRepeats(open: OpenStore): void {
  describe('repeats', () => {
    for (const expected of ['any', 'none', 'exists', 0, 1, 7] satisfies ExpectedRevision[]) {
      it(
        `gives the first answer again when '${expected}' is expected`,
        onNewLog(open, async (store) => {
          await store.append('a', 'none', [event(0)]);
          const batch = events(3, 1);
          const first = await store.append('a', 0, batch);
          await store.append('a', 3, [event(4)]);
          expect(await store.append('a', expected, batch)).toEqual({ ...first, repeated: true });
          expect(numbers(await store.readStream('a', { limit: 10 }))).toEqual([0, 1, 2, 3, 4]);
        }),
      );
    }

    it(
      'knows content by its meaning: order of keys and case of ids do not matter',
      onNewLog(open, async (store) => {
        const given = event(0, { data: { a: 1, b: { c: 2, d: [3] } } });
        const first = await store.append('a', 'none', [given]);
        const again = { ...given, id: given.id.toUpperCase(), data: { b: { d: [3], c: 2 }, a: 1 } };
        expect(await store.append('a', 'none', [again])).toEqual({ ...first, repeated: true });
      }),
    );

    for (const [what, change] of [
      ['data', { data: { n: 99 } }],
      ['metadata', { metadata: { source: 'urn:other' } }],
      ['type', { type: 'ThingHappened.v2' }],
    ] satisfies [string, Partial<NewEvent>][]) {
      it(
        `refuses the same ids with other ${what}`,
        onNewLog(open, async (store) => {
          const batch = events(3);
          await store.append('a', 'none', batch);
          const changed = [batch[0]!, { ...batch[1]!, ...change }, batch[2]!];
          await expectConflict(store, changed, { id: batch[1]!.id, reason: 'other-content' });
        }),
      );
    }

    it(
      'refuses a batch that overlaps an earlier one at its end, its beginning or within',
      onNewLog(open, async (store) => {
        const [a, b, c] = events(3) as [NewEvent, NewEvent, NewEvent];
        await store.append('a', 'none', [b]);
        const reason = 'partial-overlap';
        await expectConflict(store, [a, b], { id: b.id, reason });
        await expectConflict(store, [b, c], { id: b.id, reason });
        await expectConflict(store, [a, b, c], { id: b.id, reason });
      }),
    );

    it(
      'refuses the same events in another order',
      onNewLog(open, async (store) => {
        const [a, b] = events(2) as [NewEvent, NewEvent];
        await store.append('a', 'none', [a, b]);
        await expectConflict(store, [b, a], { id: b.id, reason: 'partial-overlap' });
      }),
    );

    it(
      'refuses events that are all there but not next to each other',
      onNewLog(open, async (store) => {
        const [a, b, c] = events(3) as [NewEvent, NewEvent, NewEvent];
        await store.append('a', 'none', [a, b, c]);
        await expectConflict(store, [a, c], { id: a.id, reason: 'partial-overlap' });
      }),
    );

    it(
      'refuses a batch that has an id twice',
      onNewLog(open, async (store) => {
        const one = event(0);
        await expect(store.append('a', 'any', [one, one])).rejects.toMatchObject({
          code: 'invalid-event',
        });
      }),
    );

    it(
      'answers the same append made twice at once with one write',
      onNewLog(open, async (store) => {
        const batch = events(2);
        const answers = await Promise.all([
          store.append('a', 'none', batch),
          store.append('a', 'none', batch),
        ]);
        expect(answers.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
        expect(answers[0].position).toBe(answers[1].position);
        expect(await store.readLog({ limit: 10 })).toHaveLength(2);
      }),
    );
  });
}
