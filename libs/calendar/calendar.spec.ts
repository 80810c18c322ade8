/** Working days and benefit days: the rules, and the counting against a count day by day. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BenefitDays, CalendarRules, Eve, HolidayRegion } from './calendar.js';
import {
  calendarOfRegion,
  calendarOfZone,
  daysCounted,
  isBenefitDay,
  isHoliday,
  isWorkingDay,
} from './calendar.js';
import { dayNumber } from './calendar-day.js';

const day = (text: string) => {
  const [year = 0, month = 0, ofMonth = 0] = text.split('-').map(Number);
  return dayNumber(year, month, ofMonth);
};
const workingDays = (calendar: CalendarRules) => daysCounted('working-day', calendar);
const rulesWith = (rules: Partial<CalendarRules>): CalendarRules => ({
  ...calendarOfRegion(undefined),
  ...rules,
});

describe('the calendar of a zone', () => {
  it.each<[string, HolidayRegion | undefined, BenefitDays]>([
    ['Europe/Oslo', 'NO', 'monday-to-friday'],
    ['Europe/Helsinki', 'FI', 'monday-to-saturday'],
    ['Europe/Stockholm', 'SE', 'every-day'],
    ['Europe/London', 'GB-ENG', 'monday-to-friday'],
    ['Europe/Paris', undefined, 'monday-to-friday'],
  ])('%s has the holidays of %s and benefit days %s', (zone, holidays, benefitDays) => {
    expect(calendarOfZone(zone)).toEqual({ holidays, eves: [], closures: [], benefitDays });
    expect(calendarOfZone(zone)).toBe(calendarOfRegion(holidays));
  });
});

describe('a working day', () => {
  it('is Monday to Friday', () => {
    const week = ['02', '03', '04', '05', '06', '07', '08'].map((date) =>
      isWorkingDay(day(`2026-03-${date}`), rulesWith({})),
    );
    expect(week).toEqual([true, true, true, true, true, false, false]);
  });

  it('is no public holiday of the region', () => {
    expect(isHoliday(day('2026-05-14'), calendarOfRegion('NO'))).toBe(true);
    expect(isWorkingDay(day('2026-05-14'), calendarOfRegion('NO'))).toBe(false);
    expect(isWorkingDay(day('2026-05-14'), calendarOfRegion('GB-ENG'))).toBe(true);
    expect(isWorkingDay(day('2026-05-14'), rulesWith({}))).toBe(true);
  });

  it.each<[Eve, string, string]>([
    ['christmas-eve', '2026-12-24', '2026-12-31'],
    ['new-years-eve', '2026-12-31', '2026-12-24'],
    ['midsummer-eve', '2026-06-19', '2026-06-26'],
    ['midsummer-eve', '2027-06-25', '2027-06-18'],
  ])('may leave out %s: %s, but not %s', (eve, free, open) => {
    const calendar = rulesWith({ eves: [eve] });
    expect(isWorkingDay(day(free), rulesWith({}))).toBe(true);
    expect(isWorkingDay(day(free), calendar)).toBe(false);
    expect(isWorkingDay(day(open), calendar)).toBe(true);
  });

  it('is not in a closure, first and last day included', () => {
    const calendar = rulesWith({
      closures: [
        { from: '2026-07-13', to: '2026-07-17' },
        { from: '2026-07-21', to: '2026-07-21' },
      ],
    });
    const open = ['10', '13', '17', '20', '21', '22'].map((date) =>
      isWorkingDay(day(`2026-07-${date}`), calendar),
    );
    expect(open).toEqual([true, false, false, true, false, true]);
  });

  it('comes again after the longest closure that can be written', () => {
    const calendar = rulesWith({ closures: [{ from: '0001-01-01', to: '9999-12-31' }] });
    expect(workingDays(calendar).nth(day('9900-01-01'), 1)).toBe(day('10000-01-03'));
  });
});

describe('a benefit day', () => {
  // Friday 3 April 2026 is Good Friday, Monday 6 April Easter Monday.
  const easter = ['02', '03', '04', '05', '06', '07'];
  const counted = (benefitDays: BenefitDays, rules: Partial<CalendarRules> = {}) =>
    easter.filter((date) =>
      isBenefitDay(day(`2026-04-${date}`), rulesWith({ holidays: 'FI', ...rules, benefitDays })),
    );

  it('may be any Monday to Friday', () => {
    expect(counted('monday-to-friday')).toEqual(['02', '03', '06', '07']);
  });

  it('may be any Monday to Saturday that is no public holiday', () => {
    expect(counted('monday-to-saturday')).toEqual(['02', '04', '07']);
  });

  it('may be every day', () => {
    expect(counted('every-day')).toEqual(easter);
  });

  it("does not depend on the office's closures and eves", () => {
    const closures = [{ from: '2026-04-01', to: '2026-04-30' }];
    expect(counted('monday-to-saturday', { closures })).toEqual(['02', '04', '07']);
  });
});

describe('counting days', () => {
  const regions = fc.constantFrom<HolidayRegion | undefined>('NO', 'FI', 'SE', 'GB-ENG', undefined);
  const eves = fc.subarray<Eve>(['christmas-eve', 'new-years-eve', 'midsummer-eve']);
  const closures = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 14 }))
      .map(([month, first]) => ({
        from: `2026-${String(month).padStart(2, '0')}-${String(first).padStart(2, '0')}`,
        to: `2026-${String(month).padStart(2, '0')}-${first + 14}`,
      })),
    { maxLength: 2 },
  );
  const calendars = fc.record({
    holidays: regions,
    eves,
    closures,
    benefitDays: fc.constantFrom<BenefitDays>(
      'monday-to-friday',
      'monday-to-saturday',
      'every-day',
    ),
  });
  const units = fc.constantFrom('working-day', 'benefit-day' as const);
  const days = fc.integer({ min: day('2022-01-01'), max: day('2032-01-01') });

  it('finds the n-th day where a walk from day to day does', () => {
    fc.assert(
      fc.property(
        calendars,
        units,
        days,
        fc.integer({ min: 1, max: 700 }),
        (calendar, unit, from, n) => {
          const isOne = unit === 'working-day' ? isWorkingDay : isBenefitDay;
          let walked = from;
          for (let left = n; left > 0;) {
            walked += 1;
            if (isOne(walked, calendar)) left -= 1;
          }
          expect(daysCounted(unit, calendar).nth(from, n)).toBe(walked);
          expect(daysCounted(unit, calendar).between(from, walked)).toBe(n);
          expect(daysCounted(unit, calendar).between(walked, from)).toBe(0);
        },
      ),
    );
  });

  it('is the same before 1970', () => {
    const calendar = calendarOfRegion('NO');
    expect(workingDays(calendar).nth(day('1969-12-30'), 2)).toBe(day('1970-01-02'));
    expect(workingDays(calendar).between(day('1968-12-31'), day('1969-12-31'))).toBe(
      // 261 weekdays less nine holidays.
      252,
    );
  });

  it('continues over centuries', () => {
    const calendar = rulesWith({});
    const weeks = 52_178;
    expect(workingDays(calendar).nth(day('2026-03-06'), weeks * 5)).toBe(
      day('2026-03-06') + weeks * 7,
    );
  });
});
