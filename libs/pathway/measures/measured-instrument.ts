/**
 * What became of one patient's scores on one instrument. Scores of another instrument or
 * of another version are never compared with them, nor converted into them.
 */
import { factKey, type TimedFact } from '#care-event';
import type { InstrumentMeasure } from '../definition/measure-rules.js';
import type { JourneyRecord } from './journey-record.js';

export interface MeasuredInstrument {
  /** Id of the measure. */
  readonly instrument: string;
  /** The first score. */
  readonly baseline?: Score;
  /** The last score after the first; absent without a follow-up. */
  readonly latest?: Score;
  /** From the baseline to the latest, on the instrument's own scale. */
  readonly change?: number;
  /** `not-measured` without a follow-up: then nothing is known, least of all an improvement. */
  readonly outcome: 'improved' | 'unchanged' | 'worse' | 'not-measured';
  /** Scores on the instrument that do not count: of another version or none, or off its scale. */
  readonly leftOut: number;
}

export interface Score {
  readonly score: number;
  readonly at: number;
  readonly fact: string;
}

/** Scores have decimals, and from 0.2 to 0.3 is to be a change of 0.1. */
const DECIMALS = 9;

export function measuredInstrument(
  rule: InstrumentMeasure,
  journey: JourneyRecord,
): MeasuredInstrument {
  const scores: Score[] = [];
  let leftOut = 0;
  for (const { timed } of journey.facts) {
    const { instrument, score } = timed.fact.data;
    if (instrument !== rule.instrument || typeof score !== 'number') continue;
    if (counts(rule, timed, score)) {
      scores.push({ score, at: timed.start, fact: factKey(timed.fact) });
    } else leftOut += 1;
  }
  const [baseline, ...later] = scores;
  const latest = later.at(-1);
  if (baseline === undefined || latest === undefined) {
    const first = baseline === undefined ? {} : { baseline };
    return { instrument: rule.id, ...first, outcome: 'not-measured', leftOut };
  }
  const change = rounded(latest.score - baseline.score);
  const outcome = outcomeOf(rule, change);
  return { instrument: rule.id, baseline, latest, change, outcome, leftOut };
}

function counts(rule: InstrumentMeasure, { fact }: TimedFact, score: number): boolean {
  const { version, lowest = -Infinity, highest = Infinity } = rule;
  return fact.data['instrumentVersion'] === version && score >= lowest && score <= highest;
}

/** Adding zero makes one of minus zero. */
function rounded(score: number): number {
  return Number(score.toFixed(DECIMALS)) + 0;
}

function outcomeOf(
  { better, smallestImportantChange }: InstrumentMeasure,
  change: number,
): MeasuredInstrument['outcome'] {
  if (Math.abs(change) < smallestImportantChange) return 'unchanged';
  return change > 0 === (better === 'higher') ? 'improved' : 'worse';
}
