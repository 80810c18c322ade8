/** Batches that a store takes. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitBatches } from './batching.js';
import { LimitExceeded } from './errors.js';

const LIMITS = { eventBytes: 400, batchBytes: 1_000, batchEvents: 5 };
const event = (bytes: number) => ({
  id: '0',
  data: { text: 'x'.repeat(bytes - '{"text":""}{}'.length) },
  metadata: {},
});
const sizeOf = (value: unknown) => JSON.stringify(value).length;

describe('Events split into batches', () => {
  it('keep their order and stay within the limits, however large they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 13, max: 400 }), { maxLength: 30 }), (sizes) => {
        const events = sizes.map(event);
        const batches = splitBatches(events, LIMITS);
        expect(batches.flat()).toEqual(events);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(LIMITS.batchEvents);
          const bytes = batch.reduce((sum, { data }) => sum + sizeOf(data) + 2, 0);
          expect(bytes).toBeLessThanOrEqual(LIMITS.batchBytes);
        }
      }),
      { seed: 1 },
    );
  });

  it('stay in one batch where they fit', () => {
    expect(splitBatches([100, 100, 100, 100, 100].map(event), LIMITS)).toHaveLength(1);
    expect(splitBatches([100, 100, 100, 100, 100, 100].map(event), LIMITS)).toHaveLength(2);
    expect(splitBatches([300, 300, 300].map(event), LIMITS)).toHaveLength(2);
  });

  it('are refused whole when one of them fits nowhere', () => {
    expect(() => splitBatches([event(100), event(401)], LIMITS)).toThrow(LimitExceeded);
  });
});
