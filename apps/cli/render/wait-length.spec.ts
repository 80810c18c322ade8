/** A wait beside its standard: what was in time does not look late. */
import { describe, expect, it } from '@jest/globals';
import { lengthFormat } from './wait-length.js';

const DAY = 86_400;

describe('A length of time beside a standard', () => {
  it('is in weeks where the standard is, so that 126 days are 18 weeks', () => {
    const format = lengthFormat(true, ['18 weeks']);
    expect([125, 126, 127].map((days) => format(days * DAY))).toEqual([
      '17 weeks 6 days',
      '18 weeks',
      '18 weeks 1 day',
    ]);
  });

  it('is in days beside standards of several units, and as the clock has it beside one of hours', () => {
    expect(lengthFormat(true, ['6 weeks', '3 months'])(42 * DAY)).toBe('42 days');
    expect(lengthFormat(undefined, ['4 hours'])(1.5 * DAY)).toBe('1 d 12 h');
    expect(lengthFormat(undefined, [])(null)).toBe('not reached');
  });
});
