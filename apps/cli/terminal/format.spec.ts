/** Lengths of time, counts and instants formatted for people. */
import { describe, expect, it } from '@jest/globals';
import {
  counted,
  duration,
  durationRange,
  either,
  occurredText,
  percent,
  whenText,
} from './format.js';

describe('A length of time', () => {
  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [303, '5 min 3 s'],
    [3_599.7, '1 h'],
    [7_197, '2 h'],
    [7_140, '1 h 59 min'],
    [86_399, '1 d'],
    [618_237, '7 d 4 h'],
    [6_672_923, '77 d 6 h'],
    [8_640_000, '100 d'],
    [100_000_000, '1,157 d'],
    [-90, '−1 min 30 s'],
  ])('of %d seconds is read as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('may not have been reached', () => {
    expect(duration(null)).toBe('not reached');
    expect(durationRange([3_600, null])).toBe(
      'from 1 h on; its upper end is unknown: too few events',
    );
    expect(durationRange([null, null])).toBe('unknown: too few events');
  });
});

describe('Other formats', () => {
  it('count one and many', () => {
    expect([counted(1, 'duty', 'duties'), counted(1_049, 'patient')]).toEqual([
      '1 duty',
      '1,049 patients',
    ]);
  });

  it('give nothing no share', () => {
    expect([percent(1, 3), percent(0.0011), percent(0, 0)]).toEqual(['33.3 %', '0.1 %', '–']);
  });

  it('shorten a long list', () => {
    expect(either(['A', 'B', 'C'])).toBe('A or B or C');
    expect(either(['A', 'B', 'C', 'D'])).toBe('A, B or 2 others');
  });

  it('leave out what an instant has below the minute, where it is nothing', () => {
    expect(whenText('2026-03-01T08:00:00.000+01:00')).toBe('2026-03-01 08:00');
    expect(whenText('2014-10-22T11:15:41.500Z')).toBe('2014-10-22 11:15:41');
    expect(whenText('2026-03-01T23:59:59.999+01:00')).toBe('2026-03-01');
    expect(whenText('2026-03')).toBe('2026-03');
    expect(occurredText('2026-03-01T08:00:00Z', 'Europe/Oslo')).toBe('2026-03-01 09:00');
    expect(occurredText('2026-03-01', 'Europe/Oslo')).toBe('2026-03-01');
  });
});
