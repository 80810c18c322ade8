/** The bindings of one definition, and what a fact and the directory say about them on a day. */
import type { OrganisationDirectory, OrganisationFound, TimedFact } from '#care-event';
import type { Definition, Service } from '../definition/definition.js';
import type { OrganisationBinding } from '../definition/organisation-binding.js';
import { fieldOf } from '../definition/pattern.js';
import type { OrganisationState } from '../state/organisation-state.js';

/** Whether the definition binds any of its services to organisations. */
export function bindsOrganisations({ services }: Definition): boolean {
  return [...services.values()].some(({ organisation }) => organisation !== undefined);
}

/** What an event says of organisations in a field, as an id or as `system|value`. */
export function referenceIn({ fact }: TimedFact, field: string): string | undefined {
  const reference = fieldOf(fact.data, field);
  return typeof reference === 'string' && reference !== '' ? reference : undefined;
}

/** Who did it: whom it names as the one that acted, else whoever published it. */
export function actorIn(timed: TimedFact): string | undefined {
  return referenceIn(timed, 'performer') ?? timed.fact.actor?.organisation;
}

/** The organisation that a fact names for a service by its binding; undefined where it names none. */
export function namedBy(
  timed: TimedFact,
  { id, organisation }: Service,
  { services }: Definition,
): { readonly reference: string; readonly isForService: boolean } | undefined {
  if (organisation === undefined || !namesBy(organisation, timed.fact.type)) return undefined;
  const isSent = organisation.kind === 'addressee-of';
  const reference = isSent
    ? referenceIn(timed, 'addressee')
    : (referenceIn(timed, 'sender') ?? actorIn(timed));
  if (reference === undefined || services.has(reference)) return undefined;
  const service = referenceIn(timed, isSent ? 'to' : 'from');
  const isForOther = service !== undefined && services.has(service) && service !== id;
  return isForOther ? undefined : { reference, isForService: service === id };
}

function namesBy(binding: OrganisationBinding, type: string): boolean {
  return 'types' in binding && binding.types.includes(type);
}

/** That part of a spell or an offer. */
export function organisationOf({
  organisation,
  organisationUnknown,
}: OrganisationState): OrganisationState {
  if (organisation !== undefined) return { organisation };
  return organisationUnknown === undefined ? {} : { organisationUnknown };
}

export function stateOf(found: OrganisationFound): OrganisationState {
  if (found.status === 'found') return { organisation: found.organisation.id };
  return { organisationUnknown: found.status === 'ambiguous' ? 'ambiguous' : 'not-in-directory' };
}

/** Whether the two are one organisation on that day: one may have taken the other's place. */
export function isSameOrganisation(
  a: string,
  b: string,
  { directory, day }: { readonly directory: OrganisationDirectory; readonly day: number },
): boolean {
  if (a === b) return true;
  const [first, second] = [directory.currentOf(a, day), directory.currentOf(b, day)];
  return first !== undefined && first.id === second?.id;
}
