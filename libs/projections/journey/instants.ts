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
  /** When something happened: a day or a month where no more is known. */
  readonly formatEvent: (ms: number) => string;
  readonly formatEventIf: (ms: number | undefined) => string | null;
}

/** @param days what is known only to the day, by the instant at which it begins; see `knownDays` */
export function instantsIn(
  zone: string,
  days: ReadonlyMap<number, string> = new Map(),
): InstantFormat {
  const format = (ms: number): string => formatInstant(ms, zone);
  const formatEvent = (ms: number): string => days.get(ms) ?? format(ms);
  return {
    ...{ format, formatEvent },
    formatIf: (ms) => (ms === undefined ? null : format(ms)),
    formatEventIf: (ms) => (ms === undefined ? null : formatEvent(ms)),
  };
}
