/** Who acted: what a report says of it, and whether that may be the holder of a spell. */
import { dayAt } from '#calendar';
import type { OrganisationDirectory, TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { isSameOrganisation, referenceIn } from '../organisations/bindings.js';
import type { CustodySpell } from '../state/custody-spell.js';

interface Known {
  readonly definition: Definition;
  readonly directory: OrganisationDirectory;
}

/**
 * Whether the holder may have done it: yes, unless the report says that another service of the
 * definition did, or, where the holder is a service of an organisation, that another organisation
 * did. A report that does not say who acted gives the holder the benefit of the doubt.
 */
export function mayBeBy(spell: CustodySpell, timed: TimedFact, known: Known): boolean {
  const isBound = spell.organisation !== undefined || spell.organisationUnknown !== undefined;
  const performer = isBound ? referenceIn(timed, 'performer') : undefined;
  const named = performer ?? timed.fact.actor?.organisation;
  if (named === undefined || named === spell.holder) return true;
  if (known.definition.services.has(named)) return false;
  return (
    !isBound || mayBeOrganisation(spell, timed, { ...known, named, acted: named === performer })
  );
}

/**
 * Whoever performed it acted. An actor that is none of those who provide the service may only have
 * entered what the holder did.
 */
function mayBeOrganisation(
  { holder, organisation }: CustodySpell,
  { start }: TimedFact,
  { definition, directory, named, acted }: Known & { named: string; acted: boolean },
): boolean {
  const day = dayAt(start, definition.zone);
  const found = directory.byReference(named, day);
  if (found.status !== 'found') return true;
  const { id, services } = found.organisation;
  const provides = services.includes(holder);
  if (organisation === undefined) return provides || !acted;
  return isSameOrganisation(id, organisation, { directory, day }) || (!provides && !acted);
}
