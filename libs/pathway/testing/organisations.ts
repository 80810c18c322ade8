/** A small directory for properties: merged, ambiguous and unknown organisations are in it. */
import fc from 'fast-check';
import { type Organisation, OrganisationDirectory } from '#care-event';
import type { Definition } from '../definition/definition.js';
import type { OrganisationBinding } from '../definition/organisation-binding.js';
import { type RulesSource, withDirectory } from '../rules/pathway-rules.js';

function organisation(
  id: string,
  services: readonly string[],
  more: Partial<Organisation>,
): Organisation {
  return {
    ...{ id, services, name: id, kind: 'any', level: 'other', municipalities: [], identifiers: [] },
    ...more,
  };
}

/** `sund` is taken over by `bergen` in the middle of the days of `histories`. */
export const DIRECTORY = new OrganisationDirectory([
  organisation('oslo', ['ward'], {
    municipalities: ['0301'],
    identifiers: [{ system: 'nr', value: '1' }],
  }),
  organisation('bergen', ['ward', 'abroad'], { municipalities: ['4601'] }),
  organisation('askoy', ['abroad'], { municipalities: ['4601'] }),
  organisation('sund', ['ward'], { validTo: '2026-03-28', replacedBy: 'bergen' }),
  organisation('clinic', ['abroad'], {}),
]);

/** How events of `histories` name organisations; of `nowhere` nothing is known. */
export const references = fc.constantFrom('oslo', 'nr|1', 'bergen', 'sund', 'clinic', 'nowhere');

export const bindings: fc.Arbitrary<OrganisationBinding> = fc.oneof(
  fc.constantFrom<OrganisationBinding[]>(
    { kind: 'municipality-of-patient' },
    { kind: 'previous-holder' },
    { kind: 'fixed', organisation: 'clinic' },
  ),
  fc.constantFrom('addressee-of' as const, 'sender-of' as const).map((kind) => {
    return { kind, types: ['A', 'B', 'ResponsibilityAccepted'] };
  }),
);

/** The definition, with its services bound to organisations of the directory. */
export function bound(definition: Definition): RulesSource {
  return withDirectory(definition, DIRECTORY);
}
