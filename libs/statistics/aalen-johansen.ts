/**
 * Aalen-Johansen: what happened first, when several things can happen. Each cause's
 * share is F(t) = Σ S(t⁻)·d/n; with "nothing yet" the shares add up to one.
 * One minus Kaplan-Meier per cause does not: it counts the others as still waiting.
 */
import { exitTimes, Survivors } from './exit-times.js';
import { rowAt } from './kaplan-meier.js';
import type { SpellSample } from './spell-sample.js';
import { CarefulSum } from './sum.js';

export interface IncidenceRow {
  readonly seconds: number;
  readonly atRisk: number;
  /** How many ended by each cause at this time: the first entry is cause 1. */
  readonly events: readonly number[];
  /** Share that had ended by each cause by this time. */
  readonly incidence: readonly number[];
  /** Share for whom nothing had happened by this time. */
  readonly none: number;
}

export interface IncidenceCurve {
  readonly n: number;
  /** How many ended by each cause: the first entry is cause 1. */
  readonly counts: readonly number[];
  readonly censored: number;
  readonly rows: readonly IncidenceRow[];
}

export function aalenJohansen(sample: SpellSample): IncidenceCurve {
  const rows: IncidenceRow[] = [];
  const survivors = new Survivors();
  const sums = Array.from({ length: sample.causes }, () => new CarefulSum());
  let before = 1;
  for (const exit of exitTimes(sample)) {
    const { seconds, atRisk, byCause } = exit;
    const incidence = sums.map((total, k) => {
      total.add((before * byCause[k]!) / atRisk);
      return total.value;
    });
    before = survivors.after(exit);
    rows.push({ seconds, atRisk, events: byCause, incidence, none: before });
  }
  const counts = sums.map((_, k) => sample.count(k + 1));
  return { n: sample.n, counts, censored: sample.n - counts.reduce((a, b) => a + b, 0), rows };
}

/** The shares at one time: nothing has happened before the first row. */
export function incidenceAt(
  curve: IncidenceCurve,
  seconds: number,
): Pick<IncidenceRow, 'incidence' | 'none'> {
  return rowAt(curve.rows, seconds) ?? { incidence: curve.counts.map(() => 0), none: 1 };
}
