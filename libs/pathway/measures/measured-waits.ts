/** The waits of one patient between two kinds of event, and whether they kept the standard. */
import { factKey, mayPrecede, type TimedFact } from '#care-event';
import { addLimit, dayAt, secondsBetween, type Interval } from '#calendar';
import type { WaitMeasure } from '../definition/measure-rules.js';
import type { JourneyRecord, MeasuredFact } from './journey-record.js';
import { resolveLimit } from '../definition/parameters.js';

export interface MeasuredWait {
  /** Id of the measure. */
  readonly wait: string;
  /** Start of the interval in which it began, and the fact key. */
  readonly startedAt: number;
  readonly startedBy: string;
  /** That interval. */
  readonly startedWithin: Interval;
  /** Start of the interval in which it ended, or `startedAt` where that is later; absent while it is open. */
  readonly endedAt?: number;
  readonly endedBy?: string;
  /** Until the end, or so far: local days passed, and elapsed time, whole days where one end is known only to the day. */
  readonly days: number;
  readonly seconds: number;
  /** Last instant, inclusive, within the standard; absent without one. */
  readonly standardUntil?: number;
  /** Absent without a standard, and while it is open and may still keep it. */
  readonly withinStandard?: boolean;
}

/**
 * A wait begins with a `from` event while none is open, and ends with the first `to` event
 * that can have come after it. Further `from` events meanwhile change nothing: who is
 * referred twice has waited since the first time.
 */
export function measuredWaits(rule: WaitMeasure, journey: JourneyRecord): MeasuredWait[] {
  const waits: MeasuredWait[] = [];
  /** Ends that sort before any wait; where only the day is known they may still end one. */
  let early: TimedFact[] = [];
  let from: MeasuredFact | undefined;
  for (const fact of journey.facts) {
    if (journey.fits(rule.to, fact.timed)) {
      if (from !== undefined) {
        waits.push(waitOf(rule, journey, { from, to: fact.timed }));
        from = undefined;
      } else early.push(fact.timed);
    }
    if (from !== undefined || !journey.fits(rule.from, fact.timed)) continue;
    const to = early.find((end) => end !== fact.timed && mayPrecede(fact.timed, end));
    early = early.filter((end) => end !== to && end.end >= fact.timed.start);
    if (to === undefined) from = fact;
    else waits.push(waitOf(rule, journey, { from: fact, to }));
  }
  if (from !== undefined) waits.push(waitOf(rule, journey, { from }));
  return waits;
}

function waitOf(
  rule: WaitMeasure,
  { definition, at }: JourneyRecord,
  { from, to }: { readonly from: MeasuredFact; readonly to?: TimedFact },
): MeasuredWait {
  const { zone, calendar } = definition;
  const { start, end, fact } = from.timed;
  const until = to === undefined ? at : Math.max(to.start, start);
  const wait = {
    wait: rule.id,
    startedAt: start,
    startedBy: factKey(fact),
    startedWithin: { start, end },
    ...(to !== undefined && { endedAt: until, endedBy: factKey(to.fact) }),
    days: dayAt(until, zone) - dayAt(start, zone),
    seconds: secondsBetween({ start, end }, to ?? { start: at, end: at }, zone),
  };
  if (rule.standard === undefined) return wait;
  const limit = resolveLimit(definition, rule.standard.within, from.municipality);
  const standardUntil = addLimit(end, limit, { zone, calendar });
  const late = until > standardUntil;
  const decided = to !== undefined || late;
  return { ...wait, standardUntil, ...(decided && { withinStandard: !late }) };
}
