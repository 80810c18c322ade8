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

/** The most excess first, then by name; a stall without a party is in none of them. */
export function tallied<Party extends object>(
  found: readonly FoundStall[],
  partyOf: (stall: FoundStall) => Party | undefined,
): readonly (Party & PartyStalls)[] {
  const tallies = new Map<string, Tally & { readonly party: Party }>();
  for (const stall of found) {
    const party = partyOf(stall);
    if (party === undefined) continue;
    const name = Object.values(party).join('\0');
    const tally = tallies.get(name) ?? {
      ...{ party, patients: new Set<string>(), stalls: 0, critical: 0, excessSeconds: 0 },
    };
    tallies.set(name, tally);
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
