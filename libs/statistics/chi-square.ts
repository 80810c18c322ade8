/** The upper tail of the chi-square distribution: how often chance alone does as much or more. */

const ITERATIONS_MAX = 1000;
const PRECISION = 1e-15;

/**
 * P(X ≥ x) for df degrees of freedom = Q(df/2, x/2), the upper regularised incomplete gamma
 * function: a series below its bend, a continued fraction above (Abramowitz and Stegun 6.5.29 and
 * 6.5.31). As R's `pchisq(x, df, lower.tail = FALSE)`.
 */
export function chiSquareTail(x: number, df: number): number {
  if (x <= 0) return 1;
  const [a, z] = [df / 2, x / 2];
  const scale = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - scale * lowerSeries(a, z) : scale * upperFraction(a, z);
}

function lowerSeries(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < ITERATIONS_MAX && term > sum * PRECISION; n++) {
    term *= z / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's method. */
function upperFraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < ITERATIONS_MAX; n++) {
    const term = -n * (n - a);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return value;
}

/** ln Γ of a half or a whole from a half up: Γ(a) = (a − 1)·Γ(a − 1), Γ(1) = 1, Γ(½) = √π. */
function logGamma(a: number): number {
  let log = Number.isInteger(a) ? 0 : Math.log(Math.PI) / 2;
  for (let k = a - 1; k > 0; k--) log += Math.log(k);
  return log;
}
