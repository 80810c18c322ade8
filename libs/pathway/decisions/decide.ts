/**
 * Reconciles the recorded decisions with what the facts say now: returns what is missing,
 * nothing when they agree. Decisions are never changed or removed; another decision takes back
 * one that no longer holds.
 */
import type { Assessment } from '../state/assessment.js';
import type { Decision, RecordedDecision } from './decision.js';
import { DecisionLedger } from './decision-ledger.js';

/**
 * The decisions to append, in order: on episodes, then on duties and handovers as in the
 * assessment, then on what is gone. A duty that lapsed needs no decision of its own: the close
 * of its pathway says it.
 *
 * Decisions that take effect after `assessment.at` are ignored: they were made by a clock ahead
 * of the one that asks now.
 * @param recorded the patient's decisions in the order of the stream; those of other pathways
 *   are ignored
 */
export function decide(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const ledger = new DecisionLedger(assessment.pathway);
  for (const decision of recorded) ledger.add(decision);
  return ledger.missing(assessment);
}
