/** What one event does to a clock, by the patterns of its rule. */
import type { ClockRule } from '../definition/clock-rule.js';
import type { Fits } from './fits.js';

export interface ClockEffect {
  readonly start: boolean;
  readonly pause: boolean;
  readonly resume: boolean;
  readonly stop: boolean;
  readonly nullify: boolean;
  /** Which of the rule's spans it fits, by index. */
  readonly span: number | undefined;
}

/** Undefined where it does nothing. */
export function clockEffect(clock: ClockRule, fits: Fits): ClockEffect | undefined {
  const span = clock.spans.findIndex(({ on }) => fits(on));
  const effect = {
    start: fits(clock.start),
    pause: fits(clock.pause),
    resume: fits(clock.resume),
    stop: fits(clock.stop),
    nullify: fits(clock.nullify),
    span: span < 0 ? undefined : span,
  };
  const { start, pause, resume, stop, nullify } = effect;
  return start || pause || resume || stop || nullify || span >= 0 ? effect : undefined;
}
