/** Sets the facts of a command apart: new, repeated, in conflict with what was recorded, invalid. */
import {
  checkCareEvent,
  contentDifference,
  factKey,
  typeLiteral,
  type CareEvent,
  type FactOutcome,
  type FactRefusal,
  type FactStanding,
  type FactWarning,
} from '#care-event';
import { type Definition } from '#pathway';
import type { PatientHistory } from './patient-history.js';

export interface ClassifiedFacts {
  readonly newFacts: readonly CareEvent[];
  /** Why a fact of the command is not recorded; undefined where it is, or was. */
  readonly refusalOf: (fact: CareEvent) => FactRefusal | undefined;
  /** The outcome of a fact of the command; `standing` is where the log holds it if it was new. */
  readonly outcomeOf: (
    fact: CareEvent,
    standing?: FactStanding,
    warnings?: readonly FactWarning[],
  ) => FactOutcome;
}

/** @param refused facts that the log does not take */
export function classifyFacts(
  facts: readonly CareEvent[],
  history: PatientHistory,
  definitions: readonly Definition[],
  refused: ReadonlyMap<CareEvent, FactRefusal>,
): ClassifiedFacts {
  const newFacts = new Map<string, CareEvent>();
  const settled = new Map<CareEvent, FactOutcome>(refused);
  for (const fact of facts) {
    if (settled.has(fact)) continue;
    const faults = checkCareEvent(fact, definitions);
    if (faults.length > 0) {
      const message = 'The event does not match its schema.';
      settled.set(fact, { status: 'refused', code: 'invalid', message, faults });
      continue;
    }
    const key = factKey(fact);
    const earlier = history.known.get(key) ?? duplicateInBatch(newFacts.get(key));
    if (earlier === undefined) {
      newFacts.set(key, fact);
      continue;
    }
    const differs = contentDifference(earlier.fact, fact);
    if (differs.length > 0) {
      settled.set(fact, conflict(earlier, fact, differs));
    } else if (earlier.standing !== undefined) {
      settled.set(fact, { status: 'repeated', ...earlier.standing });
    }
  }
  return {
    newFacts: [...newFacts.values()],
    refusalOf: (fact) => {
      const known = settled.get(fact);
      return known?.status === 'refused' ? known : undefined;
    },
    outcomeOf: (fact, standing, warnings) => {
      const known = settled.get(fact);
      if (known !== undefined) return known;
      if (standing === undefined) throw new Error('A new fact was not appended.');
      if (newFacts.get(factKey(fact)) !== fact) return { status: 'repeated', ...standing };
      return { status: 'accepted', ...standing, ...(warnings && { warnings }) };
    },
  };
}

interface Earlier {
  readonly fact: CareEvent;
  /** Absent while it is only in the same command. */
  readonly standing?: FactStanding;
}

function duplicateInBatch(fact: CareEvent | undefined): Earlier | undefined {
  return fact && { fact };
}

/** Names both versions, so that the publisher can see which one is theirs to mend. */
function conflict(
  { fact, standing }: Earlier,
  now: CareEvent,
  differs: readonly string[],
): FactOutcome {
  const where =
    standing === undefined ? 'earlier in the same request' : `at log position ${standing.position}`;
  const message =
    `Event ${now.id} of ${now.source} was already recorded ${where} with other content: ` +
    `recorded ${versionOf(fact)}; sent now ${versionOf(now)}. ` +
    `To change what was reported, send an event with a new id as a correction of "${now.id}".`;
  const faults = differs.map((path) => ({ path, message: 'differs from what was recorded' }));
  return { status: 'refused', code: 'conflict', message, faults };
}

function versionOf(fact: CareEvent): string {
  return `${typeLiteral(fact.type, fact.version)}, occurred ${fact.occurredAt}`;
}
