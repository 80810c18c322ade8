/** How the instants of an answer are written out. */
import { formatInstant } from '#calendar';

/** Writes instants (ms since the epoch) in one zone; null where there is none. */
export interface InstantFormat {
  readonly format: (ms: number) => string;
  readonly formatIf: (ms: number | undefined) => string | null;
}

export function instantsIn(zone: string): InstantFormat {
  const format = (ms: number): string => formatInstant(ms, zone);
  return { format, formatIf: (ms) => (ms === undefined ? null : format(ms)) };
}
