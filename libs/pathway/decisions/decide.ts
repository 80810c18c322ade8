/**
 * Reconciles the recorded decisions with what the facts say now: returns what is missing,
 * nothing when they agree. Decisions are never changed or removed; another decision takes back
 * one that no longer holds.
 */
import type { Assessment } from '../state/assessment.js';
import type { Decision, RecordedDecision } from './decision.js';
import { DecisionLedger } from './decision-ledger.js';

/**
 * The decisions to append, in order, for each journey: on episodes, then on duties and handovers
 * as in the assessment, then on what is gone. A duty that lapsed needs no decision of its own: the close
 * of its pathway says it.
 *
 * Decisions that take effect after the instant of the assessment are ignored: they were made by a clock ahead
 * of the one that asks now.
 * @param assessed all journeys of one pathway at one instant
 * @param recorded the patient's decisions in the order of the stream; those of other pathways
 *   are ignored
 */
export function decide(
  assessed: Assessment | readonly Assessment[],
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const assessments = [assessed].flat();
  const [first] = assessments;
  if (first === undefined) return [];
  const ledger = new DecisionLedger(first.pathway);
  for (const decision of recorded) ledger.add(decision);
  return ledger.missing(assessments);
}
