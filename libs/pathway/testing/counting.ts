/** Made-up clocks that say which of their days count, and duties that a clock begins. */
import fc from 'fast-check';
import type { CountingRule } from '../definition/clock-rule.js';
import type { DueRule, DutyRule } from '../definition/duty-rule.js';
import type { Limit } from '#calendar';
import { maybe } from './rule-parts.js';

const lengths = fc.constantFrom<(Limit | undefined)[]>(
  undefined,
  { amount: 2, unit: 'day' },
  { amount: 1, unit: 'week' },
  { amount: 1, unit: 'month' },
);

const units = fc.constantFrom('day' as const, 'working-day' as const, 'benefit-day' as const);

const deductible = fc
  .record({ amount: fc.integer({ min: 1, max: 3 }), unit: units, againAfter: lengths })
  .map(({ amount, unit, againAfter }) => ({
    days: { amount, unit },
    ...maybe('againAfter', againAfter),
  }));

/** Which days count, by what calendar, and how far back. */
export const countings: fc.Arbitrary<CountingRule> = fc
  .record({
    unit: units,
    deductible: fc.option(deductible, { nil: undefined }),
    window: lengths,
    resetsAfter: lengths,
  })
  .map(({ unit, ...rest }) => ({
    unit,
    ...maybe('deductible', rest.deductible),
    ...maybe('window', rest.window),
    ...maybe('resetsAfter', rest.resetsAfter),
  }));

export type MadeUpDuty = Omit<DutyRule, 'id'>;

/** The duty as a clock may begin it: nothing is asked of an event that starts it. */
export function begunByClock(duty: MadeUpDuty, clock: string, amount: number): MadeUpDuty {
  return {
    ...without(duty, 'matching', 'applies'),
    from: [],
    fromAccumulated: { clock, days: { amount, unit: 'day' } },
    due: withoutFields(duty.due),
    per: duty.per === 'period' ? 'occurrence' : duty.per,
  };
}

function withoutFields(due: DueRule): DueRule {
  switch (due.kind) {
    case 'accumulated':
      return due;
    case 'limit':
      return without(due, 'from');
    case 'field':
    case 'cases':
      return withoutFields(due.otherwise);
  }
}

function without<T extends object, Key extends keyof T>(value: T, ...keys: Key[]): Omit<T, Key> {
  const left = Object.entries(value).filter(([key]) => !keys.includes(key as Key));
  return Object.fromEntries(left) as Omit<T, Key>;
}
