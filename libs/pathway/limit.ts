/**
 * Limits such as `60 minutes` or `6 weeks`. Seconds, minutes and hours are
 * elapsed time; days, weeks and months are calendar time and end with a day.
 */

export type LimitUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';

export interface Limit {
  readonly amount: number;
  readonly unit: LimitUnit;
}
