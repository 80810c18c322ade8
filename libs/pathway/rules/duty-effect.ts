/** What one event does to a duty, by the patterns of its rule. */
import type { DutyRule } from '../definition/duty-rule.js';
import type { Fits } from './fits.js';

/** What it takes back: whatever took the duty away, and exemptions with certain codes. */
export type TakesBack = false | { readonly all: boolean; readonly codes: readonly string[] };

export interface DutyEffect {
  readonly starts: boolean;
  /** Which parts of what meets the duty, by index; of a duty without parts the one. */
  readonly meets: readonly number[];
  /** Which of the rule's exemptions, by index. */
  readonly exempts: number | undefined;
  readonly notApplicable: boolean;
  readonly appliesAgain: TakesBack;
  readonly ends: boolean;
  /** Somebody is in contact with the patient, so that a later breach is attributable. */
  readonly contacts: boolean;
  /** The same, where it comes late enough. */
  readonly contactsLater: boolean;
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
  contactsLater: false,
};

/** Undefined where it does nothing. */
export function dutyEffect(duty: DutyRule, fits: Fits): DutyEffect | undefined {
  const exemption = duty.exempt.findIndex(({ on }) => fits(on));
  const effect = {
    starts: fits(duty.from),
    meets: partsMet(duty, fits),
    exempts: exemption < 0 ? undefined : exemption,
    notApplicable: fits(duty.notApplicable),
    appliesAgain: takesBack(duty, fits),
    ends: fits(duty.ends),
    contacts: fits(duty.attributableFrom ?? []),
    contactsLater: fits(duty.attributableLater?.on ?? []),
  };
  const { meets, exempts, ...does } = effect;
  const isEffective =
    meets.length > 0 || exempts !== undefined || Object.values(does).some(Boolean);
  return isEffective ? effect : undefined;
}

function partsMet({ until, untilAllOf = [until] }: DutyRule, fits: Fits): readonly number[] {
  return untilAllOf.flatMap((part, index) => (fits(part) ? [index] : []));
}

/** False where it takes back nothing. */
export function takesBack({ appliesAgain, exempt }: DutyRule, fits: Fits): TakesBack {
  const all = fits(appliesAgain);
  const codes = exempt.filter(({ liftedBy = [] }) => fits(liftedBy)).map(({ code }) => code);
  return (all || codes.length > 0) && { all, codes };
}
