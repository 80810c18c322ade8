/**
 * What a fact tells about which organisation it is that holds the patient, or a scope. Where it
 * names another than the one that took it over, nothing changes: a patient is handed over, or
 * stays.
 */
import type { TimedFact } from '#care-event';
import { isMove } from '../definition/parameters.js';
import type { OrganisationTracker } from '../organisations/organisation-tracker.js';
import type { CustodySpell } from '../state/custody-spell.js';
import type { OrganisationState } from '../state/organisation-state.js';
import type { Taking } from './custody-tracker.js';

/** It became known which it is, or the patient moved away from it. */
export type OrganisationNews =
  | { readonly taking: Taking; readonly organisation: OrganisationState }
  | { readonly movedFrom: string };

export function newsOf(
  current: CustodySpell,
  timed: TimedFact,
  organisations: OrganisationTracker,
): OrganisationNews | undefined {
  if (!organisations.isNews(timed)) return undefined;
  const { holder, organisation, role, person } = current;
  if (organisation !== undefined || isMove(timed.fact)) {
    const moved = organisation !== undefined && organisations.isMovedAway(current, timed);
    return moved ? { movedFrom: organisation } : undefined;
  }
  const bound = organisations.boundAsOf(holder, timed);
  if (bound.organisation === undefined) return undefined;
  const who = {
    holder,
    ...(role !== undefined && { role }),
    ...(person !== undefined && { person }),
  };
  return { taking: { ...who, basis: 'identified' }, organisation: bound };
}
