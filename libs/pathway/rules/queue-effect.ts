/** What one event does to a queue, by the patterns of its rule. */
import type { QueueRule } from '../definition/definition.js';
import type { Fits } from './fits.js';

export interface QueueEffect {
  readonly joins: boolean;
  readonly served: boolean;
  readonly leaves: boolean;
}

/** Undefined where it does nothing. */
export function queueEffect(queue: QueueRule, fits: Fits): QueueEffect | undefined {
  const effect = {
    joins: fits(queue.joins),
    served: fits(queue.served),
    leaves: fits(queue.leaves),
  };
  return effect.joins || effect.served || effect.leaves ? effect : undefined;
}
