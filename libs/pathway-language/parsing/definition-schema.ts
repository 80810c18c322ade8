/**
 * The YAML form of a pathway definition: from this one source come the JSON Schema that
 * editors complete from, the reader's check of shapes and the TypeScript type. What a
 * schema cannot say (names that must exist, limits, zones) is in `definition-checks.ts`.
 */
import { Type } from 'typebox';
import type { Static, TProperties, TSchema } from 'typebox';
import { ENVELOPE_LIMITS, PATHWAY_ID } from '#care-event';
import { ACCUMULATION_PARTS } from './accumulation-schema.js';
import { clock, guard, sequence } from './clock-schema.js';
import { duty } from './duty-schema.js';
import {
  element,
  field,
  id,
  LANGUAGE_TAG,
  LIST_ITEMS_MAX,
  readableText,
  text,
  TEXT_PARTS,
} from './schema-parts.js';
import { handover, queue } from './handover-schema.js';
import { EVIDENCE_PARTS } from './evidence-schema.js';
import { LIMIT_PARTS } from './limit-schema.js';
import { limitRef } from './limit-ref-schema.js';
import { measures } from './measure-schema.js';
import { PATTERN_PARTS, patterns } from './pattern-schema.js';
import { calendar, parameters, regions, service } from './local-settings-schema.js';
import { interrupt, milestone, STAGE_PARTS, stages } from './stage-schema.js';
import { scope } from './scope-schema.js';
import { episodes } from './episode-schema.js';

const matterField = field('Field of events, such as `referral`.');

const aboutBy = Type.Union([matterField, Type.Array(matterField, { minItems: 1, maxItems: 8 })], {
  description:
    'Field, such as `referral`, or list of fields, by which an event that does not say what it is about goes with the first one of the same value.',
});

function listOf<Item extends TSchema>(item: Item, description: string) {
  return Type.Array(item, { maxItems: LIST_ITEMS_MAX, description });
}

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
    Type.Object(
      {
        events: patterns('Events that open it.'),
        unfiltered: Type.Optional(
          text(
            'Why events that do not say what they are about, by a code, a key or an addressee, may open it.',
          ),
        ),
        'custody-from': Type.Optional(
          patterns(
            'Events of which the first begins custody, such as a first contact; the entry where left out.',
          ),
        ),
      },
      { additionalProperties: false },
    ),
  ],
  {
    description:
      'What opens the pathway for a patient: `any` event that is addressed to it or declared by it, or certain events.',
  },
);

/** What the definition is and whom it concerns. */
const head = {
  pathway: id('Events are addressed to it.'),
  version: Type.Integer({ minimum: 1, description: 'Grows with every change.' }),
  title: Type.Optional(readableText('Title for people; the id where it is left out.')),
  language: Type.Optional(
    Type.String({
      pattern: LANGUAGE_TAG,
      description: 'Language of its texts, BCP 47; `en` where it is left out.',
    }),
  ),
  source: Type.Optional(text('What the pathway rests on: document and date.')),
  note: Type.Optional(readableText('What readers should know.')),
  zone: text('IANA time zone in which its days begin and end, such as `Europe/Oslo`.', {
    'x-means': 'zone',
  }),
  calendar: Type.Optional(calendar),
  regions: Type.Optional(regions),
  parameters: Type.Optional(parameters),
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
} satisfies TProperties;

/** What happens, and what should. */
const rules = {
  entry,
  about: Type.Optional(
    patterns(
      'Events of a type that is named here concern the pathway only if they fit; of other types, all do.',
    ),
  ),
  'about-by': Type.Optional(aboutBy),
  'looks-back': Type.Optional(
    limitRef('Events up to this long before the entry count as well.', {
      'x-means': 'in-plain-units',
    }),
  ),
  episodes: Type.Optional(episodes),
  closes: Type.Optional(patterns('Events that close the pathway.')),
  stages,
  milestones: Type.Optional(listOf(milestone, 'What is to be reached, once in each episode.')),
  duties: Type.Optional(listOf(duty, 'What is owed, by whom and by when.')),
  clocks: Type.Optional(listOf(clock, 'Times that run, pause and are counted.')),
  guards: Type.Optional(listOf(guard, 'What must be true before something happens.')),
  interrupts: Type.Optional(listOf(interrupt, 'What breaks off any stage.')),
  sequences: Type.Optional(listOf(sequence, 'Orders in which things should happen.')),
  handovers: Type.Optional(listOf(handover, 'Offers of the patient from one service to another.')),
  queues: Type.Optional(listOf(queue, 'Queues and their order.')),
  responsibility: Type.Optional(
    readableText(
      "What the pathway's own responsibility is called where its scopes are shown beside it.",
    ),
  ),
  scopes: Type.Optional(
    listOf(scope, "Parts of the responsibility that are held beside the pathway's own."),
  ),
  measures: Type.Optional(measures),
} satisfies TProperties;

export const definitionSchema = Type.Object(
  { ...head, ...rules },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:stafett:schema:pathway',
    title: 'Stafett pathway definition',
    additionalProperties: false,
    $defs: {
      ...TEXT_PARTS,
      ...PATTERN_PARTS,
      ...EVIDENCE_PARTS,
      ...LIMIT_PARTS,
      ...ACCUMULATION_PARTS,
      ...STAGE_PARTS,
    },
  },
);

/** A definition as its YAML text has it, every text in one language. */
export type DefinitionYaml = Static<typeof definitionSchema>;
