/** The instants that an answer is asked for, and how its own are written out. */
import { formatInstant } from '#calendar';

/** Ms since the epoch, or a date. */
export type When = number | string;

/** What is asked for, and the dates of which these are the ends. */
export interface Instants {
  readonly asOf: number;
  readonly knownAt?: number;
  readonly days: { readonly asOfDay?: string; readonly knownAtDay?: string };
}

/** Writes instants (ms since the epoch) in one zone; null where there is none. */
export interface InstantFormat {
  readonly format: (ms: number) => string;
  readonly formatIf: (ms: number | undefined) => string | null;
}

export function instantsIn(zone: string): InstantFormat {
  const format = (ms: number): string => formatInstant(ms, zone);
  return { format, formatIf: (ms) => (ms === undefined ? null : format(ms)) };
}
