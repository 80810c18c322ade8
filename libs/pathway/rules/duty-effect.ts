/** What one event does to a duty, by the patterns of its rule. */
import type { DutyRule } from '../definition/duty-rule.js';
import type { Fits } from './fits.js';

export interface DutyEffect {
  readonly starts: boolean;
  /** Which parts of what meets the duty, by index; of a duty without parts the one. */
  readonly meets: readonly number[];
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
  meets: [],
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
    meets: partsMet(duty, fits),
    exempts: exemption < 0 ? undefined : exemption,
    notApplicable: fits(duty.notApplicable),
    appliesAgain: fits(duty.appliesAgain),
    ends: fits(duty.ends),
    contacts: duty.attributableFrom !== undefined && fits(duty.attributableFrom),
  };
  const { meets, exempts, ...does } = effect;
  const isEffective =
    meets.length > 0 || exempts !== undefined || Object.values(does).some(Boolean);
  return isEffective ? effect : undefined;
}

function partsMet({ until, untilAllOf = [until] }: DutyRule, fits: Fits): readonly number[] {
  return untilAllOf.flatMap((part, index) => (fits(part) ? [index] : []));
}
