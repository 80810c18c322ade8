/** How long a queue is for its target, where there is one, and what it takes to shorten it. */
import { formatLimit, type Limit, limitSeconds } from '#calendar';
import { type Definition, type EventPattern, type QueueRule, resolveLimit } from '#pathway';
import { mean, queuePressure, reliefCapacity, targetQueue } from '#statistics';
import type { PatientEntry } from './queue-ages.js';

export interface QueuePressure {
  /** Of the query, or the standard of the wait that the definition measures on this queue. */
  readonly target: string;
  /** New entries per week, over the last twelve weeks. */
  readonly demandPerWeek: number;
  /** Of those waiting; null where nobody is. */
  readonly meanWaitSeconds: number | null;
  /** 2 × mean wait ÷ target: above 1 the queue is longer than the target bears. */
  readonly pressure: number | null;
  /** Demand × target ÷ 4: how many may wait for almost all to be served within the target. */
  readonly targetQueue: number;
  /** To be served per week so that the queue is there in half a year. */
  readonly reliefCapacityPerWeek: number;
}

const WEEK_MS = 7 * 86_400_000;
const DEMAND_WEEKS = 12;
const RELIEF_WEEKS = 26;

export function pressureOf(
  entries: readonly PatientEntry[],
  target: Limit,
  at: number,
): QueuePressure {
  const waiting = entries.filter(({ leftAt }) => leftAt === undefined);
  const weeks = (limitSeconds(target) * 1000) / WEEK_MS;
  const since = at - DEMAND_WEEKS * WEEK_MS;
  const demandPerWeek = entries.filter(({ joinedAt }) => joinedAt > since).length / DEMAND_WEEKS;
  // Whole numbers add up to the same in any order.
  const meanWaitMs = mean(Float64Array.from(waiting, ({ joinedAt }) => at - joinedAt));
  const meanWaitSeconds = meanWaitMs === null ? null : meanWaitMs / 1000;
  return {
    ...{ target: formatLimit(target), demandPerWeek, meanWaitSeconds },
    pressure:
      meanWaitSeconds === null ? null : queuePressure(meanWaitSeconds, limitSeconds(target)),
    targetQueue: targetQueue(demandPerWeek, weeks),
    reliefCapacityPerWeek: reliefCapacity({
      ...{ demand: demandPerWeek, queue: waiting.length, target: weeks, periods: RELIEF_WEEKS },
    }),
  };
}

/** The standard of a wait that begins by joining the queue and ends by being served. */
export function targetOf(definition: Definition, queue: QueueRule): Limit | undefined {
  const wait = definition.measures.waits.find(
    ({ from, to, standard }) =>
      standard !== undefined && overlap(from, queue.joins) && overlap(to, queue.served),
  );
  return wait?.standard && resolveLimit(definition, wait.standard.within, undefined);
}

function overlap(some: readonly EventPattern[], others: readonly EventPattern[]): boolean {
  const types = new Set(others.map(({ type }) => type));
  return some.some(({ type }) => types.has(type));
}
