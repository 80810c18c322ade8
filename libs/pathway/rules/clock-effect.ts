/** What one event does to a clock, by the patterns of its rule. */
import type { ClockRule } from '../definition/clock-rule.js';
import type { Fits } from './fits.js';

export interface ClockEffect {
  readonly start: boolean;
  readonly pause: boolean;
  readonly resume: boolean;
  readonly stop: boolean;
  /** It ends named days only. */
  readonly cuts: boolean;
  readonly nullify: boolean;
  /** It nullifies the clock unless something has kept it before; it keeps the clock itself. */
  readonly nullifyUnless: boolean;
  readonly keeps: boolean;
  /** Which of the rule's spans it fits, by index. */
  readonly span: number | undefined;
}

/** Undefined where it does nothing. */
export function clockEffect(clock: ClockRule, fits: Fits): ClockEffect | undefined {
  const span = clock.spans.findIndex(({ on }) => fits(on));
  const does = {
    start: fits(clock.start),
    pause: fits(clock.pause),
    resume: fits(clock.resume),
    stop: fits(clock.stop),
    cuts: fits(clock.cuts ?? []),
    nullify: fits(clock.nullify),
    nullifyUnless: fits(clock.nullifyUnless?.on ?? []),
    keeps: fits(clock.nullifyUnless?.after ?? []),
  };
  if (span < 0 && !Object.values(does).some(Boolean)) return undefined;
  return { ...does, span: span < 0 ? undefined : span };
}
