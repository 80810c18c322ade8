/**
 * Planted bugs: mistakes that programs of this kind really have, each switched on by its
 * name. The simulation has to find every one of them; the product has none of them.
 */
import { DOORS } from './mutations/doors.js';
import { CUSTODY, ENGINE } from './mutations/engine.js';
import { PROJECTIONS, TIMERS } from './mutations/models.js';
import { DELIVERIES, PROCESSORS } from './mutations/processors.js';
import { REMOTES } from './mutations/remote.js';
import { NOTHING_PLANTED, type Planted } from './planted.js';

export const MUTATIONS: readonly Planted[] = [
  ...ENGINE,
  ...DOORS,
  ...TIMERS,
  ...PROJECTIONS,
  ...PROCESSORS,
  ...DELIVERIES,
  ...CUSTODY,
  ...REMOTES,
];

/** @throws RangeError there is no such mutation */
export function plantedNamed(name: string | undefined): Planted {
  if (name === undefined) return NOTHING_PLANTED;
  const found = MUTATIONS.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`There is no mutation called ${name}.`);
  return found;
}
