/** The last instant in time: elapsed and calendar limits, over changes of the clock. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS } from './calendar-day.js';
import { dueAt, formatInstant } from './due.js';
import { parseLimit } from './limit.js';
import type { Limit } from './limit.js';
import { intervalOf, parseInstant } from './occurred-at.js';

function due(occurredAt: string, within: string, zone: string): string {
  return formatInstant(dueAt(intervalOf(occurredAt, zone), limit(within), zone), zone);
}

function limit(text: string): Limit {
  const parsed = parseLimit(text);
  if (parsed === undefined) throw new Error(`${text} is no limit`);
  return parsed;
}

describe('dueAt', () => {
  it('adds elapsed units to the instant', () => {
    expect(due('2014-01-01T10:00:00+01:00', '60m', 'UTC')).toBe('2014-01-01T10:00:00Z');
  });

  it('counts elapsed units through a change of the clock', () => {
    expect(due('2026-03-29T01:30:00+01:00', '24h', 'Europe/Oslo')).toBe(
      '2026-03-30T02:30:00+02:00',
    );
  });

  it('runs from the end of a day when only the day is known', () => {
    expect(due('2026-03-14', '4h', 'Europe/Oslo')).toBe('2026-03-15T03:59:59.999+01:00');
    expect(due('2026-03', '10 days', 'Europe/Oslo')).toBe('2026-04-10T23:59:59.999+02:00');
  });

  it('ends calendar units with the local day, across the change to summer time', () => {
    expect(due('2026-03-01', '6 weeks', 'Europe/Oslo')).toBe('2026-04-12T23:59:59.999+02:00');
    expect(due('2026-10-24T23:30:00+02:00', '1 day', 'Europe/Oslo')).toBe(
      '2026-10-25T23:59:59.999+01:00',
    );
  });

  it("counts days in the zone's date, not in that of the offset sent", () => {
    expect(due('2026-03-14T23:30:00Z', '1 day', 'Europe/Oslo')).toBe(
      '2026-03-16T23:59:59.999+01:00',
    );
  });

  it('ends months on the last day of a shorter one', () => {
    expect(due('2026-01-31', '1 month', 'UTC')).toBe('2026-02-28T23:59:59.999Z');
    expect(due('2024-01-31', '1 month', 'UTC')).toBe('2024-02-29T23:59:59.999Z');
    expect(due('2024-02-29', '12 months', 'UTC')).toBe('2025-02-28T23:59:59.999Z');
  });

  it('copes with the largest limit at the latest start', () => {
    expect(due('9999-12-31', '1000000 weeks', 'UTC')).toMatch(/^\+029165-/);
    expect(due('9999-12-31', '1000000 months', 'Europe/Oslo')).toMatch(/^\+093333-/);
  });

  const starts = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2100, 0) });
  const byDays = fc
    .record({
      amount: fc.integer({ min: 1, max: 500 }),
      unit: fc.constantFrom('hour', 'day', 'week'),
    })
    .map((it) => it as Limit);

  it('moves by whole weeks when the start does, in UTC', () => {
    fc.assert(
      fc.property(starts, byDays, fc.integer({ min: -50, max: 50 }), (start, within, weeks) => {
        const shift = weeks * 7 * DAY_MS;
        const here = dueAt({ start, end: start }, within, 'UTC');
        const there = dueAt({ start: start + shift, end: start + shift }, within, 'UTC');
        expect(there - here).toBe(shift);
      }),
    );
  });

  it('never falls earlier for a later start, and never before the start', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Oslo', 'America/Sao_Paulo');
    const limits = fc.oneof(
      byDays,
      fc.integer({ min: 1, max: 40 }).map((amount): Limit => ({ amount, unit: 'month' })),
    );
    fc.assert(
      fc.property(zones, starts, fc.nat(40 * DAY_MS), limits, (zone, start, later, within) => {
        const first = dueAt({ start, end: start }, within, zone);
        const second = dueAt({ start: start + later, end: start + later }, within, zone);
        expect(first).toBeGreaterThan(start);
        expect(second).toBeGreaterThanOrEqual(first);
      }),
    );
  });
});

describe('formatInstant', () => {
  it("writes the zone's offset at that instant", () => {
    const instant = Date.UTC(2026, 6, 1, 12);
    expect(formatInstant(instant, 'Europe/Oslo')).toBe('2026-07-01T14:00:00+02:00');
    expect(formatInstant(instant, 'America/St_Johns')).toBe('2026-07-01T09:30:00-02:30');
    expect(formatInstant(instant + 7, 'UTC')).toBe('2026-07-01T12:00:00.007Z');
  });

  it('writes the same instant that is read back, also where old offsets had seconds', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Oslo', 'Europe/Amsterdam', 'Asia/Kathmandu');
    const instants = fc.integer({ min: Date.UTC(1800, 0), max: Date.UTC(2200, 0) });
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        expect(parseInstant(formatInstant(instant, zone))).toBe(instant);
      }),
    );
  });
});
