/** The event body as JSON Schema: CloudEvents attributes of ours, and `data` per catalogue type. */
import { CATALOGUE } from '#care-event';

type Schema = Record<string, unknown>;

const text = (description: string, more: Schema = {}): Schema => ({
  type: 'string',
  description,
  ...more,
});

/** One alternative per catalogue type, so that a client generator knows every field. */
const dataByType = [...CATALOGUE].map(([type, { version, description, schema }]) => ({
  title: type,
  description,
  properties: { type: { enum: [`${type}.v${version}`, type] }, data: schema },
}));

export const CLOUD_EVENT_SCHEMA: Schema = {
  type: 'object',
  description:
    'CloudEvents 1.0, structured mode. One of `time` and `occurredat` is needed. Types beside the catalogue are kept and counted.',
  required: ['specversion', 'id', 'source', 'type', 'subject'],
  properties: {
    specversion: { const: '1.0' },
    id: text('Unique for its source; sending it again changes nothing.'),
    source: text('URI of the publishing system.', { format: 'uri-reference' }),
    type: text('Versioned literal such as `ReferralSent.v1`; a bare name means version 1.'),
    subject: text(
      'The patient: a pseudonym, or `system|value`, which is pseudonymised on the way in.',
    ),
    time: text('When it happened, unless `occurredat` says so; else when it was reported.', {
      format: 'date-time',
    }),
    occurredat: text(
      'When it happened: instant with offset, `2026-03-14` (day) or `2026-03` (month).',
    ),
    sequence: text("The source's own order, for ties."),
    pathway: text('Id of the one pathway it is meant for.'),
    actorrole: text('Role of who did it.'),
    actororganisation: text('Organisation of who did it.'),
    municipality: text('Municipality number.'),
    correctionof: text('Id of the event this one corrects.'),
    datacontenttype: text('application/json'),
    data: { type: 'object' },
  },
  anyOf: [...dataByType, { title: 'a type beside the catalogue' }],
};

export const EXAMPLE_CLOUD_EVENT = {
  specversion: '1.0',
  id: 'onset-17',
  source: 'urn:example:gp:4601',
  type: 'SymptomOnsetReported.v1',
  subject: 'urn:example:gp:4601|17',
  time: '2026-03-16T09:12:00+01:00',
  occurredat: '2026-03-02',
  municipality: '4601',
  data: {},
};
