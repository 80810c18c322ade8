/** The ways in which a duty is taken away before it is met. */
import type { DutyRule } from '../definition/duty-rule.js';
import type { DutyEffect, TakesBack } from '../rules/duty-effect.js';

/** How an instance is taken away. */
export interface TakingAway {
  readonly state: 'exempt' | 'not-applicable';
  readonly reason: string;
  /** True where it can neither be taken back nor met later. */
  readonly forGood: boolean;
  /** True where it cannot be taken back, but met late where it was past due. */
  readonly stands?: boolean;
}

export const DOES_NOT_APPLY: TakingAway = {
  state: 'not-applicable',
  reason: 'does-not-apply',
  forGood: true,
};
export const NULLIFIED: TakingAway = {
  state: 'not-applicable',
  reason: 'clock-nullified',
  forGood: true,
};
export const ENDED: TakingAway = { state: 'not-applicable', reason: 'ended', forGood: true };
const NOT_APPLICABLE: TakingAway = {
  state: 'not-applicable',
  reason: 'not-applicable',
  forGood: false,
};

/** How a fact with this effect takes away what is not settled; undefined where it does not. */
export function takingAwayBy(rule: DutyRule, effect: DutyEffect): TakingAway | undefined {
  const exemption = effect.exempts === undefined ? undefined : rule.exempt[effect.exempts];
  if (exemption !== undefined) {
    const { code, stands = false } = exemption;
    return { state: 'exempt', reason: code, forGood: false, stands };
  }
  return effect.notApplicable ? NOT_APPLICABLE : undefined;
}

/** Whether what took an instance away is taken back so. */
export function isTakenBack({ state, reason, stands }: TakingAway, by: TakesBack): boolean {
  if (by === false) return false;
  return (by.all && stands !== true) || (state === 'exempt' && by.codes.includes(reason));
}
