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
 * Pause after the first failed attempt, the second …, ms; the last one is repeated. As many
 * attempts as there are pauses are held against a message, those made while the receiver took
 * others; then it is a dead letter. So a message that cannot get through holds back its
 * patient's later ones for an hour and a half at most, and an outage gives up nothing. The
 * longest pause is that of the circuit breaker, so no message waits long once a receiver is back.
 */
export const RETRY_SCHEDULE_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  15 * MINUTE,
  15 * MINUTE,
  15 * MINUTE,
];

/** The most that is added to a pause, as a share of it. */
export const JITTER_SHARE = 0.25;

/** The longest that a receiver's `Retry-After` puts an attempt off. */
export const RETRY_AFTER_MS_MAX = HOUR;

/** Pause after the `attempt`-th failed attempt, ms. Never shorter than the schedule says. */
export function pauseAfter(
  message: string,
  attempt: number,
  schedule: readonly number[] = RETRY_SCHEDULE_MS,
): number {
  const pause = schedule[Math.min(attempt, schedule.length) - 1] ?? 0;
  const digest = createHash('sha256').update(`${message}\n${attempt}`).digest();
  const share = digest.readUInt32BE(0) / 2 ** 32;
  return Math.round(pause * (1 + JITTER_SHARE * share));
}
