/** Days added up against a count of every single day, written from the page of the language. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, calendarOfZone, daysCounted, IntervalSet, type Limit } from '#calendar';
import { countings } from '../testing/counting.js';
import type { CountingRule } from '../definition/clock-rule.js';
import { Accumulation } from './accumulation.js';

const CALENDAR = calendarOfZone('Europe/Helsinki');
const FIRST = 20_500;
const LAST = FIRST + 150;
const ALL = Array.from({ length: LAST - FIRST + 1 }, (_none, at) => FIRST + at);

const isOfKind = (day: number, unit: Limit['unit']): boolean =>
  unit === 'working-day' || unit === 'benefit-day' ? daysCounted(unit, CALENDAR).has(day) : true;

function moved(day: number, { amount, unit }: Limit, sign: number): number {
  if (unit === 'month') return addMonths(day, sign * amount);
  return day + sign * amount * (unit === 'week' ? 7 : 1);
}

/** Slow and plain: one day after the other. */
function countOn(day: number, ran: ReadonlySet<number>, rule: CountingRule): number {
  const { unit, deductible, window, resetsAfter } = rule;
  const counted: number[] = [];
  let last: number | undefined;
  let left = 0;
  for (const each of ALL.filter((one) => one <= day)) {
    if (last !== undefined && resetsAfter !== undefined && each === moved(last, resetsAfter, 1)) {
      if (!ran.has(each)) counted.length = 0;
    }
    if (!ran.has(each)) continue;
    const { againAfter = { amount: 1, unit: 'day' as const } } = deductible ?? {};
    const isNew =
      last === undefined ||
      (deductible?.againAfter === undefined ? each > last + 1 : each > moved(last, againAfter, 1));
    if (isNew) left = deductible?.days.amount ?? 0;
    last = each;
    if (left > 0) left -= isOfKind(each, deductible?.days.unit ?? 'day') ? 1 : 0;
    else if (isOfKind(each, unit)) counted.push(each);
  }
  return counted.filter((one) => window === undefined || one > moved(day, window, -1)).length;
}

const spells = fc.array(
  fc.record({ after: fc.integer({ min: 1, max: 40 }), days: fc.integer({ min: 1, max: 20 }) }),
  { maxLength: 8 },
);

function daysOf(list: readonly { readonly after: number; readonly days: number }[]): IntervalSet {
  const set = new IntervalSet();
  let day = FIRST;
  for (const { after, days } of list) {
    if (day + after + days > LAST - 40) break;
    set.add(day + after, day + after + days);
    day += after + days;
  }
  return set;
}

describe('The days of a clock, added up', () => {
  it('are those that a count day by day finds, and reach a number on the same day', () => {
    let reached = 0;
    fc.assert(
      fc.property(countings, spells, fc.integer({ min: 1, max: 12 }), (rule, list, wanted) => {
        const set = daysOf(list);
        const ran = new Set(ALL.filter((day) => set.has(day)));
        const sum = new Accumulation(rule, { zone: 'Europe/Helsinki', calendar: CALENDAR });
        sum.take(set.intervals);
        const counts = ALL.map((day) => countOn(day, ran, rule));
        expect(ALL.map((day) => sum.on(day))).toEqual(counts);
        for (const since of [FIRST, FIRST + 40, FIRST + 77]) {
          const found = ALL.find((day, at) => day >= since && (counts[at] ?? 0) >= wanted);
          expect(sum.reaches(wanted, since)).toBe(found);
          if (found !== undefined) reached += 1;
          const below = ALL.find((day, at) => day >= since && (counts[at] ?? 0) < wanted);
          expect(sum.isBelow(wanted, since, LAST)).toBe(below);
        }
      }),
    );
    expect(reached).toBeGreaterThan(10);
  });

  it('run on as if they had been certified for a long time, where they have no end', () => {
    fc.assert(
      fc.property(countings, fc.integer({ min: 1, max: 30 }), (rule, wanted) => {
        const owner = { zone: 'Europe/Helsinki', calendar: CALENDAR };
        const [open, known] = [new Accumulation(rule, owner), new Accumulation(rule, owner)];
        open.take([{ from: FIRST, to: Infinity }]);
        known.take([{ from: FIRST, to: FIRST + 20_000 }]);
        expect(open.on(FIRST + 500)).toBe(known.on(FIRST + 500));
        expect(open.reaches(wanted, FIRST)).toBe(known.reaches(wanted, FIRST));
      }),
    );
  });
});
