/**
 * From the facts that were recorded to the history that happened: each fact once,
 * corrections applied, in the order of what happened, known to the reader at the time
 * asked for.
 */
import type { Deviation, PlacedFact } from '../journey/assessment.js';
import { deviationAt } from '../journey/deviation.js';
import type { RecordedFact } from './care-event.js';
import { isCorrection, settleCorrections } from './corrections.js';
import type { UnsettledCorrection } from './corrections.js';
import type { Definition } from '../definition/definition.js';
import { FactIndex } from './fact-index.js';
import { compareFacts } from './fact-order.js';
import { intervalOf } from '../time/occurred-at.js';
import type { RulesSource } from '../definition/pathway-rules.js';
import { concerns, opensEpisode, sourceOf } from '../definition/pathway-rules.js';
import { PatientAge, birthAmong } from '../journey/patient-age.js';

export interface MisplacedCorrection extends Omit<UnsettledCorrection, 'fact'> {
  readonly placed: PlacedFact;
}

export interface History {
  /** Facts that stand, in order. */
  readonly placed: PlacedFact[];
  /** Corrections that could not be applied as they were meant, in order. */
  readonly unsettled: readonly MisplacedCorrection[];
}

/**
 * The facts that stand, in order, and what was wrong with corrections among them.
 * @param zone where the days and months of imprecise times begin and end
 * @param options knownAt: only what was recorded by then, ms since the epoch, inclusive
 * @throws RangeError when a fact's `occurredAt` is no time or the zone is not known
 */
export function placeFacts(
  facts: readonly RecordedFact[],
  zone: string,
  options: { readonly knownAt?: number } = {},
): { readonly placed: readonly PlacedFact[]; readonly deviations: readonly Deviation[] } {
  const history = historyOf(indexed(facts, options.knownAt), zone);
  return { placed: history.placed, deviations: history.unsettled.map(deviationOf) };
}

export function deviationOf({ kind, placed, message }: MisplacedCorrection): Deviation {
  return deviationAt(placed, kind, message);
}

/**
 * The history of one patient on one pathway: facts addressed to it or to none, from the
 * event on that opened it, over all its episodes. Empty when it was never entered.
 * @param options asOf: only what had happened by then; knownAt as in `placeFacts`
 */
export function journeyFacts(
  from: Definition | RulesSource,
  facts: readonly RecordedFact[],
  options: { readonly asOf?: number; readonly knownAt?: number } = {},
): readonly PlacedFact[] {
  const source = sourceOf(from);
  const { placed } = historyOf(indexed(facts, options.knownAt), source.zone);
  const age = new PatientAge(birthAmong(placed), source.zone);
  const asOf = options.asOf ?? Infinity;
  const ours = placed.filter(({ fact, start }) => start <= asOf && concerns(fact, source.id));
  const entry = ours.findIndex((candidate) => opensEpisode(source, candidate, age));
  return entry < 0 ? [] : ours.slice(entry);
}

/** The distinct facts known at `knownAt`. */
function indexed(facts: readonly RecordedFact[], knownAt = Infinity): FactIndex {
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
