/** The last instant in time: elapsed and calendar limits, over changes of the clock. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarOfZone, isBenefitDay, isWorkingDay } from './calendar.js';
import { DAY_MS, dayAt, startOfDay } from './calendar-day.js';
import { addLimit, dueAt, formatInstant } from './due.js';
import type { DueOptions, OwnerDays } from './due.js';
import { parseLimit } from './limit.js';
import type { Limit } from './limit.js';
import { intervalOf, parseInstant } from './occurred-at.js';

const ownerIn = (zone: string): OwnerDays => ({ zone, calendar: calendarOfZone(zone) });

function due(occurredAt: string, within: string, zone: string, options?: DueOptions): string {
  const at = dueAt(intervalOf(occurredAt, zone), limit(within), ownerIn(zone), options);
  return at === undefined ? 'not while it is paused' : formatInstant(at, zone);
}

function limit(text: string): Limit {
  const parsed = parseLimit(text);
  if (parsed === undefined) throw new Error(`${text} is not a limit`);
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
        const here = dueAt({ start, end: start }, within, ownerIn('UTC'));
        const there = dueAt({ start: start + shift, end: start + shift }, within, ownerIn('UTC'));
        expect(there).toBe((here ?? NaN) + shift);
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
        const first = dueAt({ start, end: start }, within, ownerIn(zone));
        const second = dueAt({ start: start + later, end: start + later }, within, ownerIn(zone));
        expect(first).toBeGreaterThan(start);
        expect(second).toBeGreaterThanOrEqual(first ?? NaN);
      }),
    );
  });
});

describe('dueAt in working days and benefit days', () => {
  it('leaves out weekends and public holidays', () => {
    // Ten working days over Easter 2026: Maundy Thursday to Easter Monday are free.
    expect(due('2026-03-27T09:00:00+01:00', '10 working days', 'Europe/Oslo')).toBe(
      '2026-04-15T23:59:59.999+02:00',
    );
    expect(due('2026-03-27', '10 working days', 'UTC')).toBe('2026-04-10T23:59:59.999Z');
  });

  it("counts benefit days the country's way", () => {
    // Finland: Mondays to Saturdays; 6 April, Easter Monday, is none.
    expect(due('2026-04-02', '3 benefit days', 'Europe/Helsinki')).toBe(
      '2026-04-08T23:59:59.999+03:00',
    );
    // Norway: Mondays to Fridays, holidays too.
    expect(due('2026-04-02', '3 benefit days', 'Europe/Oslo')).toBe(
      '2026-04-07T23:59:59.999+02:00',
    );
    expect(due('2026-04-02', '3 benefit days', 'Europe/Stockholm')).toBe(
      '2026-04-05T23:59:59.999+02:00',
    );
  });

  it('copes with the largest limit at the latest start', () => {
    expect(due('9999-12-31', '1000000 working days', 'Europe/Oslo')).toMatch(/^\+013833-/);
  });
});

describe('dueAt where the first day counts', () => {
  const counts = { firstDayCounts: true };

  it('ends one day earlier', () => {
    expect(due('2026-03-02', '10 days', 'UTC', counts)).toBe('2026-03-11T23:59:59.999Z');
    expect(due('2026-03-02', '1 week', 'UTC', counts)).toBe('2026-03-08T23:59:59.999Z');
    expect(due('2026-01-31', '1 month', 'UTC', counts)).toBe('2026-02-27T23:59:59.999Z');
    expect(due('2026-03-02', '1 working day', 'UTC', counts)).toBe('2026-03-02T23:59:59.999Z');
  });

  it('makes no difference where the first day is no day of the kind', () => {
    expect(due('2026-03-07', '1 working day', 'UTC', counts)).toBe('2026-03-09T23:59:59.999Z');
    expect(due('2026-03-07', '1 working day', 'UTC')).toBe('2026-03-09T23:59:59.999Z');
  });

  it('makes no difference to elapsed units', () => {
    expect(due('2026-03-02T08:00:00Z', '4h', 'UTC', counts)).toBe('2026-03-02T12:00:00Z');
  });
});

describe('dueAt of the k-th period', () => {
  it('is that of k times the limit from the start', () => {
    expect(due('2026-01-31', '1 month', 'UTC', { times: 2 })).toBe('2026-03-31T23:59:59.999Z');
    expect(due('2026-03-02', '14 days', 'UTC', { times: 3 })).toBe('2026-04-13T23:59:59.999Z');
    expect(due('2026-03-02T08:00:00Z', '4h', 'UTC', { times: 7 })).toBe('2026-03-03T12:00:00Z');
  });
});

describe('dueAt with pauses', () => {
  const at = (text: string) => intervalOf(text, 'UTC').start;
  const pause = (from: string, to?: string) =>
    to === undefined ? { from: at(from) } : { from: at(from), to: at(to) };

  it('puts elapsed units off by as long as the pause lasted', () => {
    const pauses = [pause('2026-03-02T10:00:00Z', '2026-03-02T13:30:00Z')];
    expect(due('2026-03-02T08:00:00Z', '4h', 'UTC', { pauses })).toBe('2026-03-02T15:30:00Z');
  });

  it('counts of a pause only what came after the start', () => {
    const pauses = [pause('2026-03-02T06:00:00Z', '2026-03-02T09:00:00Z')];
    expect(due('2026-03-02T08:00:00Z', '4h', 'UTC', { pauses })).toBe('2026-03-02T13:00:00Z');
    const over = [pause('2026-03-02T06:00:00Z', '2026-03-02T07:00:00Z')];
    expect(due('2026-03-02T08:00:00Z', '4h', 'UTC', { pauses: over })).toBe('2026-03-02T12:00:00Z');
  });

  it('lets a pause count that began only because of the one before it', () => {
    const pauses = [
      pause('2026-03-02T11:00:00Z', '2026-03-02T13:00:00Z'),
      pause('2026-03-02T13:30:00Z', '2026-03-02T14:30:00Z'),
    ];
    expect(due('2026-03-02T08:00:00Z', '4h', 'UTC', { pauses })).toBe('2026-03-02T15:00:00Z');
  });

  it('takes no notice of a pause that began after it was due', () => {
    const pauses = [pause('2026-03-02T12:00:00.001Z', '2026-03-02T13:00:00Z')];
    expect(due('2026-03-02T08:00:00Z', '4h', 'UTC', { pauses })).toBe('2026-03-02T12:00:00Z');
    const open = [pause('2026-03-13')];
    expect(due('2026-03-02', '10 days', 'UTC', { pauses: open })).toBe('2026-03-12T23:59:59.999Z');
  });

  it('has no answer while a pause that began before is open', () => {
    const open = [pause('2026-03-12T23:00:00Z')];
    const never = 'not while it is paused';
    expect(due('2026-03-02', '10 days', 'UTC', { pauses: open })).toBe(never);
    expect(due('2026-03-02', '600 hours', 'UTC', { pauses: open })).toBe(never);
    expect(due('2026-03-20', '10 days', 'UTC', { pauses: open })).toBe(never);
  });

  it('puts days off by the days between pausing and going on', () => {
    const pauses = [pause('2026-03-05T15:00:00Z', '2026-03-09T08:00:00Z')];
    expect(due('2026-03-02', '10 days', 'UTC', { pauses })).toBe('2026-03-16T23:59:59.999Z');
    expect(due('2026-03-02', '2 weeks', 'UTC', { pauses })).toBe('2026-03-20T23:59:59.999Z');
    const sameDay = [pause('2026-03-05T08:00:00Z', '2026-03-05T15:00:00Z')];
    expect(due('2026-03-02', '10 days', 'UTC', { pauses: sameDay })).toBe(
      '2026-03-12T23:59:59.999Z',
    );
  });

  it('puts working days off by working days alone, to a working day', () => {
    // Friday and Monday are lost; 10 working days from 2 March would end on Monday 16th.
    const pauses = [pause('2026-03-05T15:00:00Z', '2026-03-09T08:00:00Z')];
    expect(due('2026-03-02', '10 working days', 'UTC', { pauses })).toBe(
      '2026-03-18T23:59:59.999Z',
    );
    const weekend = [pause('2026-03-06T15:00:00Z', '2026-03-08T08:00:00Z')];
    expect(due('2026-03-02', '10 working days', 'UTC', { pauses: weekend })).toBe(
      '2026-03-16T23:59:59.999Z',
    );
  });
});

describe('dueAt, day by day', () => {
  const zones = fc.constantFrom(
    'Europe/Oslo',
    'Europe/Helsinki',
    'Europe/Stockholm',
    'Europe/London',
  );
  const units = fc.constantFrom('working-day', 'benefit-day', 'day' as const);
  const starts = fc.integer({ min: Date.UTC(2023, 11, 1), max: Date.UTC(2030, 0) });
  /** Lengths in hours, in turn of running and of standing still. */
  const turns = fc.array(fc.tuple(fc.nat(400), fc.nat(400)), { maxLength: 3 });

  it('agrees with a clock that is asked at every midnight, over changes of summer time', () => {
    fc.assert(
      fc.property(
        zones,
        units,
        starts,
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        turns,
        (zone, unit, start, amount, firstDayCounts, lengths) => {
          const owner = ownerIn(zone);
          let at = start - 100 * 3_600_000;
          const pauses = lengths.map(([running, standing]) => {
            const from = at + running * 3_600_000;
            at = from + standing * 3_600_000;
            return { from, to: at };
          });
          const limit: Limit = { amount, unit };
          const expected = dayByDay({ start, limit, owner, firstDayCounts, pauses });
          const found = dueAt({ start, end: start }, limit, owner, { firstDayCounts, pauses });
          expect(found).toBe(expected);
        },
      ),
    );
  });

  it('is postponed by a pause that begins in the very millisecond in which it is due', () => {
    const start = Date.parse('2029-12-31T23:59:59.999Z');
    const from = Date.parse('2030-01-03T21:59:59.999Z');
    const due = dueAt(
      { start, end: start },
      { amount: 2, unit: 'working-day' },
      ownerIn('Europe/Helsinki'),
      { pauses: [{ from, to: from + 3_600_000 }] },
    );
    expect(formatInstant(due ?? 0, 'Europe/Helsinki')).toBe('2030-01-04T23:59:59.999+02:00');
  });

  it('is what `addLimit` says where nothing is paused', () => {
    fc.assert(
      fc.property(
        zones,
        units,
        starts,
        fc.integer({ min: 1, max: 900 }),
        (zone, unit, start, amount) => {
          const [limit, owner]: [Limit, OwnerDays] = [{ amount, unit }, ownerIn(zone)];
          expect(addLimit(start, limit, owner)).toBe(dueAt({ start, end: start }, limit, owner));
        },
      ),
    );
  });
});

/** Goes from day to day and owes a number of them; a pause adds what it takes on the day it begins. */
function dayByDay(duty: {
  readonly start: number;
  readonly limit: Limit;
  readonly owner: OwnerDays;
  readonly firstDayCounts: boolean;
  readonly pauses: readonly { readonly from: number; readonly to: number }[];
}): number {
  const { zone, calendar } = duty.owner;
  const { unit } = duty.limit;
  const counts = (day: number) =>
    unit === 'day' ||
    (unit === 'working-day' ? isWorkingDay(day, calendar) : isBenefitDay(day, calendar));
  const firstDay = dayAt(duty.start, zone);
  let owed = duty.limit.amount;
  for (let day = firstDay; ; day += 1) {
    for (const { from, to } of duty.pauses) {
      if (Math.max(dayAt(from, zone), firstDay) !== day) continue;
      for (let lost = day + 1; lost <= dayAt(to, zone); lost += 1) if (counts(lost)) owed += 1;
    }
    if (counts(day) && (day > firstDay || duty.firstDayCounts)) owed -= 1;
    if (owed <= 0) return startOfDay(day + 1, zone) - 1;
  }
}

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
