/**
 * Times that count seconds, milliseconds, microseconds or nanoseconds since 1970. The number of
 * digits tells the unit; the first of a column settles it for the rest.
 */
import type { TimeReading } from './time-reading.js';

export type EpochUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

const NUMBER = /^(\d{9,19})(?:\.(\d{1,9}))?$/;
/** `20250504`, `202505041230`, `20250504123000`: a date written without separators. */
const COMPACT_DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d\d){2,3}$/;

/** Digits before the decimal point, at most, and how many of them count fractions of a second. */
const UNITS: readonly (readonly [digitsMax: number, unit: EpochUnit, fraction: number])[] = [
  [11, 'seconds', 0],
  [14, 'milliseconds', 3],
  [17, 'microseconds', 6],
  [19, 'nanoseconds', 9],
];

export function isEpochNumber(text: string): boolean {
  return text.length >= 9 && NUMBER.test(text);
}

export function epochReader(
  onEpoch: (unit: EpochUnit) => void = () => undefined,
): (text: string) => TimeReading {
  let settled: EpochUnit | undefined;
  return (text) => {
    const [, digits, decimals = ''] = NUMBER.exec(text) ?? [];
    if (digits === undefined) return { fault: 'is not a number of seconds since 1970' };
    if (decimals === '' && COMPACT_DATE.test(digits)) {
      return {
        fault: 'may be a date without separators or a number since 1970: say which with format',
      };
    }
    const [, unit = 'nanoseconds', fraction = 9] =
      UNITS.find(([digitsMax]) => digits.length <= digitsMax) ?? [];
    if (settled === undefined) onEpoch(unit);
    settled ??= unit;
    if (unit !== settled) {
      return { fault: `counts ${unit} since 1970, where the column’s first counts ${settled}` };
    }
    const seconds = fraction === 0 ? digits : digits.slice(0, -fraction);
    const below = `${fraction === 0 ? '' : digits.slice(-fraction)}${decimals}`.slice(0, 9);
    const whole = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19);
    return { at: `${whole}${below === '' ? '' : `.${below}`}Z` };
  };
}
