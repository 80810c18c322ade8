/** Many at once: they may share a commit, and each keeps its own outcome. */
import { describe, expect, it } from '@jest/globals';
import { WrongExpectedRevision } from '../errors.js';
import { comparePositions } from '../port.js';
import type { Appended } from '../port.js';
import { readWholeStream } from '../reading.js';
import { event, events, numbers, onNewLog, range, wholeLog } from './harness.js';
import type { OpenStore } from './harness.js';
import { appendOnce } from '../append-once.js';

const byRevision = (a: Appended, b: Appended): number => a.firstRevision - b.firstRevision;

export function describeConcurrency(open: OpenStore): void {
  describe('concurrency', () => {
    for (const expected of ['none', 2] as const) {
      it(
        `lets exactly one of many appends win at '${expected}'`,
        onNewLog(open, async (store) => {
          if (expected === 2) await store.append('a', 'none', events(3));
          const before = expected === 2 ? 3 : 0;
          const results = await Promise.allSettled(
            range(40).map((n) => store.append('a', expected, [event(100 + n), event(200 + n)])),
          );
          const won = results.filter(({ status }) => status === 'fulfilled');
          expect(won).toHaveLength(1);
          for (const result of results) {
            if (result.status === 'fulfilled') continue;
            expect(result.reason).toBeInstanceOf(WrongExpectedRevision);
            expect(result.reason).toMatchObject({ actual: before + 1 });
          }
          expect(await readWholeStream(store, 'a')).toHaveLength(before + 2);
        }),
      );
    }

    it(
      'puts appends to one stream one after the other, each batch in one piece',
      onNewLog(open, async (store) => {
        const answers = await Promise.all(
          range(20).map((n) => appendOnce(store, 'a', events(3, 3 * n))),
        );
        const stream = await readWholeStream(store, 'a');
        expect(stream.map(({ revision }) => revision)).toEqual(range(60));
        for (const [n, { firstRevision, lastRevision, position }] of answers.entries()) {
          const batch = stream.slice(firstRevision, lastRevision + 1);
          expect(numbers(batch)).toEqual(range(3, 3 * n));
          expect(batch.at(-1)!.position).toBe(position);
        }
        const ordered = [...answers].sort(byRevision);
        for (const [index, { position }] of ordered.entries()) {
          if (index === 0) continue;
          expect(comparePositions(ordered[index - 1]!.position, position)).toBeLessThan(0);
        }
      }),
    );

    it(
      'lets an append that is refused harm none of its neighbours',
      onNewLog(open, async (store) => {
        const known = event(0);
        await store.append('known', 'none', [known]);
        const results = await Promise.allSettled([
          store.append('a', 'none', events(2)),
          store.append('b', 5, [event(1)]),
          store.append('known', 'none', [{ ...known, data: { n: 1 } }]),
          store.append('known', 'none', [known, event(2)]),
          store.append('c', 'none', [event(3)]),
          store.append('d', 'none', [event(4)]),
        ]);
        expect(results.map(({ status }) => status === 'fulfilled')).toEqual([
          true,
          false,
          false,
          false,
          true,
          true,
        ]);
        expect(results[1]).toMatchObject({ reason: expect.any(WrongExpectedRevision) as unknown });
        expect(numbers(await readWholeStream(store, 'a'))).toEqual([0, 1]);
        expect(await readWholeStream(store, 'b')).toEqual([]);
        expect(numbers(await readWholeStream(store, 'known'))).toEqual([0]);
        expect(numbers(await readWholeStream(store, 'c'))).toEqual([3]);
        expect(numbers(await readWholeStream(store, 'd'))).toEqual([4]);
      }),
    );

    it(
      'never lets a reader pass a position before everything up to it is there',
      onNewLog(open, async (store) => {
        let writing = true;
        const writers = Promise.all(
          range(8).map(async (writer) => {
            for (const n of range(20)) await appendOnce(store, `w${writer}`, events(2, n));
          }),
        ).then(() => (writing = false));
        const seen: string[] = [];
        let from: Appended['position'] | undefined;
        for (let more = true; more;) {
          more = writing;
          const page = await store.readLog(
            from === undefined ? { limit: 50 } : { from, limit: 50 },
          );
          seen.push(...page.events.map(({ position }) => position));
          from = page.events.at(-1)?.position ?? from;
          more ||= !page.end;
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await writers;
        const log = await wholeLog(store);
        expect(seen).toEqual(log.map(({ position }) => position));
        expect(seen).toHaveLength(320);
      }),
    );
  });
}
