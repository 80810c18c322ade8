/** Which organisation of a service stood for it at an instant, by an assessment alone. */
import type { Assessment } from '../state/assessment.js';
import { NO_ORGANISATION, type OrganisationState } from '../state/organisation-state.js';
import { custodySpellAt } from './custody-tracker.js';

interface Asked {
  readonly episode: number;
  readonly service: string;
  /** Where it is asked for what belongs to a scope. */
  readonly scope?: string | undefined;
  /** Ms since the epoch. */
  readonly at: number;
}

/** Of whoever held the patient (or the scope) then the one that did, else the one that the service was bound to. */
export function organisationAt(
  { custody, scopes = [], organisations }: Pick<Assessment, 'custody' | 'scopes' | 'organisations'>,
  { episode, service, at, scope }: Asked,
): OrganisationState {
  if (organisations === undefined) return NO_ORGANISATION;
  const holding = custodySpellAt(
    [...custody, ...scopes].filter((spell) => spell.episode === episode && spell.scope === scope),
    at,
  );
  if (holding?.holder === service) return holding;
  const bound = organisations.filter((one) => one.episode === episode && one.service === service);
  return bound.findLast(({ from }) => from <= at) ?? bound[0] ?? NO_ORGANISATION;
}
