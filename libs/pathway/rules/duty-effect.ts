/** What one event does to a duty, by the patterns of its rule. */
import type { DutyRule } from '../definition/duty-rule.js';
import type { Fits } from './fits.js';

export interface DutyEffect {
  readonly starts: boolean;
  readonly meets: boolean;
  /** Which of the rule's exemptions, by index. */
  readonly exempts: number | undefined;
  readonly notApplicable: boolean;
  readonly appliesAgain: boolean;
  readonly ends: boolean;
  /** Somebody is in contact with the patient, so that a later breach is attributable. */
  readonly contacts: boolean;
}

/** Nothing but begin an instance. */
export const STARTS: DutyEffect = {
  starts: true,
  meets: false,
  exempts: undefined,
  notApplicable: false,
  appliesAgain: false,
  ends: false,
  contacts: false,
};

/** Undefined where it does nothing. */
export function dutyEffect(duty: DutyRule, fits: Fits): DutyEffect | undefined {
  const exemption = duty.exempt.findIndex(({ on }) => fits(on));
  const effect = {
    starts: fits(duty.from),
    meets: fits(duty.until),
    exempts: exemption < 0 ? undefined : exemption,
    notApplicable: fits(duty.notApplicable),
    appliesAgain: fits(duty.appliesAgain),
    ends: fits(duty.ends),
    contacts: duty.attributableFrom !== undefined && fits(duty.attributableFrom),
  };
  const { exempts, ...does } = effect;
  return exempts !== undefined || Object.values(does).some(Boolean) ? effect : undefined;
}
