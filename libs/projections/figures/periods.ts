/** Calendar periods of a pathway's zone, for figures that are given period by period. */
import { addMonths, dateOf, dayAt, dayNumber, startOfDay } from '#calendar';
import { QueryRefused } from '../models/errors.js';

const PERIOD_UNITS = ['week', 'month'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** From the first instant up to, and without, the next period's. Ms since the epoch. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** A Monday. */
const MONDAY = dayNumber(1970, 1, 5);

/** What a query over a wire says may be anything. @throws QueryRefused neither week nor month */
export function readPeriod(text: string): PeriodUnit {
  const found = PERIOD_UNITS.find((unit) => unit === text);
  if (found !== undefined) return found;
  const message = `Figures are given by ${PERIOD_UNITS.join(' or ')}, not by ${text}.`;
  throw new QueryRefused('invalid-query', message, 'period');
}

/** The last periods up to an instant, the oldest first; the last of them ends with the instant. */
export function periodsUpTo(
  at: number,
  unit: PeriodUnit,
  { count, zone }: { readonly count: number; readonly zone: string },
): readonly Period[] {
  const current = firstDayOf(dayAt(at, zone), unit);
  const starts = Array.from({ length: count }, (_, index) => {
    const back = count - 1 - index;
    return unit === 'week' ? current - 7 * back : addMonths(current, -back);
  }).map((day) => startOfDay(day, zone));
  // What happens at the very instant counts.
  return starts.map((from, index) => ({ from, until: starts[index + 1] ?? at + 1 }));
}

function firstDayOf(day: number, unit: PeriodUnit): number {
  if (unit === 'week') return day - ((((day - MONDAY) % 7) + 7) % 7);
  const { year, month } = dateOf(day);
  return dayNumber(year, month, 1);
}
