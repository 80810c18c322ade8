/** The form of an organisation's version: schema, limits, and everything that is wrong with one. */
import Type from 'typebox';
import { dayOf } from '#calendar';
import { dataFaults } from '../checks/data-schema.js';
import type { Fault } from '../event/fault.js';
import { didYouMean } from '../text/closest-name.js';
import { formatValue } from '../text/format-value.js';
import type { JsonObject } from '../text/json.js';
import { IDENTIFIER_SYSTEMS } from './identifier-systems.js';
import {
  ORGANISATION_LEVELS,
  type Organisation,
  type OrganisationIdentifier,
} from './organisation.js';

export const ORGANISATION_LIMITS = {
  nameCharacters: 200,
  municipalities: 500,
  services: 100,
  identifiers: 20,
  identifierCharacters: 200,
} as const;

const ID = '^[a-z0-9-]{1,64}$';
const id = (description: string) => Type.String({ description, pattern: ID });
const day = (description: string) => Type.String({ description, format: 'date' });

/** ASCII but for the space and the bar, which separate identifiers that stand in one cell. */
const identifierPart = (description: string) =>
  Type.String({
    description,
    minLength: 1,
    maxLength: ORGANISATION_LIMITS.identifierCharacters,
    pattern: '^[!-{}-~]+$',
  });

export const ORGANISATION_SCHEMA = Type.Object(
  {
    id: id('Yours, for ever: `a-z`, `0-9` and `-`.'),
    name: Type.String({
      description: 'What people call it.',
      minLength: 1,
      maxLength: ORGANISATION_LIMITS.nameCharacters,
    }),
    kind: id('What it is, such as `municipality` or `hospital`.'),
    level: Type.Enum([...ORGANISATION_LEVELS], { description: 'Whose services they are.' }),
    municipalities: Type.Array(Type.String({ pattern: '^[0-9A-Za-z-]{1,16}$' }), {
      description: 'Numbers of the municipalities whose residents it serves.',
      maxItems: ORGANISATION_LIMITS.municipalities,
    }),
    services: Type.Array(Type.String({ pattern: ID }), {
      description: 'Ids of the services that it provides.',
      maxItems: ORGANISATION_LIMITS.services,
    }),
    identifiers: Type.Array(
      Type.Object(
        {
          system: identifierPart('Who gives it out, such as `no-orgnr`.'),
          value: identifierPart('The identifier.'),
        },
        { additionalProperties: false },
      ),
      { description: 'What registers call it.', maxItems: ORGANISATION_LIMITS.identifiers },
    ),
    validFrom: Type.Optional(day('First day on which it is so; missing: always.')),
    validTo: Type.Optional(day('Last day on which it exists; missing: it still does.')),
    replacedBy: Type.Optional(id('Who took over after `validTo`.')),
  },
  { additionalProperties: false },
);

/** What is read, or everything that is wrong with it, by field. */
export type OrganisationReading =
  { readonly organisation: Organisation } | { readonly faults: readonly Fault[] };

/**
 * Reads one version. Lists may be missing, their order says nothing, and what stands in one twice
 * counts once.
 *
 * @returns faults with paths such as `/identifiers/0/value`
 */
export function readOrganisation(stated: JsonObject): OrganisationReading {
  const complete = { municipalities: [], services: [], identifiers: [], ...stated };
  const faults = dataFaults(ORGANISATION_SCHEMA, complete).map(({ path, message }) => ({
    path: path.replace(/^\/data/, ''),
    message,
  }));
  if (faults.length > 0) return { faults };
  const organisation = inOrder(complete as unknown as Organisation);
  const meaning = [
    ...nameFaults(organisation),
    ...validityFaults(organisation),
    ...identifierFaults(organisation),
  ];
  return meaning.length > 0 ? { faults: meaning } : { organisation };
}

function inOrder(organisation: Organisation): Organisation {
  const identifiers = new Map(
    organisation.identifiers.map((identifier) => [nameOf(identifier), identifier]),
  );
  const { id, name, kind, level, validFrom, validTo, replacedBy } = organisation;
  return {
    ...{ id, name, kind, level },
    municipalities: [...new Set(organisation.municipalities)].sort(),
    services: [...new Set(organisation.services)].sort(),
    identifiers: [...identifiers.keys()].sort().flatMap((key) => identifiers.get(key) ?? []),
    ...(validFrom !== undefined && { validFrom }),
    ...(validTo !== undefined && { validTo }),
    ...(replacedBy !== undefined && { replacedBy }),
  };
}

/** As one text: `no-orgnr|964338531`. */
export function nameOf({ system, value }: OrganisationIdentifier): string {
  return `${system}|${value}`;
}

/** Control characters, and halves of characters, which no encoding of text can hold. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

function* nameFaults({ name }: Organisation): Generator<Fault> {
  if (name.trim() === '' || UNPRINTABLE.test(name))
    yield {
      path: '/name',
      message: `expected text without control characters; got ${formatValue(name)}`,
    };
}

function* validityFaults(organisation: Organisation): Generator<Fault> {
  const { id, validFrom, validTo, replacedBy } = organisation;
  if (validFrom !== undefined && validTo !== undefined && dayOf(validTo) < dayOf(validFrom))
    yield { path: '/validTo', message: `is before validFrom, ${validFrom}` };
  if (replacedBy === undefined) return;
  if (validTo === undefined)
    yield { path: '/replacedBy', message: 'needs validTo, the last day before it' };
  if (replacedBy === id) yield { path: '/replacedBy', message: 'is the organisation itself' };
}

function* identifierFaults({ identifiers }: Organisation): Generator<Fault> {
  for (const [index, { system, value }] of identifiers.entries()) {
    const path = `/identifiers/${index}`;
    const known = IDENTIFIER_SYSTEMS.get(system);
    if (known !== undefined) {
      if (known.isValid(value)) continue;
      const message = `expected ${known.form}; got ${formatValue(value)}`;
      yield { path: `${path}/value`, message };
    } else {
      const country = system.slice(0, system.indexOf('-') + 1);
      const near = [...IDENTIFIER_SYSTEMS.keys()].filter((known) => known.startsWith(country));
      const meant = country === '' ? '' : didYouMean(system, near);
      if (meant !== '') {
        const message = `${formatValue(system)} is no register that is known here.${meant}`;
        yield { path: `${path}/system`, message };
      }
    }
  }
}
