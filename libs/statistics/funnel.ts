/**
 * The funnel plot of shares: which units differ from all by more than chance, and by more than units
 * usually differ from each other (Spiegelhalter, Statistics in Medicine, 2005; Spiegelhalter and
 * others, JRSS A, 2012; as R's FunnelPlotR with `data_type = "PR"`, `sr_method = "CQC"`).
 *
 *   y = arcsin √share, s = 1/(2√n), θ = arcsin √(share of all), z = (y − θ)/s
 *   φ = Σ z²/N, z winsorised at its 10 % and 90 % quantiles
 *   τ² = max(0, (Nφ − (N − 1)) / (Σw − Σw²/Σw)), w = 1/s²   (DerSimonian and Laird, 1986)
 *   limits: sin²(θ ± z·s); adjusted: sin²(θ ± z·√(s² + τ²)); z = 1.96 (95 %) and 3.09 (99.8 %)
 */
import { Z95, Z998 } from './interval.js';
import { quantile } from './quantile.js';
import { sum } from './sum.js';

const WINSORISED = 0.1;

/** A share of n cases. Where some are still open, n is as many complete ones as would be as sure. */
export interface FunnelUnit {
  readonly share: number;
  readonly n: number;
}

export interface FunnelLimits {
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
}

/** Where a unit stands by the adjusted limits: beyond those of 99.8 %, of 95 %, or within. */
export type FunnelPlace = 'far-below' | 'below' | 'within' | 'above' | 'far-above';

export interface FunnelPoint {
  readonly z: number;
  /** By chance alone. */
  readonly limits: FunnelLimits;
  /** By chance and by what units usually differ. */
  readonly adjusted: FunnelLimits;
  readonly place: FunnelPlace;
}

export interface Funnel {
  readonly target: number;
  /** Over-dispersion: about 1 where units differ by chance alone. */
  readonly phi: number;
  /** Variance between units on the arcsine scale. */
  readonly tau2: number;
  /** In the order of the units. */
  readonly points: readonly FunnelPoint[];
}

/** @param target share of all, 0 to 1; @param units each with n > 0 */
export function funnel(units: readonly FunnelUnit[], target: number): Funnel {
  const centre = arcsine(target);
  const errors = units.map(({ n }) => 1 / (2 * Math.sqrt(n)));
  const zs = units.map(({ share }, i) => (arcsine(share) - centre) / errors[i]!);
  const phi = overDispersion(zs);
  const tau2 = betweenUnits(phi, errors);
  const points = errors.map((error, i) => {
    const adjusted = limitsAround(centre, Math.sqrt(error * error + tau2));
    const limits = limitsAround(centre, error);
    return { z: zs[i]!, limits, adjusted, place: placeOf(units[i]!.share, adjusted) };
  });
  return { target, phi, tau2, points };
}

/** φ = Σz²/N with the outermost tenths drawn in; 1 for nobody. */
function overDispersion(zs: readonly number[]): number {
  if (zs.length === 0) return 1;
  const sorted = Float64Array.from(zs).sort();
  const low = quantile(sorted, WINSORISED)!;
  const high = quantile(sorted, 1 - WINSORISED)!;
  return sum(zs.map((z) => Math.min(high, Math.max(low, z)) ** 2)) / zs.length;
}

function betweenUnits(phi: number, errors: readonly number[]): number {
  const count = errors.length;
  if (count < 2 || count * phi <= count - 1) return 0;
  const weights = errors.map((error) => 1 / (error * error));
  const total = sum(weights);
  return (count * phi - (count - 1)) / (total - sum(weights.map((w) => w * w)) / total);
}

function limitsAround(centre: number, error: number): FunnelLimits {
  const at = (z: number): number =>
    Math.sin(Math.min(Math.PI / 2, Math.max(0, centre + z * error))) ** 2;
  return { lower95: at(-Z95), upper95: at(Z95), lower998: at(-Z998), upper998: at(Z998) };
}

function placeOf(share: number, limits: FunnelLimits): FunnelPlace {
  if (share < limits.lower998) return 'far-below';
  if (share < limits.lower95) return 'below';
  if (share > limits.upper998) return 'far-above';
  return share > limits.upper95 ? 'above' : 'within';
}

function arcsine(share: number): number {
  return Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));
}
