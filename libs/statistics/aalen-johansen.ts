/**
 * Aalen-Johansen: what happened first, when several things can happen. Each cause's
 * share is F(t) = Σ S(t⁻)·d/n; with "nothing yet" the shares add up to one.
 * One minus Kaplan-Meier per cause does not: it counts the others as still waiting.
 * (Aalen and Johansen, 1978; Putter and others, Statistics in Medicine, 2007.)
 */
import { exitTimes, Survivors } from './exit-times.js';
import { isFew } from './few-cases.js';
import { incidenceErrors } from './incidence-errors.js';
import { intervalOnLogScale, Z95 } from './interval.js';
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
  /** Standard error of each of them: the infinitesimal jackknife, as R's `survfit`. */
  readonly standardErrors: readonly number[];
  /** Share for whom nothing had happened by this time. */
  readonly none: number;
  readonly noneStandardError: number;
}

export interface IncidenceCurve {
  readonly n: number;
  /** How many ended by each cause: the first entry is cause 1. */
  readonly counts: readonly number[];
  readonly censored: number;
  readonly rows: readonly IncidenceRow[];
}

export function aalenJohansen(sample: SpellSample): IncidenceCurve {
  const times = exitTimes(sample);
  const errors = incidenceErrors(sample, times);
  const rows: IncidenceRow[] = [];
  const survivors = new Survivors();
  const sums = Array.from({ length: sample.causes }, () => new CarefulSum());
  let before = 1;
  for (let i = 0; i < times.length; i++) {
    const seconds = times.seconds[i]!;
    const atRisk = times.atRisk[i]!;
    const events: number[] = [];
    const incidence: number[] = [];
    const standardErrors: number[] = [];
    for (let k = 0; k < sums.length; k++) {
      const count = times.byCause[k]![i]!;
      sums[k]!.add((before * count) / atRisk);
      events.push(count);
      incidence.push(sums[k]!.value);
      standardErrors.push(errors.byCause[k]![i]!);
    }
    before = survivors.after(atRisk, times.events[i]!);
    const noneStandardError = errors.none[i]!;
    rows.push({
      seconds,
      atRisk,
      events,
      incidence,
      standardErrors,
      none: before,
      noneStandardError,
    });
  }
  const counts = sums.map((_, k) => sample.count(k + 1));
  return { n: sample.n, counts, censored: sample.n - counts.reduce((a, b) => a + b, 0), rows };
}

/** A share with its 95 % interval. */
export interface ShareInterval {
  readonly share: number;
  /** On the log scale, as R's `survfit`; null at 0, where it is not defined. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly standardError: number;
  /** Of those to whom it had happened and those to whom it had not, whichever are fewer. */
  readonly fewest: number;
  /** The interval rests on too few cases to hold what it promises. */
  readonly fewCases: boolean;
}

export interface IncidenceAt {
  /** By cause: the first entry is cause 1. */
  readonly incidence: readonly ShareInterval[];
  readonly none: ShareInterval;
}

/** The shares at one time: nothing has happened before the first row. */
export function incidenceAt(curve: IncidenceCurve, seconds: number): IncidenceAt {
  const row = rowAt(curve.rows, seconds);
  const happened = curve.counts.map(() => 0);
  for (const { seconds: at, events } of curve.rows) {
    if (at > seconds) break;
    events.forEach((count, k) => (happened[k]! += count));
  }
  const all = happened.reduce((a, b) => a + b, 0);
  const remaining =
    row === undefined ? curve.n : row.atRisk - row.events.reduce((a, b) => a + b, 0);
  return {
    incidence: happened.map((count, k) =>
      shareInterval(
        row?.incidence[k] ?? 0,
        row?.standardErrors[k] ?? 0,
        Math.min(count, all - count + remaining),
      ),
    ),
    none: shareInterval(row?.none ?? 1, row?.noneStandardError ?? 0, Math.min(all, remaining)),
  };
}

function shareInterval(share: number, standardError: number, fewest: number): ShareInterval {
  const [lower, upper] = intervalOnLogScale(share, standardError);
  return { share, lower, upper, standardError, fewest, fewCases: isFew(fewest) };
}

/** A difference between two groups with its 95 % interval. */
export interface ShareDifference {
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly fewCases: boolean;
}

/**
 * How much more often something had happened in one group than in another by the same time:
 * F₁ − F₂ ± 1.96 · √(se₁² + se₂²), the groups being independent (Klein and Moeschberger, 2003,
 * section 7.8).
 */
export function incidenceDifference(one: ShareInterval, other: ShareInterval): ShareDifference {
  const difference = one.share - other.share;
  const margin = Z95 * Math.hypot(one.standardError, other.standardError);
  return {
    difference,
    lower: Math.max(-1, difference - margin),
    upper: Math.min(1, difference + margin),
    fewCases: one.fewCases || other.fewCases,
  };
}
