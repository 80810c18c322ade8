/**
 * Public holidays against the laws that make them: worked out here once more, by an
 * Easter rule of our own, and compared with lists that authorities have published.
 */
import { describe, expect, it } from '@jest/globals';
import { dateOf, dayNumber } from './calendar-day.js';
import { HOLIDAY_YEARS, isPublicHoliday, publicHolidays } from './public-holidays.js';
import type { HolidayRegion } from './public-holidays.js';

const weekday = (day: number) => (((day + 3) % 7) + 7) % 7;

/** Easter Sunday by Gauss's rule with the corrections for the two exceptional years. */
function easter(year: number): number {
  const century = Math.floor(year / 100);
  const moon = (15 - Math.floor((13 + 8 * century) / 25) + century - Math.floor(century / 4)) % 30;
  const sun = (4 + century - Math.floor(century / 4)) % 7;
  const days = (19 * (year % 19) + moon) % 30;
  const shift = (2 * (year % 4) + 4 * (year % 7) + 6 * days + sun) % 7;
  let afterMarch21 = days + shift + 1;
  if (days === 29 && shift === 6) afterMarch21 -= 7;
  if (days === 28 && shift === 6 && (11 * moon + 11) % 30 < 19) afterMarch21 -= 7;
  return dayNumber(year, 3, 21) + afterMarch21;
}

/** The first such weekday (0 = Monday) on or after a date. */
function firstFrom(year: number, month: number, day: number, wanted: number): number {
  const from = dayNumber(year, month, day);
  return from + ((wanted - weekday(from) + 7) % 7);
}

const MONDAY = 0;
const SATURDAY = 5;

/** Norway: lov 24. februar 1995 nr. 12 om helligdager og helligdagsfred § 2; lov 26. april 1947 nr. 1 om 1 og 17 mai § 1. */
function norway(year: number): number[] {
  const sunday = easter(year);
  const movable = [-3, -2, 0, 1, 39, 49, 50].map((days) => sunday + days);
  return [...movable, ...fixed(year, [1, 1], [5, 1], [5, 17], [12, 25], [12, 26])];
}

/** Finland: kirkkolaki (the feasts), vapunpäivä by law 272/1944, itsenäisyyspäivä by law 388/1937. */
function finland(year: number): number[] {
  const sunday = easter(year);
  const movable = [-2, 0, 1, 39, 49].map((days) => sunday + days);
  const saturdays = [firstFrom(year, 6, 20, SATURDAY), firstFrom(year, 10, 31, SATURDAY)];
  const dates = fixed(year, [1, 1], [1, 6], [5, 1], [12, 6], [12, 25], [12, 26]);
  return [...movable, ...saturdays, ...dates];
}

/** Sweden: lag (1989:253) om allmänna helgdagar §§ 1-2, as amended by lag (2004:1320). */
function sweden(year: number): number[] {
  const sunday = easter(year);
  const movable = [-2, 0, 1, 39, 49].map((days) => sunday + days);
  const saturdays = [firstFrom(year, 6, 20, SATURDAY), firstFrom(year, 10, 31, SATURDAY)];
  const dates = fixed(year, [1, 1], [1, 6], [5, 1], [6, 6], [12, 25], [12, 26]);
  return [...movable, ...saturdays, ...dates];
}

/**
 * England: Banking and Financial Dealings Act 1971, schedule 1, and the yearly royal
 * proclamations: days on a weekend are made up for on the next weekdays that are free.
 */
function england(year: number): number[] {
  const sunday = easter(year);
  const mondays = [
    firstFrom(year, 5, 1, MONDAY),
    firstFrom(year, 5, 25, MONDAY),
    firstFrom(year, 8, 25, MONDAY),
  ];
  const given = new Set([sunday - 2, sunday + 1, ...mondays]);
  for (const day of fixed(year, [1, 1], [12, 25], [12, 26])) {
    if (weekday(day) < SATURDAY) given.add(day);
  }
  for (const day of fixed(year, [1, 1], [12, 25], [12, 26])) {
    if (weekday(day) < SATURDAY) continue;
    let substitute = day + 1;
    while (weekday(substitute) >= SATURDAY || given.has(substitute)) substitute += 1;
    given.add(substitute);
  }
  return [...given];
}

function fixed(year: number, ...dates: readonly (readonly [number, number])[]): number[] {
  return dates.map(([month, day]) => dayNumber(year, month, day));
}

const LAWS: readonly [HolidayRegion, (year: number) => number[]][] = [
  ['NO', norway],
  ['FI', finland],
  ['SE', sweden],
  ['GB-ENG', england],
];

const written = (days: Iterable<number>) =>
  [...new Set(days)]
    .sort((a, b) => a - b)
    .map((day) => {
      const { year, month, day: ofMonth } = dateOf(day);
      return [year, month, ofMonth].map((part) => String(part).padStart(2, '0')).join('-');
    });

const found = (region: HolidayRegion, year: number) => [...publicHolidays(region, year)];
const onWeekdays = (days: Iterable<number>) => [...days].filter((day) => weekday(day) < SATURDAY);

describe('the public holidays', () => {
  it.each(LAWS)('of %s are those of its law, in every year from 2024 to 2040', (region, law) => {
    for (let year = 2024; year <= 2040; year += 1) {
      // England's law knows substitutes only: its weekend days make no difference.
      const days = region === 'GB-ENG' ? onWeekdays(found(region, year)) : found(region, year);
      expect(written(days)).toEqual(written(law(year)));
    }
  });

  it('follow Easter in the two years in which the plain rule is a week out', () => {
    expect(written([easter(2049), easter(2076)])).toEqual(['2049-04-18', '2076-04-19']);
    for (const year of [2049, 2076]) expect(publicHolidays('NO', year)).toContain(easter(year));
  });

  it('of Norway hold on 17 May also where Whit Monday falls on it', () => {
    expect(written(found('NO', 2027))).toHaveLength(11);
    expect(publicHolidays('NO', 2027)).toContain(dayNumber(2027, 5, 17));
  });

  it('leave out eves, flag days and observances', () => {
    expect(publicHolidays('SE', 2026)).not.toContain(dayNumber(2026, 6, 19));
    expect(publicHolidays('NO', 2026)).not.toContain(dayNumber(2026, 12, 24));
    expect(publicHolidays('FI', 2026)).not.toContain(dayNumber(2026, 5, 10));
  });

  it('are none outside the years that are known', () => {
    expect(publicHolidays('NO', HOLIDAY_YEARS.first - 1).size).toBe(0);
    expect(publicHolidays('NO', HOLIDAY_YEARS.last + 1).size).toBe(0);
    expect(isPublicHoliday(dayNumber(2200, 1, 1), 'NO')).toBe(false);
    expect(isPublicHoliday(dayNumber(1899, 12, 25), 'NO')).toBe(false);
    expect(isPublicHoliday(dayNumber(1900, 1, 1), 'NO')).toBe(true);
    expect(isPublicHoliday(dayNumber(2199, 12, 26), 'NO')).toBe(true);
    expect(publicHolidays('NO', HOLIDAY_YEARS.first).size).toBeGreaterThan(10);
    expect(publicHolidays('NO', HOLIDAY_YEARS.last).size).toBeGreaterThan(10);
  });

  it('are worked out once per region and year', () => {
    expect(publicHolidays('FI', 2030)).toBe(publicHolidays('FI', 2030));
  });
});

describe('lists that authorities have published', () => {
  // https://www.gov.uk/bank-holidays.json, england-and-wales, as kept by the Ministry of
  // Justice in its package govuk-bank-holidays (state of 2026-08-07).
  const ENGLAND: readonly [number, string][] = [
    [2013, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
    [2014, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
    [2015, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    [2016, '01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27'],
    [2017, '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
    [2018, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'],
    [2019, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'],
    [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
    [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
    [2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
    [2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
    [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
    [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
    [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
    [2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
  ];

  // The Scottish Government, "Scotland's bank holidays", for 2025 to 2027.
  it.each<[number, string]>([
    [2025, '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26'],
    [2027, '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28'],
  ])("agree for Scotland's bank holidays of %i", (year, dates) => {
    const expected = dates.split(' ').map((date) => `${year}-${date}`);
    expect(written(onWeekdays(found('GB-SCT', year)))).toEqual(expected);
  });

  it.each(ENGLAND)("agree for England's bank holidays of %i", (year, dates) => {
    const expected = dates.split(' ').map((date) => `${year}-${date}`);
    expect(written(onWeekdays(found('GB-ENG', year)))).toEqual(expected);
  });

  // Halsa municipality, "Offentlige helligdager", for 2019 and 2020; Palm Sunday is a
  // Sunday like any other.
  it.each<[number, string]>([
    [2019, '01-01 04-18 04-19 04-21 04-22 05-01 05-17 05-30 06-09 06-10 12-25 12-26'],
    [2020, '01-01 04-09 04-10 04-12 04-13 05-01 05-17 05-21 05-31 06-01 12-25 12-26'],
  ])("agree for Norway's holidays of %i", (year, dates) => {
    const expected = dates.split(' ').map((date) => `${year}-${date}`);
    expect(written(found('NO', year))).toEqual(expected);
  });

  // The almanac office of the University of Helsinki, quoted by Yle (2022-08) and MTV
  // (2025-12-26): so many of the year's holidays, Christmas Eve and Midsummer Eve among
  // them, fall on Monday to Friday.
  it.each([
    [2022, 7],
    [2025, 10],
    [2026, 9],
    [2029, 10],
    [2030, 10],
    [2031, 10],
    [2033, 7],
  ])("agree for Finland's weekdays off in %i", (year, count) => {
    const christmasEve = fixed(year, [12, 24]);
    const midsummerEve = firstFrom(year, 6, 20, SATURDAY) - 1;
    const off = [...found('FI', year), ...christmasEve, midsummerEve];
    expect(onWeekdays(off)).toHaveLength(count);
  });
});
