/**
 * How old the patient is, by the last `PatientRegistered` that stands: a date of birth is true
 * at all times, whenever it was reported.
 */
import type { TimedFact } from './timed-fact.js';
import { type CalendarDate, dateOf, dayAt, dayNumber, daysInMonth } from '#calendar';
import type { CareEvent } from '../event/care-event.js';

/** The event that carries the date of birth. */
const REGISTRATION = 'PatientRegistered';

const BORN = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

/** The date of birth in a fact, as written; undefined where it has none that can be used. */
export function birthIn(fact: CareEvent): string | undefined {
  if (fact.type !== REGISTRATION) return undefined;
  const born = fact.data['born'];
  return typeof born === 'string' && latestBirth(born) !== undefined ? born : undefined;
}

/** Of facts in order, the birth that the last registration names. */
export function birthAmong(timeline: readonly TimedFact[]): string | undefined {
  for (let index = timeline.length - 1; index >= 0; index -= 1) {
    const fact = timeline[index]?.fact;
    const born = fact === undefined ? undefined : birthIn(fact);
    if (born !== undefined) return born;
  }
  return undefined;
}

export class PatientAge {
  private readonly born: CalendarDate | undefined;

  /** @param born `1961`, `1961-04` or `1961-04-30`; undefined where not known */
  constructor(
    born: string | undefined,
    private readonly zone: string,
  ) {
    this.born = born === undefined ? undefined : latestBirth(born);
  }

  /**
   * Whole years on the local day of that instant: the youngest that the patient can be
   * where only the month or the year of birth is known. Undefined where nothing is known
   * or the day lies before the birth.
   */
  at(instant: number): number | undefined {
    if (this.born === undefined) return undefined;
    const today = dateOf(dayAt(instant, this.zone));
    const { year, month, day } = this.born;
    const had = today.month > month || (today.month === month && today.day >= day);
    const years = today.year - year - (had ? 0 : 1);
    return years < 0 ? undefined : years;
  }
}

/** The last day on which somebody with such a date of birth can have been born. */
function latestBirth(born: string): CalendarDate | undefined {
  const form = BORN.exec(born);
  if (form === null) return undefined;
  const year = Number(form[1]);
  const month = Number(form[2] ?? '12');
  if (month < 1 || month > 12) return undefined;
  const last = daysInMonth(year, month);
  const day = form[3] === undefined ? last : Number(form[3]);
  if (day < 1 || day > last) return undefined;
  return dateOf(dayNumber(year, month, day));
}
