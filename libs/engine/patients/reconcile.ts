/**
 * From facts to what has to be appended: assess every pathway the patient is on and take the
 * decisions that are missing. Used alike for a new fact and for a wake-up, so there is one
 * way in which anything is ever decided.
 */
import type { Assessment, Decision, DecisionLedger, VersionedJourney } from '#pathway';
import type { PatientHistory } from './patient-history.js';

export interface Reconciled {
  /** Where the patient stands on every pathway, key by key. */
  readonly assessments: readonly Assessment[];
  readonly decisions: readonly Decision[];
  /** Earliest instant, ms since the epoch, at which any of the pathways could change by itself. */
  readonly nextWakeUp: number | undefined;
}

/** A patient on one pathway. */
export interface KeptPathway {
  /** Each episode goes by the version it is pinned to. */
  readonly journey: VersionedJourney;
  readonly ledger: DecisionLedger;
}

/** @param pathways every one that is published */
export function reconcile(
  pathways: readonly KeptPathway[],
  history: PatientHistory,
  at: number,
): Reconciled {
  const all: Assessment[] = [];
  const decisions: Decision[] = [];
  let nextWakeUp = takesEffectNext(history, at);
  for (const { journey, ledger } of pathways) {
    const assessments = journey.assessAll(at);
    all.push(...assessments);
    decisions.push(...ledger.missing(assessments));
    for (const { nextWakeUp: wake } of assessments)
      if (wake !== undefined && (nextWakeUp === undefined || wake < nextWakeUp)) nextWakeUp = wake;
  }
  return { assessments: all, decisions, nextWakeUp };
}

/**
 * A clock that ran ahead may have taken a decision that is not in effect yet. Whether the facts
 * bear it out can be told from that instant on, so somebody has to look then.
 */
function takesEffectNext(
  { decisions, latestEffectiveAt }: PatientHistory,
  at: number,
): number | undefined {
  if (latestEffectiveAt <= at) return undefined;
  return decisions.reduce(
    (soonest, { effectiveAt }) =>
      effectiveAt > at && effectiveAt < soonest ? effectiveAt : soonest,
    latestEffectiveAt,
  );
}
