/** Limits of time: the forms that are read, and how they are written and measured. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LIMIT_AMOUNT_MAX, formatLimit, limitSeconds, parseLimit } from './limit.js';
import type { LimitUnit } from './limit.js';

describe('parseLimit', () => {
  it.each<[string, number, LimitUnit]>([
    ['90s', 90, 'second'],
    ['1 second', 1, 'second'],
    ['60m', 60, 'minute'],
    ['60min', 60, 'minute'],
    ['60 minutes', 60, 'minute'],
    ['4h', 4, 'hour'],
    ['10 days', 10, 'day'],
    ['10d', 10, 'day'],
    ['10 working days', 10, 'working-day'],
    ['1 working day', 1, 'working-day'],
    ['12 benefit days', 12, 'benefit-day'],
    ['6 weeks', 6, 'week'],
    ['6w', 6, 'week'],
    ['3 months', 3, 'month'],
    ['PT90S', 90, 'second'],
    ['PT60M', 60, 'minute'],
    ['PT4H', 4, 'hour'],
    ['P10D', 10, 'day'],
    ['P6W', 6, 'week'],
    ['P3M', 3, 'month'],
    ['1000000 days', 1_000_000, 'day'],
  ])('reads %s', (text, amount, unit) => {
    expect(parseLimit(text)).toEqual({ amount, unit });
  });

  it.each([
    '',
    '6',
    'weeks',
    '0 days',
    '-1 days',
    '1.5h',
    'PT1.5H',
    '1000001 days',
    '10 working',
    '10 working weeks',
    '10 working-days',
    '10  days',
    'P10WD',
    '6 weeks 2 days',
    'P1Y',
    'P1M2W',
    'PT1D',
    'P',
    'PT',
    '60 M',
    '5 years',
    '1e3 days',
  ])('refuses %j', (text) => {
    expect(parseLimit(text)).toBeUndefined();
  });

  it('reads back whatever formatLimit writes', () => {
    const unit = fc.constantFrom<LimitUnit>(
      'second',
      'minute',
      'hour',
      'day',
      'working-day',
      'benefit-day',
      'week',
      'month',
    );
    const limits = fc.record({ amount: fc.integer({ min: 1, max: LIMIT_AMOUNT_MAX }), unit });
    fc.assert(
      fc.property(limits, (limit) => {
        expect(parseLimit(formatLimit(limit))).toEqual(limit);
      }),
    );
  });
});

describe('formatLimit', () => {
  it('uses the singular for one', () => {
    expect(formatLimit({ amount: 1, unit: 'week' })).toBe('1 week');
    expect(formatLimit({ amount: 6, unit: 'week' })).toBe('6 weeks');
    expect(formatLimit({ amount: 1, unit: 'working-day' })).toBe('1 working day');
    expect(formatLimit({ amount: 12, unit: 'benefit-day' })).toBe('12 benefit days');
  });
});

describe('limitSeconds', () => {
  it('counts days of 24 hours and months of 30.4375 days', () => {
    expect(limitSeconds({ amount: 60, unit: 'minute' })).toBe(3_600);
    expect(limitSeconds({ amount: 6, unit: 'week' })).toBe(42 * 86_400);
    expect(limitSeconds({ amount: 1, unit: 'month' })).toBe(30.4375 * 86_400);
  });

  it('takes five working days or benefit days for a week', () => {
    expect(limitSeconds({ amount: 10, unit: 'working-day' })).toBe(14 * 86_400);
    expect(limitSeconds({ amount: 5, unit: 'benefit-day' })).toBe(7 * 86_400);
  });
});
