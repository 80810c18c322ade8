/** The calendar months of a zone up to an instant. */
import { dateOf, dayAt, dayNumber, startOfDay } from '#calendar';

export interface Month {
  /** Such as `2026-03`. */
  readonly month: string;
  /** First instant, and first of the next month, ms since the epoch. */
  readonly from: number;
  readonly until: number;
}

/** The month of the instant and those before it, oldest first. */
export function monthsUpTo(instant: number, count: number, zone: string): readonly Month[] {
  const { year, month } = dateOf(dayAt(instant, zone));
  const last = year * 12 + month - 1;
  const startOf = (index: number): number =>
    startOfDay(dayNumber(Math.floor(index / 12), (index % 12) + 1, 1), zone);
  return Array.from({ length: count }, (_, i) => {
    const index = last - count + 1 + i;
    const name = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
    return { month: name, from: startOf(index), until: startOf(index + 1) };
  });
}
