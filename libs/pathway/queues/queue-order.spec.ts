/** Whose turn it is, and who was overtaken by whom. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { QueueEntry } from '../state/assessment.js';
import { compareQueued, overtakings } from './queue-order.js';

function entry(fact: string, joinedAt: number, more: Partial<QueueEntry> = {}): QueueEntry {
  return { episode: 1, queue: 'clinic', rank: 1, fact, joinedAt, ...more };
}

const served = (leftAt: number) => ({ leftAt, outcome: 'served' }) as const;
const left = (leftAt: number) => ({ leftAt, outcome: 'left' }) as const;

function pairs(entries: readonly QueueEntry[]) {
  return overtakings(entries).first.map(({ by, overtaken }) => `${by.fact} > ${overtaken.fact}`);
}

describe('The order of a queue', () => {
  it('is most urgent first, then who has waited longest', () => {
    const queue = [
      entry('routine', 1, { rank: 3 }),
      entry('later', 5),
      entry('b', 2),
      entry('a', 2),
      entry('urgent', 9, { rank: 0 }),
    ];
    expect(queue.sort(compareQueued).map(({ fact }) => fact)).toEqual([
      'urgent',
      'a',
      'b',
      'later',
      'routine',
    ]);
  });
});

describe('Overtaking', () => {
  it('is being served before somebody who had joined earlier and as urgently', () => {
    const early = entry('early', 10, served(100));
    const late = entry('late', 30, served(40));
    expect(overtakings([early, late])).toEqual({
      overtaken: new Set([early]),
      total: 1,
      first: [{ overtaken: early, by: late, joinedEarlierMs: 20, waitedOnMs: 60 }],
    });
  });

  it('continues for those who still wait, however long that will be', () => {
    const waits = [entry('waits', 10), entry('late', 30, served(40))];
    const [found] = overtakings(waits).first;
    expect(found).toMatchObject({ joinedEarlierMs: 20 });
    expect(found).not.toHaveProperty('waitedOnMs');
  });

  it.each([
    ['more urgent', { rank: 0 }, {}],
    ['less urgent', { rank: 2 }, {}],
    ['in another queue', { queue: 'ward' }, {}],
    ['as early', { joinedAt: 10 }, {}],
    ['gone unserved', left(40), {}],
    ['served in the same moment', {}, served(40)],
    ['served after the other one left', {}, left(35)],
  ])('is not said of who was %s', (_what, late, early) => {
    const entries = [entry('early', 10, early), entry('late', 30, { ...served(40), ...late })];
    expect(pairs(entries)).toEqual([]);
  });

  it('is reported for every pair, in the order in which it happened', () => {
    const entries = [
      entry('a', 1, served(90)),
      entry('b', 2, served(80)),
      entry('c', 3, served(50)),
      entry('d', 4, left(60)),
      entry('e', 5, served(50)),
    ];
    const expected = ['c > a', 'c > b', 'e > a', 'e > b', 'e > d', 'b > a'];
    expect(pairs(entries)).toEqual(expected);
    expect(pairs([...entries].reverse())).toEqual(expected);
  });

  it('is what looking at every pair finds', () => {
    const entries = fc.array(
      fc
        .record({
          joinedAt: fc.nat({ max: 9 }),
          stay: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
          outcome: fc.constantFrom('served' as const, 'left' as const),
          rank: fc.nat({ max: 1 }),
          queue: fc.constantFrom('clinic', 'ward'),
        })
        .map(({ joinedAt, stay, outcome, ...more }) => ({
          ...more,
          joinedAt,
          ...(stay !== undefined && { leftAt: joinedAt + stay, outcome }),
        })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(entries, (made) => {
        const queue = made.map((each, index) => entry(String(index), each.joinedAt, each));
        const expected = queue.flatMap((by) =>
          queue.flatMap((overtaken) => {
            const { leftAt, outcome } = by;
            const holds =
              outcome === 'served' &&
              leftAt !== undefined &&
              overtaken.queue === by.queue &&
              overtaken.rank === by.rank &&
              overtaken.joinedAt < by.joinedAt &&
              (overtaken.leftAt ?? Infinity) > leftAt;
            return holds ? [`${by.fact} > ${overtaken.fact}`] : [];
          }),
        );
        expect(pairs(queue).sort()).toEqual(expected.sort());
        const { overtaken, total, first } = overtakings(queue);
        expect(total).toBe(expected.length);
        expect(overtaken).toEqual(new Set(first.map((each) => each.overtaken)));
        const asked = new Set(queue.filter((_, index) => index % 2 === 0));
        const rows = first.filter((each) => asked.has(each.overtaken));
        expect(overtakings(queue, { asked, limit: 2 })).toEqual({
          ...{ overtaken, total: rows.length, first: rows.slice(0, 2) },
        });
      }),
    );
  });
});
