/**
 * Whether a number survives as written. A JSON number becomes a double; it is exact when the
 * shortest decimal that stands for that double denotes the same number: `0.1` and `1.50` do,
 * `9007199254740993`, `1e-400` and `0.1000000000000000055` do not.
 */

/** As many significant digits survive in every double that is neither too large nor too small. */
const SAFE_DIGITS = 15;

/** @param token a number as JSON writes it, and with a leading `+` or zeros; anything else is not exact */
export function isExactNumber(token: string): boolean {
  if (token.length <= SAFE_DIGITS && PLAIN.test(token)) return true;
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  const written = decimalOf(token);
  const kept = decimalOf(String(value));
  return (
    written !== undefined &&
    kept !== undefined &&
    written.digits === kept.digits &&
    written.exponent === kept.exponent
  );
}

const PLAIN = /^[+-]?\d+(\.\d+)?$/;
const NUMBER = /^[+-]?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

interface Decimal {
  /** Significant digits, without zeros at either end; empty for zero. */
  readonly digits: string;
  /** Power of ten of the last of them. */
  readonly exponent: number;
}

/** The number without its sign, in one form for all ways of writing it. */
function decimalOf(token: string): Decimal | undefined {
  const [, whole, fraction = '', power = '0'] = NUMBER.exec(token) ?? [];
  if (whole === undefined) return undefined;
  const all = (whole + fraction).replace(/^0+/, '');
  let end = all.length;
  while (end > 0 && all[end - 1] === '0') end -= 1;
  if (end === 0) return { digits: '', exponent: 0 };
  const exponent = Number(power) - fraction.length + (all.length - end);
  return { digits: all.slice(0, end), exponent };
}
