/**
 * From the facts that were recorded to what happened: each fact once, corrections applied, in
 * the order of events, as known at the time asked for.
 */
import type { RecordedFact } from '../event/care-event.js';
import { isCorrection, settleCorrections } from './corrections.js';
import type { CorrectionFault } from './corrections.js';
import { FactIndex } from './fact-index.js';
import { compareFacts } from './fact-order.js';
import type { TimedFact } from './timed-fact.js';
import { intervalOf } from '#calendar';

export interface UnappliedCorrection extends Omit<CorrectionFault, 'fact'> {
  readonly timed: TimedFact;
}

export interface History {
  /** Facts that stand, in order. */
  readonly facts: TimedFact[];
  /** Corrections that could not be applied as intended, in order. */
  readonly unapplied: readonly UnappliedCorrection[];
}

/** The distinct facts known at `knownAt`. */
export function factsKnownAt(facts: readonly RecordedFact[], knownAt = Infinity): FactIndex {
  const index = new FactIndex();
  for (const fact of facts) if (fact.recordedAt <= knownAt) index.add(fact);
  return index;
}

export function historyOf(index: FactIndex, zone: string): History {
  const facts = index.facts();
  if (!facts.some(isCorrection)) return { facts: inOrder(facts, zone), unapplied: [] };
  const { standing, faults: unsettled } = settleCorrections(index);
  const unapplied = unsettled.map(({ kind, fact, message }) => {
    return { kind, message, timed: timedFact(fact, zone) };
  });
  unapplied.sort((a, b) => compareFacts(a.timed, b.timed) || (a.kind < b.kind ? -1 : 1));
  return { facts: inOrder(standing, zone), unapplied };
}

export function timedFact(fact: RecordedFact, zone: string): TimedFact {
  const { start, end } = intervalOf(fact.occurredAt, zone);
  return { fact, start, end };
}

/** Facts mostly arrive in order, so they are sorted only where they did not. */
function inOrder(facts: readonly RecordedFact[], zone: string): TimedFact[] {
  const timed: TimedFact[] = [];
  let ordered = true;
  let last: TimedFact | undefined;
  for (const fact of facts) {
    const next = timedFact(fact, zone);
    if (ordered && last !== undefined && compareFacts(last, next) > 0) ordered = false;
    timed.push(next);
    last = next;
  }
  return ordered ? timed : timed.sort(compareFacts);
}
