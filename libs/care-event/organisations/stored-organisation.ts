/**
 * How a version of an organisation looks in the log, and how it is read back.
 * WARNING: this form is storage; logs hold it for ever.
 */
import type { JsonObject } from '../text/json.js';
import { ORGANISATION_CHANGED, ORGANISATION_REGISTERED } from '../stored/stored-names.js';
import type { OrganisationChange } from './organisation-changes.js';
import type { Organisation } from './organisation.js';

/** Whoever states it, and why. */
export interface StatedBy {
  readonly author: string;
  readonly reason: string;
}

/** The part of a new event that says what it is. */
export function storedOrganisation(
  { change, organisation }: OrganisationChange,
  { author, reason }: StatedBy,
): { readonly type: string; readonly data: JsonObject } {
  const { identifiers, ...rest } = organisation;
  const stated = {
    ...rest,
    identifiers: identifiers.map(({ system, value }) => ({ system, value })),
  };
  return {
    type: change === 'registered' ? ORGANISATION_REGISTERED : ORGANISATION_CHANGED,
    data: { organisation: stated, author, reason },
  };
}

/** Undefined where the event says nothing of an organisation. */
export function organisationFromStored(event: {
  readonly type: string;
  readonly data: JsonObject;
}): Organisation | undefined {
  if (event.type !== ORGANISATION_REGISTERED && event.type !== ORGANISATION_CHANGED)
    return undefined;
  const stated = event.data['organisation'] as unknown as Organisation | undefined;
  const lists = [stated?.municipalities, stated?.services, stated?.identifiers];
  if (typeof stated?.id !== 'string' || !lists.every((list) => Array.isArray(list)))
    return undefined;
  return stated;
}
