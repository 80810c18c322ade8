/**
 * From facts to what has to be appended: assess every pathway the patient is on
 * and take the decisions that are missing. Used alike for a new fact and for a
 * wake-up, so there is one way in which anything is ever decided.
 */
import { decide, type Decision, type PathwayVersions, type RecordedDecision } from '#pathway';
import { type RecordedFact } from '#care-event';

export interface Reconciled {
  readonly decisions: readonly Decision[];
  /** Earliest instant, ms since the epoch, at which any of the pathways could change by itself. */
  readonly nextWakeUp: number | undefined;
}

/** @param pathways every published pathway: each episode goes by the version it is pinned to */
export function reconcile(
  pathways: readonly PathwayVersions[],
  facts: readonly RecordedFact[],
  recorded: readonly RecordedDecision[],
  at: number,
): Reconciled {
  const decisions: Decision[] = [];
  let nextWakeUp = takesEffectNext(recorded, at);
  for (const versions of pathways) {
    const assessment = versions.assess(facts, at);
    decisions.push(...decide(assessment, recorded));
    const wake = assessment.nextWakeUp;
    if (wake !== undefined && (nextWakeUp === undefined || wake < nextWakeUp)) nextWakeUp = wake;
  }
  return { decisions, nextWakeUp };
}

/**
 * A clock that ran ahead may have taken a decision that is not in effect yet. Whether the facts
 * bear it out can be told from that instant on, so somebody has to look then.
 */
function takesEffectNext(recorded: readonly RecordedDecision[], at: number): number | undefined {
  const next = recorded.reduce(
    (soonest, { effectiveAt }) =>
      effectiveAt > at && effectiveAt < soonest ? effectiveAt : soonest,
    Infinity,
  );
  return next === Infinity ? undefined : next;
}
