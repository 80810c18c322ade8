/** When six weeks end: days, zones, holidays, working days and limits. */
export {
  addMonths,
  dateOf,
  dayAt,
  dayNumber,
  dayOf,
  daysInMonth,
  isZone,
  offsetAt,
  startOfDay,
} from './calendar-day.js';
export type { CalendarDate } from './calendar-day.js';
export { calendarOfRegion, calendarOfZone, daysCounted } from './calendar.js';
export type { CalendarRules } from './calendar.js';
export { addLimit, dueAt, formatInstant, subtractLimit } from './due.js';
export type { OwnerDays, Pause } from './due.js';
export { daysBetween, secondsBetween } from './elapsed.js';
export { formatLimit, isElapsed, limitSeconds, parseLimit } from './limit.js';
export type { CountedDayUnit, Limit, LimitUnit } from './limit.js';
export {
  instantFault,
  intervalOf,
  isSameInstant,
  occurredAtFault,
  parseInstant,
  parseOccurredAt,
} from './occurred-at.js';
export type { Interval } from './occurred-at.js';
export { IntervalSet } from './interval-set.js';
export type { HalfOpenInterval } from './interval-set.js';
