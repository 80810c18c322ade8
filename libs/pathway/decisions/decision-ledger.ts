/**
 * The decisions recorded on one pathway of a patient, and what is missing of them: a ledger for
 * each journey. Journeys whose decisions are recorded and that the facts no longer have, such as
 * those of a key that was corrected, have their decisions taken back.
 */
import { absent } from '../assessment/journey-view.js';
import type { Assessment } from '../state/assessment.js';
import type { Decision, RecordedDecision } from './decision.js';
import { JourneyLedger } from './journey-ledger.js';

export class DecisionLedger {
  /** By the key of the journey. */
  private readonly ledgers = new Map<string | undefined, JourneyLedger>();

  constructor(private readonly pathway: string) {}

  /** Takes the patient's decisions in the order of the stream; those of other pathways are ignored. */
  add(decision: RecordedDecision): void {
    if (decision.pathway === this.pathway) this.ledgerOf(decision.episodeKey).add(decision);
  }

  /**
   * As `decide` has it.
   * @param assessments all journeys of the pathway at one instant, at least one
   */
  missing(assessments: readonly Assessment[]): readonly Decision[] {
    const [first, ...others] = assessments;
    if (first === undefined) return [];
    const missing = this.ledgerOf(first.key).missing(first);
    if (others.length === 0 && this.ledgers.size === 1) return missing;
    const keys = new Set(assessments.map(({ key }) => key));
    return [
      ...missing,
      ...others.flatMap((assessment) => this.ledgerOf(assessment.key).missing(assessment)),
      ...[...this.ledgers]
        .sort(byKey)
        .flatMap(([key, ledger]) => (keys.has(key) ? [] : ledger.missing(absent(first, key)))),
    ];
  }

  private ledgerOf(key: string | undefined): JourneyLedger {
    let ledger = this.ledgers.get(key);
    if (ledger === undefined) {
      ledger = new JourneyLedger();
      this.ledgers.set(key, ledger);
    }
    return ledger;
  }
}

/** Whichever journey was met first: without a key, then by key. */
function byKey(
  [a]: readonly [string | undefined, unknown],
  [b]: readonly [string | undefined, unknown],
): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
