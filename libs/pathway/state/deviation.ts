/** Facts that do not fit the definition: they are reported, never refused. */
import { factKey, type TimedFact } from '#care-event';

export const DEVIATION_KINDS = [
  'unknown-type',
  'after-close',
  'correction-without-target',
  'rival-correction',
  'guard',
  'sequence',
  'pause-without-reason',
  'missing-date',
  'contradicting-date',
  'ambiguous-key',
  'holder-without-acceptance',
  'accepted-outside',
  'unclear-answer',
  'unknown-organisation',
  'moved-without-handover',
  'answer-without-offer',
  'answer-by-other',
  'second-acceptance',
  'contradicting-answer',
  'accepted-though-withdrawn',
  'answer-after-withdrawal',
  'answer-after-overtaken',
  'withdrawn-after-answer',
] as const;
export type DeviationKind = (typeof DEVIATION_KINDS)[number];

/** A fact that does not fit the definition. */
export interface Deviation {
  readonly kind: DeviationKind;
  /** Id of the guard, sequence, clock, duty, stage or handover that it is about. */
  readonly rule?: string;
  readonly at: number;
  readonly fact: string;
  readonly message: string;
}

/** @param rule id of the guard, sequence, clock or duty that it is about, where it is about one */
export function deviationAt(
  { fact, start }: TimedFact,
  kind: DeviationKind,
  message: string,
  rule?: string,
): Deviation {
  return { kind, ...(rule !== undefined && { rule }), at: start, fact: factKey(fact), message };
}
