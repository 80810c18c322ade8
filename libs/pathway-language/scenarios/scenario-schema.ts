/**
 * The YAML form of a file of scenarios, the executable examples beside a definition. From
 * this one source come the JSON Schema that editors complete from, the reader's check of
 * shapes and the TypeScript type. What a schema cannot say (names that the definition has,
 * times, data of events) is checked in `read-scenarios.ts`.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ENVELOPE_LIMITS, PATHWAY_ID } from '#care-event';
import { expectationSchema } from './expectation-schema.js';
import { organisationsSchema } from './scenario-organisations.js';

/** One file may hold so many; a pathway has dozens. */
const SCENARIOS_MAX = 500;
const GIVEN_MAX = 2_000;
const EXPECTATIONS_MAX = 200;

const text = (description: string, maxLength = 2_000) =>
  Type.String({ minLength: 1, maxLength, description });

const pathwayId = (description: string) => Type.String({ pattern: PATHWAY_ID.source, description });

const municipality = (description: string) =>
  text(`${description} In quotes, such as "0301".`, ENVELOPE_LIMITS.municipalityCharacters);

const givenEvent = Type.Object(
  {
    on: text(
      'When it happened: a day (2026-03-02), a month (2026-03), a local time in the zone of the pathway (2026-03-20 09:00) or an instant with its offset (2026-03-20T09:00:00+02:00).',
    ),
    event: text(
      'Type of the event, of the catalogue or declared by the definition.',
      ENVELOPE_LIMITS.typeCharacters,
    ),
    data: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'What the event says; its fields are those of its type.',
      }),
    ),
    id: Type.Optional(
      text(
        'Name of this event, for `corrects`; its place in the list where it is left out.',
        ENVELOPE_LIMITS.idCharacters,
      ),
    ),
    recorded: Type.Optional(
      text(
        'When it was reported, a local time or an instant; as soon as it had happened where it is left out.',
      ),
    ),
    corrects: Type.Optional(
      text('The `id` of an earlier event in this list, whose place this one takes.'),
    ),
    sequence: Type.Optional(
      text(
        'The order of events that happened at the same time. In quotes, such as "1".',
        ENVELOPE_LIMITS.sequenceCharacters,
      ),
    ),
    municipality: Type.Optional(municipality('Number of the municipality that it comes from.')),
    actor: Type.Optional(
      Type.Object(
        {
          role: Type.Optional(text('Role of whoever acted.', ENVELOPE_LIMITS.idCharacters)),
          organisation: Type.Optional(
            text('Organisation of whoever acted.', ENVELOPE_LIMITS.idCharacters),
          ),
        },
        { additionalProperties: false, description: 'Who acted.' },
      ),
    ),
    pathway: Type.Optional(
      pathwayId('The one pathway it is meant for; every pathway where it is left out.'),
    ),
    note: Type.Optional(text('What readers should know.')),
  },
  { additionalProperties: false, description: 'An event that happened to the patient.' },
);

const patient = Type.Object(
  {
    born: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Integer()], {
        description: 'Year, month or day of birth: 1980, 1980-05 or 1980-05-17.',
      }),
    ),
  },
  { additionalProperties: false, description: 'The patient to whom all this happens.' },
);

const scenario = Type.Object(
  {
    id: pathwayId('Lower-case letters, digits and dashes, at most 64; once in the file.'),
    title: Type.Optional(
      text('What the example shows, in one sentence; the id where it is left out.'),
    ),
    source: Type.Optional(text('Where this comes from: document, date, paragraph.')),
    note: Type.Optional(text('What readers should know.')),
    patient: Type.Optional(patient),
    municipality: Type.Optional(
      municipality('Number of the municipality of every event that names no other.'),
    ),
    given: Type.Array(givenEvent, {
      maxItems: GIVEN_MAX,
      description: 'The events that happened, in any order.',
    }),
    expect: Type.Array(expectationSchema, {
      minItems: 1,
      maxItems: EXPECTATIONS_MAX,
      description: 'Where the patient stands then; only what is named is looked at.',
    }),
  },
  { additionalProperties: false, description: 'An example: given these events, expect this.' },
);

export const scenariosSchema = Type.Object(
  {
    pathway: pathwayId('Id of the pathway that the scenarios are about.'),
    source: Type.Optional(text('Where the scenarios come from: document, date, paragraph.')),
    note: Type.Optional(text('What readers should know.')),
    organisations: Type.Optional(organisationsSchema),
    scenarios: Type.Array(scenario, {
      minItems: 1,
      maxItems: SCENARIOS_MAX,
      description: 'The examples.',
    }),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:stafett:schema:scenarios',
    title: 'Stafett scenarios of a pathway',
    additionalProperties: false,
  },
);

/** A file of scenarios as its YAML text has it. */
export type ScenariosYaml = Static<typeof scenariosSchema>;
export type ScenarioYaml = ScenariosYaml['scenarios'][number];
export type GivenYaml = ScenarioYaml['given'][number];
export type ExpectationYaml = ScenarioYaml['expect'][number];
