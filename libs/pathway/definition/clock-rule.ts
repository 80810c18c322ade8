/** What starts, pauses, resumes and stops a clock, and which spans of days it counts. */
import type { Element, Origin } from './element.js';
import type { EventPattern } from './pattern.js';

export interface ClockRule extends Element {
  readonly start: readonly EventPattern[];
  readonly pause: readonly EventPattern[];
  readonly resume: readonly EventPattern[];
  readonly stop: readonly EventPattern[];
  readonly nullify: readonly EventPattern[];
  /** Field of a pausing event without which the pause does not count. */
  readonly pauseReason?: string;
  /** Events whose fields name a first and a last day on which the clock ran. */
  readonly spans: readonly ClockSpan[];
  /**
   * `episode`: starts again with every episode; `patient`: counts everything known of the
   * patient.
   */
  readonly over: 'episode' | 'patient';
}

export interface ClockSpan extends Origin {
  readonly on: readonly EventPattern[];
  /** Field with the first day; the day of the event where it is missing. */
  readonly from: string;
  /** Field with the last day; until the clock is stopped where it is missing. */
  readonly to: string;
  /** Field with the grade that its days count for, such as the degree of sick leave. */
  readonly grade?: string;
  /** Field that names the certificate: a later one of the same name replaces it from its first day. */
  readonly certificate?: string;
}

/** Whether its days count for grades. */
export function isGraded({ spans }: Pick<ClockRule, 'spans'>): boolean {
  return spans.some(({ grade }) => grade !== undefined);
}
