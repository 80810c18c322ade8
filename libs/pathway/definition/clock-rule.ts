/** What starts, pauses, resumes and stops a clock, and which spans of days it counts. */
import type { CountedDayUnit, Limit } from '#calendar';
import type { Element, Origin } from './element.js';
import type { EventPattern } from './pattern.js';

export interface ClockRule extends Element {
  readonly start: readonly EventPattern[];
  readonly pause: readonly EventPattern[];
  readonly resume: readonly EventPattern[];
  readonly stop: readonly EventPattern[];
  /** Events that end the days that others have named; what runs from a start goes on. */
  readonly cuts?: readonly EventPattern[];
  readonly nullify: readonly EventPattern[];
  /** Events that nullify it as long as none of the others has come. */
  readonly nullifyUnless?: {
    readonly on: readonly EventPattern[];
    readonly after: readonly EventPattern[];
  };
  /** Field of a pausing event without which the pause does not count. */
  readonly pauseReason?: string;
  /** Events whose fields name a first and a last day on which the clock ran. */
  readonly spans: readonly ClockSpan[];
  /**
   * `episode`: starts again with every episode; `patient`: counts everything known of the
   * patient.
   */
  readonly over: 'episode' | 'patient';
  /** Absent: all its days count, for ever. */
  readonly counting?: CountingRule;
}

/** Which of a clock's days count where they are added up, and how far back. */
export interface CountingRule {
  readonly unit: 'day' | CountedDayUnit;
  /** The first days of every spell, which do not count. */
  readonly deductible?: {
    readonly days: Limit;
    /** So long without running ends a spell; absent: any day does. */
    readonly againAfter?: Limit;
  };
  /** Only days of the latest so long count. */
  readonly window?: Limit;
  /** Once it has not run for so long, the days before do not count any more. */
  readonly resetsAfter?: Limit;
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
