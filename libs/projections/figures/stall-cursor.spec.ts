/** Pages of stalls: put together they are the list. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Position } from '#event-store';
import { SEVERITIES } from './stall.js';
import { listedAfter, readCursor } from './stall-cursor.js';
import type { FoundStall } from './stall-kinds.js';

const STAND = { asOf: '2026-03-01T00:00:00Z', position: '9' as Position, knownAt: 1 };

const found = fc.uniqueArray(
  fc.record({
    severity: fc.constantFrom(...SEVERITIES),
    excessSeconds: fc.constantFrom(0, 0.1, 86_400, 1e9 / 3),
    patient: fc.constantFrom('a', 'b', 'ø'),
    ordinal: fc.nat({ max: 2 }),
    kind: fc.constantFrom('duty', 'stage', 'unreadable'),
  }),
  { selector: (row) => JSON.stringify(row), maxLength: 40 },
);

describe('Pages of stalls', () => {
  it('hold each row once, in the order of the whole list', () => {
    fc.assert(
      fc.property(found, fc.integer({ min: 1, max: 7 }), (rows, limit) => {
        const all = rows.map((row) => ({ ...row, noticedBy: [] }) as unknown as FoundStall);
        const whole = listedAfter(all, { after: undefined, limit: Infinity, stand: STAND });
        expect(whole.next).toBeUndefined();
        const pages: FoundStall[] = [];
        let next: string | undefined = '';
        while (next !== undefined) {
          const after = next === '' ? undefined : readCursor(next);
          const page = listedAfter(all.toReversed(), { after, limit, stand: STAND });
          expect(page.listed.length).toBeLessThanOrEqual(limit);
          pages.push(...page.listed);
          next = page.next;
        }
        expect(pages).toEqual(whole.listed);
      }),
      { seed: 23 },
    );
  });

  it('go on only from what an answer gave', () => {
    for (const text of ['', 'next', Buffer.from('[1]').toString('base64url')])
      expect(() => readCursor(text)).toThrow('as it was');
  });
});
