/**
 * When a failed push is tried again: after a longer pause each time, spread by a jitter that
 * is derived from the message, so every worker comes to the same instant and no randomness
 * is needed.
 */
import { createHash } from 'node:crypto';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Pause after the first failed attempt, the second …, ms. When all are used up the message is
 * a dead letter: nine attempts in about 40 hours, which outlasts a night and a day.
 */
export const RETRY_SCHEDULE_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  HOUR,
  3 * HOUR,
  12 * HOUR,
  24 * HOUR,
];

/** The most that is added to a pause, as a share of it. */
export const JITTER_SHARE = 0.25;

/** The longest that a receiver's `Retry-After` puts an attempt off. */
export const RETRY_AFTER_MS_MAX = HOUR;

/**
 * Pause after the `attempt`-th failed attempt, ms; undefined when it was the last.
 * Never shorter than the schedule says.
 */
export function pauseAfter(
  message: string,
  attempt: number,
  schedule: readonly number[] = RETRY_SCHEDULE_MS,
): number | undefined {
  const pause = schedule[attempt - 1];
  if (pause === undefined) return undefined;
  const digest = createHash('sha256').update(`${message}\n${attempt}`).digest();
  const share = digest.readUInt32BE(0) / 2 ** 32;
  return Math.round(pause * (1 + JITTER_SHARE * share));
}
