/** From when a decision is in effect: shared by those on duties and those on handovers. */
import type { Assessment } from '../state/assessment.js';
import type { RecordedDecision } from './decision.js';

/**
 * Nothing of an episode is in effect before its entry or while it is closed for a time,
 * although what is looked back on happened then: who asks at such an instant knows of no
 * such duty or offer, or of one that ended with the close.
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
