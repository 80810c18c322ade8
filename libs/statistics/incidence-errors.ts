/**
 * The standard errors of Aalen-Johansen's shares by the infinitesimal jackknife, which R's `survfit`
 * uses for several states: the variance of a share θ is Σ Uᵢ², where Uᵢ = ∂θ/∂wᵢ is how much θ
 * changes with the weight of case i (Therneau, survival vignette "Methods"; without late entry it
 * equals the Greenwood-type estimator, for one cause Greenwood's own).
 *
 * With h = d/n, and rᵢₖ = 1 if i ended by k at s, minus hₖ(s), while i is at risk:
 *
 *   Uᵢ(t) = Σ S(s⁻)rᵢₖ/n + Σ Fₖ(s)rᵢ/(n(1 − h)) − Fₖ(t)·Σ rᵢ/(n(1 − h)),  s ≤ t
 *         = Cᵢ(t) − Fₖ(t)·Lᵢ(t), and for "nothing yet" −S(t)·Lᵢ(t).
 *
 * All at risk at s without an event change alike, so ΣC², ΣCL and ΣL² are kept up from one time to
 * the next with the sums of C and L over those at risk: one pass, whatever the number of cases.
 */
import type { ExitTimes } from './exit-times.js';
import { CENSORED, type SpellSample } from './spell-sample.js';

interface StandardErrors {
  /** One column per cause, one entry per exit time. */
  readonly byCause: readonly Float64Array[];
  readonly none: Float64Array;
}

export function incidenceErrors(sample: SpellSample, times: ExitTimes): StandardErrors {
  const { length, atRisk, events } = times;
  const survival = new Float64Array(length + 1).fill(1);
  for (let i = 0; i < length; i++) survival[i + 1] = survival[i]! * (1 - events[i]! / atRisk[i]!);
  const late = sample.late === 0 ? undefined : new LateCases(sample, times);
  const steps: Steps = { times, survival, late };
  const causes = times.byCause.map((_, k) => errorsOf(k, steps));
  // ΣL² is the same whatever the cause.
  const none = causes[0]!.squares.map((sum, i) => survival[i + 1]! * Math.sqrt(Math.max(0, sum)));
  return { byCause: causes.map(({ errors }) => errors), none };
}

interface Steps {
  readonly times: ExitTimes;
  /** S before the first time, then after each. */
  readonly survival: Float64Array;
  /** Undefined where all were seen from the start. */
  readonly late: LateCases | undefined;
}

/** One value per case, the same for all at risk since they were first seen: kept as its sums. */
class CaseSums {
  /** What somebody at risk from the start has by now. */
  now = 0;
  /** What those at risk did not take part in, because they were first seen later: summed. */
  missed = 0;

  sumOver(atRisk: number): number {
    return atRisk * this.now - this.missed;
  }
}

/** The errors of one cause, and ΣL² on the way. */
function errorsOf(cause: number, steps: Steps): { errors: Float64Array; squares: Float64Array } {
  const { times, survival } = steps;
  const { length, atRisk, events } = times;
  const squares = new Float64Array(length);
  const errors = new Float64Array(length);
  const c = new CaseSums();
  const l = new CaseSums();
  const late = steps.late === undefined ? undefined : new LateSums(steps.late, [c, l]);
  let cc = 0;
  let cl = 0;
  let ll = 0;
  let share = 0;
  const ended = new Float64Array(2);
  for (let i = 0; i < length; i++) {
    late?.until(i);
    const n = atRisk[i]!;
    const d = events[i]!;
    const s = survival[i]!;
    const own = times.byCause[cause]![i]!;
    share += (s * own) / n;
    // Once nobody is left the share stands still, and so does its error.
    const lost = s > 0 && d < n ? 1 / (n - d) : 0;
    const stepL = (-d / n) * lost;
    const stepC = (-s * own) / (n * n) + share * stepL;
    const sumC = c.sumOver(n);
    const sumL = l.sumOver(n);
    cc += 2 * stepC * sumC + n * stepC * stepC;
    cl += stepL * sumC + stepC * sumL + n * stepC * stepL;
    ll += 2 * stepL * sumL + n * stepL * stepL;
    c.now += stepC;
    l.now += stepL;
    for (let k = 0; k < times.byCause.length; k++) {
      const count = times.byCause[k]![i]!;
      if (count === 0) continue;
      late?.ended(k, i, ended);
      // What an event adds to the step of those without one.
      const extraC = (k === cause ? s / n : 0) + share * lost;
      const beforeC = count * c.now - ended[0]!;
      const beforeL = count * l.now - ended[1]!;
      cc += 2 * extraC * beforeC + count * extraC * extraC;
      cl += lost * beforeC + extraC * beforeL + count * extraC * lost;
      ll += 2 * lost * beforeL + count * lost * lost;
    }
    squares[i] = ll;
    errors[i] = Math.sqrt(Math.max(0, cc - 2 * share * cl + share * share * ll));
  }
  return { squares, errors };
}

/** When cases come and go that were first seen late: the same for all causes. */
class LateCases {
  readonly seconds: Float64Array;
  readonly entries: Float64Array;
  /** The last exit time by then, of each entry; -1 where there is none. */
  readonly enteredAfter: Int32Array;
  /** By cause, those who leave. */
  readonly leaving: readonly LateLeaving[];

  constructor(sample: SpellSample, { seconds }: ExitTimes) {
    this.seconds = seconds;
    this.entries = sample.lateEntries();
    const lastBy = (instant: number): number => lastAtOrBefore(seconds, instant);
    this.enteredAfter = Int32Array.from(this.entries, lastBy);
    this.leaving = Array.from({ length: sample.causes + 1 }, (_, cause) => ({
      seconds: sample.sorted(cause),
      seenAfter: Int32Array.from(sample.sortedSeenFrom(cause)!, (seenFrom) =>
        seenFrom === 0 ? -1 : lastBy(seenFrom),
      ),
    }));
  }
}

/** Keeps the sums right as cases are first seen, censored and ended. */
class LateSums {
  private entered = 0;
  private readonly missed = new Float64Array(2);
  /** What each sum stood at after each time. */
  private readonly stood: readonly [Float64Array, Float64Array];
  /** By cause, how many have left. */
  private readonly left: number[];

  constructor(
    private readonly cases: LateCases,
    private readonly sums: readonly [CaseSums, CaseSums],
  ) {
    const { length } = cases.seconds;
    this.stood = [new Float64Array(length), new Float64Array(length)];
    this.left = cases.leaving.map(() => 0);
  }

  /** Before the exits at time i. */
  until(i: number): void {
    const { seconds, entries, enteredAfter } = this.cases;
    const now = seconds[i]!;
    const [c, l] = this.sums;
    if (i > 0) {
      this.stood[0][i - 1] = c.now;
      this.stood[1][i - 1] = l.now;
    }
    for (; this.entered < entries.length && entries[this.entered]! < now; this.entered++) {
      const stood = enteredAfter[this.entered]!;
      c.missed += stood < 0 ? 0 : this.stood[0][stood]!;
      l.missed += stood < 0 ? 0 : this.stood[1][stood]!;
    }
    this.leave(CENSORED, now, false);
    c.missed -= this.missed[0]!;
    l.missed -= this.missed[1]!;
  }

  /** What those who end at time i by a cause (from 0) missed; they are no longer at risk. */
  ended(cause: number, i: number, missed: Float64Array): void {
    this.leave(cause + 1, this.cases.seconds[i]!, true);
    missed.set(this.missed);
    this.sums[0].missed -= missed[0]!;
    this.sums[1].missed -= missed[1]!;
  }

  /** Sums up what those missed who leave by a cause before now, or at it. */
  private leave(cause: number, now: number, including: boolean): void {
    this.missed[0] = 0;
    this.missed[1] = 0;
    const { seconds, seenAfter } = this.cases.leaving[cause]!;
    let next = this.left[cause]!;
    for (; next < seconds.length; next++) {
      const at = seconds[next]!;
      if (including ? at > now : at >= now) break;
      const stood = seenAfter[next]!;
      if (stood < 0) continue;
      this.missed[0] += this.stood[0][stood]!;
      this.missed[1] += this.stood[1][stood]!;
    }
    this.left[cause] = next;
  }
}

/** -1 if there is none. */
function lastAtOrBefore(seconds: Float64Array, instant: number): number {
  let low = 0;
  let high = seconds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seconds[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

interface LateLeaving {
  readonly seconds: Float64Array;
  /** The last exit time by when each was first seen; -1 where there is none. */
  readonly seenAfter: Int32Array;
}
