/**
 * What the YAML form of every element is made of: texts, ids, titles, sources, notes,
 * and names of other elements. `x-means` marks what a name stands for, so that the
 * checks find all names of a kind in one walk over the document.
 */
import { Type } from 'typebox';
import type { TProperties, TSchemaOptions } from 'typebox';
import { ENVELOPE_LIMITS, PATHWAY_ID } from '#care-event';
import type { Origin, ServiceRef } from '#pathway';

/** Longest lists, and longest texts in UTF-16 code units. */
export const LIST_ITEMS_MAX = 500;
const TEXT_CHARACTERS_MAX = 2_000;

/** What a part of the document is about, for the checks that a schema cannot say. */
export type Means =
  | `${'stage' | 'exit' | 'milestone' | 'duty' | 'clock' | 'guard' | 'interrupt'}-id`
  | `${'sequence' | 'handover' | 'queue' | 'scope' | 'wait' | 'instrument' | 'money'}-id`
  | `${'limit' | 'service' | 'text'}-parameter`
  | `in-${'counted-days' | 'whole-days' | 'calendar-units' | 'plain-units'}`
  | 'accumulated'
  | 'readable-text'
  | 'event-type'
  | 'pattern'
  | 'conditions'
  | 'codes'
  | 'limit'
  | 'plain-limit'
  | 'service'
  | 'owner'
  | 'stage'
  | 'stage-or-close'
  | 'clock'
  | 'duty-ref'
  | 'zone'
  | 'closure'
  | 'parameter'
  | 'duty'
  | 'clock-rule'
  | 'guard'
  | 'handover'
  | 'queue'
  | 'scope'
  | 'episodes';

export type Notes = TSchemaOptions & { readonly 'x-means'?: Means; readonly 'x-missing'?: string };

/** For a key without which a rule has a hole: the code of the problem where it is missing. */
export function missing(code: string): Notes {
  return { 'x-missing': code };
}

export function text(description: string, notes: Notes = {}) {
  return Type.String({ minLength: 1, maxLength: TEXT_CHARACTERS_MAX, description, ...notes });
}

/** A BCP 47 tag that begins with a language of ISO 639. */
export const LANGUAGE_TAG = '^[a-z]{2,3}(-[0-9A-Za-z]{1,8}){0,6}$';

const translations = Type.Record(
  Type.String({ pattern: LANGUAGE_TAG }),
  text('The text in that language.'),
  {
    additionalProperties: false,
    minProperties: 1,
    description:
      "The text by language, such as `{ en: ..., nb: ... }`; the definition's is needed.",
  },
);

export const inLanguages = Type.Unsafe<string>({ $ref: '#/$defs/translations' });

export const TEXT_PARTS = {
  translations,
  'readable-text': Type.Union([text('A text for people.'), inLanguages], {
    description: "A text for people: in the definition's language, or by language.",
    'x-means': 'readable-text',
  } satisfies Notes),
};

/** A text for people. The rest of the reader sees it in one language. */
export function readableText(description: string) {
  return Type.Unsafe<string>({ $ref: '#/$defs/readable-text', description });
}

const ID_FORM = 'Lower-case letters, digits and dashes, at most 64.';

export function id(description: string, notes: Notes = {}) {
  return Type.String({
    pattern: PATHWAY_ID.source,
    description: `${description} ${ID_FORM}`,
    ...notes,
  });
}

/** How dangerous it is for the patient if nothing happens. */
export function severity(ofWhat: string) {
  return Type.Optional(
    Type.Enum(['critical', 'high', 'normal'], {
      description: `How dangerous ${ofWhat} is for the patient: \`critical\`, \`high\` or \`normal\` (default). Danger stands before days.`,
    }),
  );
}

export const eventType = Type.String({
  minLength: 1,
  maxLength: ENVELOPE_LIMITS.typeCharacters,
  description: 'Type of a care event, of the catalogue or declared under `events`.',
  'x-means': 'event-type',
});

/** Name of a field of an event's `data`. */
export function field(description: string) {
  return Type.String({ minLength: 1, maxLength: 200, description });
}

/** `{ parameter: id }`: the parameter's kind is that of the value it stands for. */
export function parameterRef(kind: 'limit' | 'service' | 'text') {
  const parameter = id('Parameter that holds the value.', { 'x-means': `${kind}-parameter` });
  return Type.Object(
    { parameter },
    { additionalProperties: false, description: 'The value of a parameter.' },
  );
}

export function serviceRef(description: string, notes: Notes = {}) {
  const service = id('Service.', { 'x-means': 'service' });
  return Type.Union([service, parameterRef('service')], { description, ...notes });
}

/** A service, or `holder`. */
export function ownerRef(description: string, notes: Notes = {}) {
  const owner = id('Service or `holder`.', { 'x-means': 'owner' });
  return Type.Union([owner, parameterRef('service')], { description, ...notes });
}

/** Every element may say where it comes from. Keys that the language does not know are refused. */
export function element<Properties extends TProperties>(
  properties: Properties,
  description: string,
  notes: Notes = {},
) {
  const origin = {
    source: Type.Optional(text('Where this comes from: document, date, paragraph.')),
    note: Type.Optional(readableText('What readers should know.')),
  };
  return Type.Object(
    { ...properties, ...origin },
    { additionalProperties: false, description, ...notes },
  );
}

/** An element with an id and a title. */
export function named<Properties extends TProperties>(
  idMeans: Means,
  properties: Properties,
  description: string,
  notes: Notes = {},
) {
  const names = {
    id: id('Name that other parts, logs and figures know it by.', { 'x-means': idMeans }),
    title: Type.Optional(readableText('Title for people; the id where it is left out.')),
  };
  return element({ ...names, ...properties }, description, notes);
}

export function originOf({ source, note }: { source?: string; note?: string }): Origin {
  return { ...(source !== undefined && { source }), ...(note !== undefined && { note }) };
}

export function nameOf(yaml: { id: string; title?: string; source?: string; note?: string }) {
  return { id: yaml.id, title: yaml.title ?? yaml.id, ...originOf(yaml) };
}

export function serviceOf(yaml: ServiceRef): ServiceRef {
  return typeof yaml === 'string' ? yaml : { parameter: yaml.parameter };
}
