/** Repeats: whoever did not hear the answer asks again, and it must be safe. */
import { describe, expect, it } from '@jest/globals';
import { EventIdConflict, WrongExpectedRevision } from '../errors.js';
import type { EventStore, ExpectedRevision, NewEvent } from '../port.js';
import { readLast } from '../reading.js';
import { event, events, numbers, onNewLog, wholeLog } from './harness.js';
import type { OpenStore, StoreTraits } from './harness.js';
import { readWholeStream } from '../reading.js';

export function describeRepeats(open: OpenStore, traits: StoreTraits): void {
  const repeated = traits.tellsRepeats;
  describe('repeats', () => {
    it(
      'gives the first answer again at the same revision, whatever was appended since',
      onNewLog(open, async (store) => {
        const [first, batch] = [events(2), events(3, 2)];
        const answers = [await store.append('a', 'none', first), await store.append('a', 1, batch)];
        const again = async () => [
          await store.append('a', 'none', first),
          await store.append('a', 1, batch),
        ];
        const expected = answers.map((answer) => ({ ...answer, repeated }));
        expect(await again()).toEqual(expected);
        await store.append('a', 4, [event(5)]);
        expect(await again()).toEqual(expected);
        expect(numbers(await readWholeStream(store, 'a'))).toEqual([0, 1, 2, 3, 4, 5]);
      }),
    );

    it(
      'knows content by its meaning: order of keys and case of ids do not matter',
      onNewLog(open, async (store) => {
        const given = event(0, { data: { a: 1, b: { c: 2, d: [3] } } });
        const first = await store.append('a', 'none', [given]);
        const again = { ...given, id: given.id.toUpperCase(), data: { b: { d: [3], c: 2 }, a: 1 } };
        expect(await store.append('a', 'none', [again])).toEqual({ ...first, repeated });
      }),
    );

    for (const [what, change] of [
      ['data', { data: { n: 99 } }],
      ['metadata', { metadata: { source: 'urn:other' } }],
      ['type', { type: 'ThingHappened.v2' }],
    ] satisfies [string, Partial<NewEvent>][]) {
      it(
        `refuses the same ids at the same revision with other ${what}`,
        onNewLog(open, async (store) => {
          const batch = events(3);
          await store.append('a', 'none', batch);
          const changed = [batch[0]!, { ...batch[1]!, ...change }, batch[2]!];
          await expectRefusal(store, 'none', changed);
        }),
      );
    }

    it(
      'refuses at the same revision what begins like an earlier batch and is longer, or is in another order',
      onNewLog(open, async (store) => {
        const [a, b, c] = events(3) as [NewEvent, NewEvent, NewEvent];
        await store.append('a', 'none', [a, b]);
        await expectRefusal(store, 'none', [a, b, c]);
        await expectRefusal(store, 'none', [b, a]);
        await expectRefusal(store, 'none', [c, a, b]);
      }),
    );

    it(
      'refuses a batch that has an id twice',
      onNewLog(open, async (store) => {
        const one = event(0);
        await expect(store.append('a', 'none', [one, one])).rejects.toMatchObject({
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
        if (traits.tellsRepeats)
          expect(answers.map((each) => each.repeated).sort()).toEqual([false, true]);
        expect(answers[0].position).toBe(answers[1].position);
        expect(await wholeLog(store)).toHaveLength(2);
      }),
    );

    if (traits.recognisesIds) describeIds(open);
  });
}

/** What a store that looks at ids does beyond what every store promises. */
function describeIds(open: OpenStore): void {
  for (const expected of ['none', 0, 1, 7] satisfies ExpectedRevision[]) {
    it(
      `recognises a batch wherever it stands in the stream, when '${expected}' is expected`,
      onNewLog(open, async (store) => {
        await store.append('a', 'none', [event(0)]);
        const batch = events(3, 1);
        const first = await store.append('a', 0, batch);
        await store.append('a', 3, [event(4)]);
        expect(await store.append('a', expected, batch)).toEqual({ ...first, repeated: true });
        expect(numbers(await readWholeStream(store, 'a'))).toEqual([0, 1, 2, 3, 4]);
      }),
    );
  }

  it(
    'refuses a known id with other content, at any revision',
    onNewLog(open, async (store) => {
      const one = event(0);
      await store.append('a', 'none', [one]);
      const about = { id: one.id, reason: 'other-content' } as const;
      await expectConflict(store, [{ ...one, data: { n: 1 } }], about);
    }),
  );

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
    'refuses events that are all there but not next to each other',
    onNewLog(open, async (store) => {
      const [a, b, c] = events(3) as [NewEvent, NewEvent, NewEvent];
      await store.append('a', 'none', [b]);
      await store.append('a', 0, [a, c]);
      await expectConflict(store, [b, c], { id: b.id, reason: 'partial-overlap' });
    }),
  );
}

/** Some logs tell that ids are known, others only that the stream is further on. */
async function expectRefusal(
  store: EventStore,
  expected: ExpectedRevision,
  batch: readonly NewEvent[],
): Promise<void> {
  const before = await wholeLog(store);
  const error: unknown = await store.append('a', expected, batch).catch((cause: unknown) => cause);
  const isRefusal = error instanceof EventIdConflict || error instanceof WrongExpectedRevision;
  if (!isRefusal) throw new Error('It was not refused.', { cause: error });
  expect(await wholeLog(store)).toEqual(before);
}

async function expectConflict(
  store: EventStore,
  batch: readonly NewEvent[],
  about: { id: string; reason: 'other-content' | 'partial-overlap' },
): Promise<void> {
  const before = await wholeLog(store);
  const { revision: current } = (await readLast(store, 'a'))!;
  for (const expected of [current, 'none'] as const) {
    const refused = store.append('a', expected, batch);
    await expect(refused).rejects.toBeInstanceOf(EventIdConflict);
    await expect(refused).rejects.toMatchObject({ stream: 'a', retryable: false, ...about });
  }
  expect(await wholeLog(store)).toEqual(before);
}
