/** The share that got there by a deadline where some are still open, and how much it weighs. */
import { aalenJohansen, incidenceAt } from './aalen-johansen.js';
import { atRiskAt } from './exit-times.js';
import type { SpellSample } from './spell-sample.js';

export interface ShareReached {
  /** 1 − S(t). */
  readonly share: number;
  /**
   * As many complete cases as would be as sure: S(1 − S)/Var S, Greenwood's variance. Without open
   * cases it is their number. Where all or none got there nothing varies, and it is the number of
   * those that were followed up to the deadline or got there before.
   */
  readonly effectiveN: number;
  readonly fewCases: boolean;
}

/** @returns undefined where nobody was followed */
export function shareReached(sample: SpellSample, seconds: number): ShareReached | undefined {
  const curve = aalenJohansen(sample);
  const { share: open, standardError, fewCases } = incidenceAt(curve, seconds).none;
  const followed =
    atRiskAt(sample, seconds) +
    curve.rows.reduce(
      (sum, row) => (row.seconds < seconds ? sum + row.events.reduce((a, b) => a + b, 0) : sum),
      0,
    );
  const effectiveN =
    open > 0 && standardError > 0 ? (open * (1 - open)) / standardError ** 2 : followed;
  return effectiveN > 0 ? { share: 1 - open, effectiveN, fewCases } : undefined;
}
