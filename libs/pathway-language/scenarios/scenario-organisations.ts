/** The small directory that a file of scenarios may hold: the organisations that its events name. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { type Organisation, OrganisationDirectory, PATHWAY_ID } from '#care-event';

const ORGANISATIONS_MAX = 500;

const id = (description: string) => Type.String({ pattern: PATHWAY_ID.source, description });

const day = (description: string) => Type.String({ format: 'date', description });

const texts = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 1_000, description });

const organisation = Type.Object(
  {
    id: id('Name by which events and expectations call it.'),
    services: Type.Array(id('A service.'), {
      maxItems: 100,
      description: 'Services of the definition that it provides.',
    }),
    municipalities: Type.Optional(
      texts('Numbers of the municipalities whose residents it serves, in quotes.'),
    ),
    identifiers: Type.Optional(texts('What registers call it, as `system|value`.')),
    'valid-from': Type.Optional(day('First day on which it is so.')),
    'valid-to': Type.Optional(day('Last day on which it exists.')),
    'replaced-by': Type.Optional(id('Organisation that took over what it did.')),
  },
  { additionalProperties: false, description: 'An organisation that provides services.' },
);

export const organisationsSchema = Type.Array(organisation, {
  maxItems: ORGANISATIONS_MAX,
  description: 'The organisations of the examples, where the definition binds services to them.',
});

type OrganisationYaml = Static<typeof organisation>;

export function directoryIn(yaml: readonly OrganisationYaml[]): OrganisationDirectory {
  return new OrganisationDirectory(yaml.map(organisationOf));
}

function organisationOf(yaml: OrganisationYaml): Organisation {
  const { id, services, municipalities = [], identifiers = [] } = yaml;
  const { 'valid-from': validFrom, 'valid-to': validTo, 'replaced-by': replacedBy } = yaml;
  return {
    ...{ id, name: id, kind: 'example', level: 'other', services, municipalities },
    identifiers: identifiers.map((text) => {
      const bar = text.indexOf('|');
      return { system: text.slice(0, Math.max(bar, 0)), value: text.slice(bar + 1) };
    }),
    ...(validFrom !== undefined && { validFrom }),
    ...(validTo !== undefined && { validTo }),
    ...(replacedBy !== undefined && { replacedBy }),
  };
}
