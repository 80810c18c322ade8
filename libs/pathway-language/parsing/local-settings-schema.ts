/** What differs from place to place: calendars, services, regions and parameters in YAML. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { calendarOfRegion, calendarOfZone, type CalendarRules } from '#calendar';
import { PATHWAY_ID } from '#care-event';
import type { Parameter, ParameterValue, Service } from '#pathway';
import {
  element,
  id,
  inLanguages,
  LIST_ITEMS_MAX,
  originOf,
  parameterRef,
  readableText,
  text,
} from './schema-parts.js';
import { limitOf, limitText } from './limit-ref-schema.js';
import { organisationBinding, organisationBindingOf } from './organisation-schema.js';

const closure = Type.Object(
  {
    from: text('First day, such as `2026-07-13`.'),
    to: Type.Optional(text('Last day; the first where it is left out.')),
    note: Type.Optional(readableText('What readers should know.')),
  },
  { additionalProperties: false, description: 'Days of no work.', 'x-means': 'closure' },
);

export const calendar = element(
  {
    holidays: Type.Optional(
      Type.Enum(['NO', 'FI', 'SE', 'GB-ENG', 'GB-SCT', 'none'], {
        description: "Whose public holidays are free; the zone's country if left out.",
      }),
    ),
    eves: Type.Optional(
      Type.Array(Type.Enum(['christmas-eve', 'new-years-eve', 'midsummer-eve']), {
        maxItems: 3,
        description: 'Days that are free without being public holidays.',
      }),
    ),
    closures: Type.Optional(
      Type.Array(closure, { maxItems: LIST_ITEMS_MAX, description: 'Other days of no work.' }),
    ),
    'benefit-days': Type.Optional(
      Type.Enum(['monday-to-friday', 'monday-to-saturday', 'every-day'], {
        description: "Which days count as benefit days; the country's if left out.",
      }),
    ),
  },
  'Which days are working days and benefit days.',
);

export const service = element(
  {
    name: Type.Optional(
      Type.Union([text('Name for people.'), inLanguages, parameterRef('text')], {
        description: 'Name for people; the id where it is left out.',
        'x-means': 'readable-text',
      }),
    ),
    level: Type.Enum(['municipal', 'specialist', 'other'], {
      description: 'Level of care that the service belongs to.',
    }),
    address: Type.Optional(
      Type.Union([text('Address at which it is reached.'), parameterRef('text')], {
        description: 'Address at which it is reached.',
      }),
    ),
    zone: Type.Optional(
      text("IANA zone in which its days end; the pathway's where left out.", { 'x-means': 'zone' }),
    ),
    calendar: Type.Optional(calendar),
    organisation: Type.Optional(organisationBinding),
  },
  'A service that can hold patients or own duties.',
);

export const regions = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }),
  Type.Array(Type.String({ pattern: '^[0-9A-Za-z-]{1,16}$', description: 'In quotes.' }), {
    maxItems: 2_000,
    description: 'Numbers of its municipalities, in quotes.',
  }),
  {
    additionalProperties: false,
    description: 'Names for groups of municipalities, for the parameters.',
  },
);

const about = {
  title: Type.Optional(readableText('Title for people; the id where it is left out.')),
  background: Type.Optional(
    Type.Boolean({ description: 'True for background knowledge that was not looked up.' }),
  ),
  local: Type.Optional(
    Type.Record(Type.String({ pattern: '^[0-9A-Za-z-]{1,64}$' }), text('The value there.'), {
      additionalProperties: false,
      description: 'Values by municipality number (in quotes) or region.',
    }),
  ),
};

const A_PARAMETER = 'A value that may differ from place to place.';

const parameter = Type.Union(
  [
    element({ default: limitText('The time.'), ...about }, A_PARAMETER, {
      'x-means': 'parameter',
    }),
    element({ service: id('The service.'), ...about }, A_PARAMETER, { 'x-means': 'parameter' }),
    element({ text: readableText('The text.'), ...about }, A_PARAMETER, { 'x-means': 'parameter' }),
  ],
  {
    description: `${A_PARAMETER} \`default\` holds a time, or \`service\` or \`text\` another kind.`,
  },
);

export const parameters = Type.Record(Type.String({ pattern: PATHWAY_ID.source }), parameter, {
  additionalProperties: false,
  description: 'Values that may differ from place to place, by id.',
});

type ParameterYaml = Static<typeof parameter>;

/** What the form does not say is the country's: of the holidays named, else of the zone. */
export function calendarOf(yaml: Static<typeof calendar> | undefined, zone: string): CalendarRules {
  if (yaml === undefined) return calendarOfZone(zone);
  const { holidays, eves = [], closures = [] } = yaml;
  const country =
    holidays === undefined
      ? calendarOfZone(zone)
      : calendarOfRegion(holidays === 'none' ? undefined : holidays);
  return {
    holidays: country.holidays,
    eves,
    closures: closures.map(({ from, to }) => ({ from, to: to ?? from })),
    benefitDays: yaml['benefit-days'] ?? country.benefitDays,
  };
}

export function serviceOf(id: string, yaml: Static<typeof service>, zone: string): Service {
  return {
    id,
    name: yaml.name ?? id,
    level: yaml.level,
    ...(yaml.address !== undefined && { address: yaml.address }),
    ...(yaml.zone !== undefined && { zone: yaml.zone }),
    ...(yaml.calendar !== undefined && { calendar: calendarOf(yaml.calendar, yaml.zone ?? zone) }),
    ...(yaml.organisation !== undefined && {
      organisation: organisationBindingOf(yaml.organisation),
    }),
    ...originOf(yaml),
  };
}

/** A municipality's own value beats that of its region. */
export function parameterOf(
  id: string,
  yaml: ParameterYaml,
  regions: ReadonlyMap<string, readonly string[]>,
): Parameter {
  const value = valuesOf(yaml);
  const local = Object.entries(yaml.local ?? {});
  const byRegion = local.flatMap(([place, text]) =>
    (regions.get(place) ?? []).map((municipality) => [municipality, value(text)] as const),
  );
  const own = local.filter(([place]) => !regions.has(place));
  return {
    id,
    title: yaml.title ?? id,
    default: value('default' in yaml ? yaml.default : 'service' in yaml ? yaml.service : yaml.text),
    background: yaml.background ?? false,
    local: new Map([...byRegion, ...own.map(([place, text]) => [place, value(text)] as const)]),
    ...originOf(yaml),
  };
}

function valuesOf(yaml: ParameterYaml): (text: string) => ParameterValue {
  if ('default' in yaml) return (text) => ({ kind: 'limit', limit: limitOf(text) });
  if ('service' in yaml) return (service) => ({ kind: 'service', service });
  return (text) => ({ kind: 'text', text });
}
