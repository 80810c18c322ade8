/** A stream's own settings, as its metadata stream `$$name` holds them: what of it is no longer read. */
import type { StoredEvent } from './records.js';

export interface StreamSettings {
  /** The first revision that is still read; `DELETED` when none ever is until it is written to again. */
  readonly truncateBefore: number;
  readonly maxCount: number;
  readonly maxAgeMs: number;
}

/** The largest 64-bit number, which the server writes into `$tb` of a deleted stream. */
export const DELETED_TEXT = '9223372036854775807';
export const DELETED = Number(DELETED_TEXT);

const NONE: StreamSettings = { truncateBefore: 0, maxCount: Infinity, maxAgeMs: Infinity };

export function settingsOf(metadata: StoredEvent | undefined): StreamSettings {
  if (!metadata) return NONE;
  const stored = JSON.parse(Buffer.from(metadata.data).toString()) as Record<string, number>;
  return {
    truncateBefore: stored['$tb'] ?? 0,
    maxCount: stored['$maxCount'] ?? Infinity,
    maxAgeMs: (stored['$maxAge'] ?? Infinity) * 1000,
  };
}

/** The first revision that a reader gets to see of a stream that holds `end` events. */
export function firstRead(
  settings: StreamSettings,
  stream: { events: readonly StoredEvent[]; end: number; now: number },
): number {
  let first = Math.max(settings.truncateBefore, stream.end - settings.maxCount);
  if (settings.maxAgeMs === Infinity) return first;
  const oldest = stream.now - settings.maxAgeMs;
  while (first < stream.end && (stream.events[first]?.created ?? oldest) < oldest) first++;
  return first;
}
