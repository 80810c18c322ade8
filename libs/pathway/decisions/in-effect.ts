/** From when a decision is in effect, for duties and handovers alike. */
import type { Assessment } from '../state/assessment.js';
import type { RecordedDecision } from './decision.js';

/**
 * No decision on an episode is in effect before its entry or while it is closed for a time,
 * although what it looks back on happened then: at such an instant there was no such duty or
 * offer, or only one that had ended with the close.
 */
export function knowableFrom({ episodes }: Assessment, episode: number, instant: number): number {
  const found = episodes.find(({ number }) => number === episode);
  if (found === undefined) return instant;
  const gap = found.gaps.find(({ from, to }) => from <= instant && instant < to);
  return Math.max(found.enteredAt, gap?.to ?? instant);
}

/** The latest instant from which one of them is in effect; -Infinity where there is none. */
export function latest(recorded: readonly RecordedDecision[]): number {
  return recorded.reduce((at, { effectiveAt }) => Math.max(at, effectiveAt), -Infinity);
}
