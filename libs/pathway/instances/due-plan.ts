/** By when an instance of a duty is due: what its rule says, settled when it begins. */
import type { TimedFact } from '#care-event';
import {
  dayAt,
  dueAt,
  type Interval,
  intervalOf,
  type Limit,
  occurredAtFault,
  type OwnerDays,
  startOfDay,
  subtractLimit,
} from '#calendar';
import type { DueRule, DutyRule, PlainDueRule } from '../definition/duty-rule.js';
import type { ClockTracker } from '../clocks/clock-tracker.js';
import type { EpisodeContext } from './episode-context.js';
import { hasEvidence } from './evidence.js';
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
  /**
   * Where days are added up: when it is so many before the last of them, if so long is a number of
   * such days. Undefined while that is not known.
   */
  countedBefore?(before: Limit): (() => number | undefined) | undefined;
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
      return datedPlan(due, asker);
    case 'field':
      return fieldPlan(due, asker);
    case 'cases':
      return casesPlan(due, asker);
    case 'accumulated':
      return accumulatedPlan(due, asker);
  }
}

/** A limit from the fact on, or from the date that it names in the rule's field. */
function datedPlan(due: PlainDueRule, asker: Asker): DuePlan {
  const named = due.from === undefined ? undefined : dateIn(due.from, asker);
  return limitPlan(due, named === undefined ? asker : { ...asker, from: named });
}

/** A limit from `from` on, postponed by the pauses of the clock where one is named. */
export function limitPlan(
  { limit, firstDayCounts }: Pick<PlainDueRule, 'limit' | 'firstDayCounts'>,
  {
    rule,
    from,
    days,
    context,
  }: Pick<Asker, 'days' | 'context'> & { from: Interval; rule: Pick<DutyRule, 'clock'> },
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

/** A named date is fixed, and so is what lies so long before or after it: no pause moves it. */
function fieldPlan(due: Extract<DueRule, { kind: 'field' }>, asker: Asker): DuePlan {
  const { rule, context } = asker;
  const named = dateIn(due.field, asker);
  if (named !== undefined) {
    const last = shifted(named, due.shift, asker);
    return { moves: false, due: () => last };
  }
  if (context.tracing) context.touch(`duties/${rule.id}/otherwise`);
  return datedPlan(due.otherwise, asker);
}

function shifted(
  named: Interval,
  shift: Extract<DueRule, { kind: 'field' }>['shift'],
  { days, context }: Asker,
): number | undefined {
  if (shift === undefined) return named.end;
  const length = context.limit(shift.limit);
  return shift.by === 'plus' ? dueAt(named, length, days) : subtractLimit(named.end, length, days);
}

/** What a field of the starting fact names, on the owner's days; where it names none, people are told. */
function dateIn(field: string, { rule, from, days, context }: Asker): Interval | undefined {
  const named = fieldOf(from.fact.data, field);
  if (typeof named === 'string' && occurredAtFault(named) === undefined) {
    return intervalOf(named, days.zone);
  }
  const fault = named === undefined ? 'is missing' : 'is not a date';
  const message = `${field} of ${from.fact.type} ${fault}`;
  context.reportDeviation('missing-date', from, rule.id, message);
  return undefined;
}

function casesPlan(due: Extract<DueRule, { kind: 'cases' }>, asker: Asker): DuePlan {
  const { rule, from, context } = asker;
  const earlier = (type: string) => context.latest(type);
  const index = due.cases.findIndex(({ when, latest = [] }) => {
    return context.meets(when, from) && hasEvidence(latest, from, earlier, context);
  });
  const which = index < 0 ? 'otherwise' : `cases/${index}`;
  if (context.tracing) context.touch(`duties/${rule.id}/${which}`);
  return datedPlan(due.cases[index]?.then ?? due.otherwise, asker);
}

/** The end of the day on which the clock counts its last day, not before the day of the start ends. */
function accumulatedPlan(due: Extract<DueRule, { kind: 'accumulated' }>, asker: Asker): DuePlan {
  const { from, days, context } = asker;
  const { amount, unit } = context.limit(due.days);
  const firstDay = dayAt(from.end, days.zone);
  const tracker = context.clock(due.clock);
  return {
    moves: true,
    due: whileSame(tracker, () => {
      const day = tracker.reaches(amount, firstDay);
      return day === undefined ? undefined : startOfDay(day + 1, days.zone) - 1;
    }),
    countedBefore: (before) => {
      if (before.unit !== unit) return undefined;
      return whileSame(tracker, () => {
        const left = amount - before.amount;
        // As many as that are missing from the beginning, wherever the owner's day begins.
        if (left <= 0) return -Infinity;
        const day = tracker.reaches(left, firstDay - 1);
        return day === undefined ? undefined : startOfDay(day + 1, days.zone);
      });
    },
    movedAt: (due = Infinity) => tracker.changedBy(due),
  };
}

/** Asks again only when the clock has applied another fact. */
function whileSame(clock: ClockTracker, find: () => number | undefined): () => number | undefined {
  let revision = -1;
  let found: number | undefined;
  return () => {
    if (revision !== clock.revision) {
      revision = clock.revision;
      found = find();
    }
    return found;
  };
}
