/** Answers about the directory of organisations. */
import { Type } from 'typebox';
import { ORGANISATION_SCHEMA } from '#care-event';
import { count, instant, nullable, position, text } from './schema-parts.js';

const head = {
  at: Type.String({ format: 'date', description: 'The day of which was asked.' }),
  position: nullable(position, 'Last position of the log.'),
};

export const OrganisationsSchema = Type.Object({
  ...head,
  total: count('How many there are, whether listed or not.'),
  organisations: Type.Array(ORGANISATION_SCHEMA, { description: 'Sorted by id.' }),
});

export const OrganisationSchema = Type.Object({
  ...head,
  id: text(),
  organisation: nullable(
    ORGANISATION_SCHEMA,
    'As it is on that day; null where it does not exist then.',
  ),
  successor: nullable(text(), 'Whoever is in its place, where it exists no longer.'),
  predecessors: Type.Array(text(), { description: 'Those in whose place it is.' }),
  history: Type.Array(
    Type.Object({
      organisation: ORGANISATION_SCHEMA,
      corrected: Type.Boolean({
        description: 'Whether a later version with the same first day says otherwise.',
      }),
      author: text(),
      reason: text(),
      recordedAt: instant(),
      position,
    }),
    { description: 'In the order in which it became known.' },
  ),
});
