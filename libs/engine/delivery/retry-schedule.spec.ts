/** The pauses between tries: growing, spread, and the same for everybody who works them out. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { JITTER_SHARE, pauseAfter, RETRY_SCHEDULE_MS } from './retry-schedule.js';

describe('The pause after a failed try', () => {
  it('is never shorter than the schedule, and longer by a quarter at most', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: RETRY_SCHEDULE_MS.length }), (id, n) => {
        const pause = pauseAfter(id, n);
        const planned = RETRY_SCHEDULE_MS[n - 1]!;
        expect(pause).toBeGreaterThanOrEqual(planned);
        expect(pause).toBeLessThanOrEqual(planned * (1 + JITTER_SHARE));
        expect(pauseAfter(id, n)).toBe(pause);
      }),
    );
  });

  it('differs from message to message, so they do not all come back at once', () => {
    const pauses = new Set(Array.from({ length: 1_000 }, (_, n) => pauseAfter(`message ${n}`, 3)));
    expect(pauses.size).toBeGreaterThan(900);
  });

  it('is that of the last try after any further one', () => {
    const last = RETRY_SCHEDULE_MS.at(-1)!;
    for (const attempt of [RETRY_SCHEDULE_MS.length, 100]) {
      expect(pauseAfter('m', attempt)).toBeGreaterThanOrEqual(last);
      expect(pauseAfter('m', attempt)).toBeLessThanOrEqual(last * (1 + JITTER_SHARE));
    }
  });
});
