/** Stalls added up by who owes what is missing, or by who holds the patient. */
import type { FoundStall } from './stall-kinds.js';

export interface PartyStalls {
  readonly stalls: number;
  /** Of them. */
  readonly critical: number;
  readonly patients: number;
  readonly excessSeconds: number;
}

interface Tally {
  readonly patients: Set<string>;
  stalls: number;
  critical: number;
  excessSeconds: number;
}

/** A party and the text that tells it from all others: texts come without making an object of each. */
export interface PartyOf<Party> {
  /** Undefined: the stall is nobody's. */
  readonly nameOf: (stall: FoundStall) => string | undefined;
  readonly partyOf: (stall: FoundStall) => Party;
}

/** The most excess first, then by name; a stall without a party is in none of them. */
export function tallied<Party extends object>(
  found: readonly FoundStall[],
  { nameOf, partyOf }: PartyOf<Party>,
): readonly (Party & PartyStalls)[] {
  const tallies = new Map<string, Tally & { readonly party: Party }>();
  for (const stall of found) {
    const name = nameOf(stall);
    if (name === undefined) continue;
    let tally = tallies.get(name);
    if (tally === undefined) {
      const party = partyOf(stall);
      tally = { party, patients: new Set(), stalls: 0, critical: 0, excessSeconds: 0 };
      tallies.set(name, tally);
    }
    tally.stalls += 1;
    if (stall.severity === 'critical') tally.critical += 1;
    tally.patients.add(stall.patient);
    tally.excessSeconds += stall.excessSeconds;
  }
  return [...tallies]
    .sort(
      ([a, first], [b, second]) => second.excessSeconds - first.excessSeconds || (a < b ? -1 : 1),
    )
    .map(([, { party, stalls, critical, patients, excessSeconds }]) => ({
      ...party,
      ...{ stalls, critical, patients: patients.size },
      // A sum of milliseconds has no smaller parts.
      excessSeconds: Math.round(excessSeconds * 1000) / 1000,
    }));
}
