/**
 * The YAML form of a pathway definition: from this one source come the JSON Schema that
 * editors complete from, the reader's check of shapes and the TypeScript type. What a
 * schema cannot say (names that must exist, limits, zones) is in `definition-checks.ts`.
 */
import { Type } from 'typebox';
import type { Static, TProperties } from 'typebox';
import { ENVELOPE_LIMITS, PATHWAY_ID } from './check-care-event.js';

const text = (description: string) => Type.String({ minLength: 1, maxLength: 2_000, description });

const id = (description: string) => Type.String({ pattern: PATHWAY_ID.source, description });

const ID_FORM = 'Lower-case letters, digits and dashes, at most 64.';

const serviceName = (description: string) => id(`${description} ${ID_FORM}`);

const eventType = Type.String({
  minLength: 1,
  maxLength: ENVELOPE_LIMITS.typeCharacters,
  description: 'Type of a care event, of the catalogue or declared under `events`.',
});

const eventTypes = (description: string) =>
  Type.Union([eventType, Type.Array(eventType, { minItems: 1, maxItems: 500 })], { description });

const limit = (description: string) =>
  text(`${description} Such as \`60 minutes\`, \`10 days\`, \`6 weeks\` or \`PT4H\`.`);

/** Every element may say where it comes from. Keys that the language does not know are refused. */
function element<Properties extends TProperties>(properties: Properties, description: string) {
  const origin = {
    source: Type.Optional(text('Where this comes from: document, date, paragraph.')),
    note: Type.Optional(text('What readers should know.')),
  };
  return Type.Object({ ...properties, ...origin }, { additionalProperties: false, description });
}

function elements<Properties extends TProperties>(properties: Properties, description: string) {
  return Type.Array(element(properties, description), { maxItems: 500 });
}

const service = element(
  {
    name: Type.Optional(text('Name for people; the id where it is left out.')),
    level: Type.Enum(['municipal', 'specialist', 'other'], {
      description: 'Level of care that the service belongs to.',
    }),
  },
  'A service that can hold patients or own duties.',
);

const declaredEvent = element(
  {
    publisher: Type.Optional(text('Who publishes it.')),
    data: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'JSON Schema of its data; any object where it is left out.',
      }),
    ),
  },
  'An event type that the catalogue does not have.',
);

const entry = Type.Union(
  [
    Type.Literal('any'),
    Type.Object({ events: eventTypes('Types that open it.') }, { additionalProperties: false }),
  ],
  {
    description:
      'What opens the pathway for a patient: `any` event that is addressed to it or declared by it, or events of certain types.',
  },
);

const stages = Type.Array(
  element(
    {
      id: id(ID_FORM),
      title: Type.Optional(text('Title for people; the id where it is left out.')),
      holder: serviceName('Service that is accountable for the patient in this stage.'),
      opens: Type.Optional(eventTypes('Types that bring the patient here from any other stage.')),
      'expected-p90': Type.Optional(limit('Nine patients in ten are through in this time.')),
    },
    'A stage: from entry to close the patient is in exactly one.',
  ),
  { minItems: 1, maxItems: 500, description: 'A journey begins in the first.' },
);

const milestones = elements(
  {
    id: id(ID_FORM),
    title: Type.Optional(text('Title for people; the id where it is left out.')),
    'reached-by': eventTypes('Types of which the first reaches it.'),
  },
  'Something to be reached, once.',
);

const duties = elements(
  {
    id: id(ID_FORM),
    title: Type.Optional(text('Title for people; the id where it is left out.')),
    from: eventTypes('Types that start it.'),
    until: eventTypes('Types that meet it.'),
    within: limit('Time from the one to the other; days and longer end with the day.'),
    owner: serviceName('Service that owes it, or `holder`: whoever holds the patient.'),
  },
  'Something owed within a time.',
);

export const definitionSchema = Type.Object(
  {
    pathway: id(ID_FORM),
    version: Type.Integer({ minimum: 1, description: 'Grows with every change.' }),
    title: Type.Optional(text('Title for people; the id where it is left out.')),
    source: Type.Optional(text('What the pathway rests on: document and date.')),
    note: Type.Optional(text('What readers should know.')),
    zone: text('IANA time zone in which its days begin and end, such as `Europe/Oslo`.'),
    services: Type.Record(Type.String({ pattern: PATHWAY_ID.source }), service, {
      additionalProperties: false,
      minProperties: 1,
      description: 'The services that take part, by id.',
    }),
    events: Type.Optional(
      Type.Record(
        Type.String({ pattern: `^.{1,${ENVELOPE_LIMITS.typeCharacters}}$` }),
        declaredEvent,
        {
          additionalProperties: false,
          description: 'Event types beside the catalogue, by name; names may hold spaces.',
        },
      ),
    ),
    entry,
    closes: Type.Optional(eventTypes('Types that close the pathway.')),
    stages,
    milestones: Type.Optional(milestones),
    duties: Type.Optional(duties),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Stafett pathway definition',
    additionalProperties: false,
  },
);

/** A definition as its YAML text has it. */
export type DefinitionForm = Static<typeof definitionSchema>;
