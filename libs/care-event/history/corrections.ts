/**
 * Corrections: which facts still stand once their publishers' own corrections are applied.
 *
 * Every correction names one fact, so facts and corrections form trees, and each tree is
 * resolved from its leaves: in place of a fact stands its correction, or nothing when the fact
 * was withdrawn (`EventCorrected`). A correction that was itself withdrawn counts as never
 * made; one that was itself replaced passes its place on.
 */
import type { CareEvent, RecordedFact } from '../event/care-event.js';
import { factKey } from '../event/care-event.js';
import type { FactIndex } from './fact-index.js';
import { compareReports } from './fact-order.js';

/** A correction that could not be applied as intended. */
export interface CorrectionFault {
  readonly kind: 'correction-without-target' | 'rival-correction';
  readonly fact: RecordedFact;
  readonly message: string;
}

export interface Settlement {
  readonly standing: readonly RecordedFact[];
  readonly faults: readonly CorrectionFault[];
}

/** Withdraws its target and is itself not part of any journey. */
const WITHDRAWAL = 'EventCorrected';

export function isCorrection(fact: CareEvent): boolean {
  return fact.correctionOf !== undefined || fact.type === WITHDRAWAL;
}

/**
 * Keys of the facts that a correction may mean, the likelier first: an id of its own
 * source, else `source id` of another.
 */
export function targetKeys(correction: CareEvent): readonly string[] {
  const named = correction.correctionOf;
  return named === undefined ? [] : [factKey({ source: correction.source, id: named }), named];
}

/** Applies all corrections among the facts of `index`. Linear in their number. */
export function settleCorrections(index: FactIndex): Settlement {
  const facts = index.facts();
  const unsettled: CorrectionFault[] = [];
  const targets = targetsOf(facts, index, unsettled);
  cutCircles(targets, unsettled);

  const claims = new Map<RecordedFact, RecordedFact[]>();
  const open = new Map<RecordedFact, number>();
  for (const target of targets.values()) open.set(target, (open.get(target) ?? 0) + 1);
  const standing: RecordedFact[] = [];
  const ready = facts.filter((fact) => !open.has(fact));
  for (let fact = ready.pop(); fact !== undefined; fact = ready.pop()) {
    const head = headOf(fact, claims.get(fact), unsettled);
    const target = targets.get(fact);
    if (target === undefined) {
      if (head !== undefined && head.type !== WITHDRAWAL) standing.push(head);
      continue;
    }
    if (head !== undefined) claim(claims, target, head);
    const left = (open.get(target) ?? 1) - 1;
    open.set(target, left);
    if (left === 0) ready.push(target);
  }
  return { standing, faults: unsettled };
}

function claim(
  claims: Map<RecordedFact, RecordedFact[]>,
  target: RecordedFact,
  head: RecordedFact,
): void {
  const others = claims.get(target);
  if (others === undefined) claims.set(target, [head]);
  else others.push(head);
}

/** What stands in the place of `fact`; undefined when it was withdrawn. */
function headOf(
  fact: RecordedFact,
  claims: readonly RecordedFact[] | undefined,
  unsettled: CorrectionFault[],
): RecordedFact | undefined {
  if (claims === undefined) return fact;
  const winner = claims.reduce((best, claim) => (compareReports(best, claim) < 0 ? claim : best));
  for (const claim of claims) {
    if (claim === winner) continue;
    const message = `corrects ${factKey(fact)}, which ${factKey(winner)} corrects later`;
    unsettled.push({ kind: 'rival-correction', fact: claim, message });
  }
  return winner.type === WITHDRAWAL ? undefined : winner;
}

function targetsOf(
  facts: readonly RecordedFact[],
  index: FactIndex,
  unsettled: CorrectionFault[],
): Map<RecordedFact, RecordedFact> {
  const targets = new Map<RecordedFact, RecordedFact>();
  for (const fact of facts) {
    if (!isCorrection(fact)) continue;
    const target = targetOf(fact, index);
    if (target !== undefined) targets.set(fact, target);
    else {
      const named = fact.correctionOf;
      const message =
        named === undefined ? 'names no event' : `corrects ${named}, which is not known`;
      unsettled.push({ kind: 'correction-without-target', fact, message });
    }
  }
  return targets;
}

function targetOf(correction: RecordedFact, index: FactIndex): RecordedFact | undefined {
  const named = correction.correctionOf;
  if (named === undefined) return undefined;
  const own = index.get(correction.source, named);
  if (own !== undefined) return own;
  // A source is a URI and holds no space, an id may.
  const space = named.indexOf(' ');
  return space < 0 ? undefined : index.get(named.slice(0, space), named.slice(space + 1));
}

/**
 * Facts that correct each other in a circle: the one issued first cannot have corrected
 * what came after it, so its correction is set aside.
 */
function cutCircles(targets: Map<RecordedFact, RecordedFact>, unsettled: CorrectionFault[]): void {
  const seen = new Map<RecordedFact, RecordedFact>();
  for (const start of [...targets.keys()]) {
    let at: RecordedFact | undefined = start;
    while (at !== undefined && !seen.has(at)) {
      seen.set(at, start);
      at = targets.get(at);
    }
    if (at === undefined || seen.get(at) !== start) continue;
    const first = firstOfCircle(at, targets);
    targets.delete(first);
    const message = 'corrects itself through its own corrections';
    unsettled.push({ kind: 'correction-without-target', fact: first, message });
  }
}

function firstOfCircle(
  member: RecordedFact,
  targets: ReadonlyMap<RecordedFact, RecordedFact>,
): RecordedFact {
  let first = member;
  for (let at = targets.get(member); at !== undefined && at !== member; at = targets.get(at)) {
    if (compareReports(at, first) < 0) first = at;
  }
  return first;
}
