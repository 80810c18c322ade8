/** What one event does to a handover, by the patterns of its rule. */
import type { HandoverRule } from '../definition/handover-rule.js';
import type { Fits } from './fits.js';

export interface HandoverEffect {
  readonly offers: boolean;
  readonly accepts: boolean;
  readonly refuses: boolean;
  /** The receiver asks for information; the sender supplies it. */
  readonly asks: boolean;
  readonly supplies: boolean;
  /** The sender withdraws the offer; the receiver confirms. */
  readonly withdraws: boolean;
  readonly letsGo: boolean;
  readonly overtakes: boolean;
  /** The receiver has it in hand. */
  readonly receives: boolean;
}

/** Undefined where it does nothing. */
export function handoverEffect(
  { when, accepted, refused, information, withdrawn, overtaken, received }: HandoverRule,
  fits: Fits,
): HandoverEffect | undefined {
  const effect = {
    offers: fits(when),
    accepts: fits(accepted.by),
    refuses: fits(refused.by),
    asks: information !== undefined && fits(information.requested),
    supplies: information !== undefined && fits(information.supplied),
    withdraws: withdrawn !== undefined && fits(withdrawn.by),
    letsGo: withdrawn !== undefined && fits(withdrawn.answered),
    overtakes: fits(overtaken),
    receives: received !== undefined && fits(received),
  };
  return Object.values(effect).some(Boolean) ? effect : undefined;
}
