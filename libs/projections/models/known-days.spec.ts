/** What is known to the day only, and where that can no longer be said. */
import { describe, expect, it } from '@jest/globals';
import { intervalOf } from '#calendar';
import type { TimedFact } from '#care-event';
import { knownDays } from './known-days.js';

const timed = (occurredAt: string): TimedFact => {
  const fact = { id: occurredAt, source: 's', type: 'Seen', version: 1, occurredAt, data: {} };
  return { fact, ...intervalOf(occurredAt, 'Europe/Oslo') } as unknown as TimedFact;
};

describe('What is known to the day', () => {
  it('is a day or a month where nothing else happened at its beginning', () => {
    const days = knownDays(['2026-03-01', '2026-04', '2026-03-05T09:00:00+01:00'].map(timed));
    expect([...days.values()]).toEqual(['2026-03-01', '2026-04']);
  });

  it('is an instant where one is known that is the same', () => {
    expect(knownDays(['2026-03-01', '2026-03-01T00:00:00+01:00'].map(timed)).size).toBe(0);
  });
});
