/** By when an instance of a duty is due: what its rule says, settled when it begins. */
import type { TimedFact } from '#care-event';
import { dayAt, dueAt, intervalOf, occurredAtFault, type OwnerDays, startOfDay } from '#calendar';
import type { DueRule, DutyRule, PlainDueRule } from '../definition/duty-rule.js';
import type { EpisodeContext } from './episode-context.js';
import { fieldOf } from '../definition/pattern.js';

export interface DuePlan {
  /** True where a clock may move the due time, which then has to be asked for again. */
  readonly moves: boolean;
  /**
   * Last instant, inclusive, that is in time; ms since the epoch. Undefined while that is not
   * known.
   * @param period which of a series, from 1; 1 where it is not a series
   */
  due(period: number): number | undefined;
  /** Where the due time moves: when it last did; undefined where it never has. */
  movedAt?(due: number | undefined): number | undefined;
}

interface Asker {
  readonly rule: DutyRule;
  /** The fact that began the instance or the series. */
  readonly from: TimedFact;
  readonly days: OwnerDays;
  readonly context: EpisodeContext;
}

/** Resolves parameters and cases as of the fact that begins the instance. */
export function duePlan(asker: Asker): DuePlan {
  const { due } = asker.rule;
  switch (due.kind) {
    case 'limit':
      return limitPlan(due, asker);
    case 'field':
      return fieldPlan(due, asker);
    case 'cases':
      return casesPlan(due, asker);
    case 'accumulated':
      return accumulatedPlan(due, asker);
  }
}

/** A limit from `from` on, postponed by the pauses of the clock where one is named. */
export function limitPlan(
  { limit, firstDayCounts }: Pick<PlainDueRule, 'limit' | 'firstDayCounts'>,
  { rule, from, days, context }: Omit<Asker, 'rule'> & { rule: Pick<DutyRule, 'clock'> },
): DuePlan {
  const length = context.limit(limit);
  const { clock } = rule;
  if (clock === undefined) {
    return { moves: false, due: (times) => dueAt(from, length, days, { firstDayCounts, times }) };
  }
  const tracker = context.clock(clock);
  return {
    moves: true,
    due: (times) => {
      return dueAt(from, length, days, { firstDayCounts, times, pauses: tracker.pauses() });
    },
    movedAt: (due = Infinity) => {
      const last = tracker.pauses().findLast(({ from, to }) => from < due && to !== from);
      return last?.to ?? last?.from;
    },
  };
}

/** A named date is fixed: no pause moves it. */
function fieldPlan(due: Extract<DueRule, { kind: 'field' }>, asker: Asker): DuePlan {
  const { rule, from, days, context } = asker;
  const named = fieldOf(from.fact.data, due.field);
  if (typeof named === 'string' && occurredAtFault(named) === undefined) {
    const { end } = intervalOf(named, days.zone);
    return { moves: false, due: () => end };
  }
  const fault = named === undefined ? 'is missing' : 'is not a date';
  context.reportDeviation(
    'missing-date',
    from,
    rule.id,
    `${due.field} of ${from.fact.type} ${fault}`,
  );
  if (context.tracing) context.touch(`duties/${rule.id}/otherwise`);
  return limitPlan(due.otherwise, asker);
}

function casesPlan(due: Extract<DueRule, { kind: 'cases' }>, asker: Asker): DuePlan {
  const { rule, from, context } = asker;
  const index = due.cases.findIndex(({ when }) => context.meets(when, from));
  const which = index < 0 ? 'otherwise' : `cases/${index}`;
  if (context.tracing) context.touch(`duties/${rule.id}/${which}`);
  return limitPlan(due.cases[index]?.then ?? due.otherwise, asker);
}

/** The end of the day on which the clock counts its last day, not before the day of the start ends. */
function accumulatedPlan(due: Extract<DueRule, { kind: 'accumulated' }>, asker: Asker): DuePlan {
  const { from, days, context } = asker;
  const { amount, unit } = context.limit(due.days);
  const total = unit === 'week' ? amount * 7 : amount;
  const firstDay = dayAt(from.end, days.zone);
  const tracker = context.clock(due.clock);
  return {
    moves: true,
    due: () => {
      const day = tracker.dayOfTotal(total);
      if (day === undefined) return undefined;
      return startOfDay(Math.max(day, firstDay) + 1, days.zone) - 1;
    },
    movedAt: (due = Infinity) => tracker.changedBy(due),
  };
}
