/**
 * From the facts that were recorded to the history that happened: each fact once,
 * corrections applied, in the order of what happened, known to the reader at the time
 * asked for.
 */
import type { RecordedFact } from '../event/care-event.js';
import { isCorrection, settleCorrections } from './corrections.js';
import type { UnsettledCorrection } from './corrections.js';
import { FactIndex } from './fact-index.js';
import { compareFacts } from './fact-order.js';
import type { PlacedFact } from './placed-fact.js';
import { intervalOf } from '#calendar';

export interface MisplacedCorrection extends Omit<UnsettledCorrection, 'fact'> {
  readonly placed: PlacedFact;
}

export interface History {
  /** Facts that stand, in order. */
  readonly placed: PlacedFact[];
  /** Corrections that could not be applied as they were meant, in order. */
  readonly unsettled: readonly MisplacedCorrection[];
}

/** The distinct facts known at `knownAt`. */
export function factsKnownAt(facts: readonly RecordedFact[], knownAt = Infinity): FactIndex {
  const index = new FactIndex();
  for (const fact of facts) if (fact.recordedAt <= knownAt) index.add(fact);
  return index;
}

export function historyOf(index: FactIndex, zone: string): History {
  const facts = index.facts();
  if (!facts.some(isCorrection)) return { placed: inOrder(facts, zone), unsettled: [] };
  const { standing, unsettled } = settleCorrections(index);
  const misplaced = unsettled.map(({ kind, fact, message }) => {
    return { kind, message, placed: place(fact, zone) };
  });
  misplaced.sort((a, b) => compareFacts(a.placed, b.placed) || (a.kind < b.kind ? -1 : 1));
  return { placed: inOrder(standing, zone), unsettled: misplaced };
}

export function place(fact: RecordedFact, zone: string): PlacedFact {
  const { start, end } = intervalOf(fact.occurredAt, zone);
  return { fact, start, end };
}

/** Facts mostly arrive in order, so they are sorted only where they did not. */
function inOrder(facts: readonly RecordedFact[], zone: string): PlacedFact[] {
  const placed: PlacedFact[] = [];
  let ordered = true;
  let last: PlacedFact | undefined;
  for (const fact of facts) {
    const next = place(fact, zone);
    if (ordered && last !== undefined && compareFacts(last, next) > 0) ordered = false;
    placed.push(next);
    last = next;
  }
  return ordered ? placed : placed.sort(compareFacts);
}
