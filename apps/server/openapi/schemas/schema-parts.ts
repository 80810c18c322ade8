/** Parts that the schemas of several answers share. */
import { Type, type TSchema } from 'typebox';

export const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description && { description }) });
export const seconds = (description?: string) =>
  Type.Number({ ...(description && { description }) });
export const text = (description?: string) => Type.String({ ...(description && { description }) });
export const share = (description: string) =>
  nullable(Type.Number({ minimum: 0, maximum: 1 }), description);

/** RFC 3339, in the zone of the pathway. */
export const instant = (description?: string) =>
  Type.String({ format: 'date-time', ...(description && { description }) });

export const nullable = <T extends TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], { ...(description && { description }) });

export const nullableSeconds = (description?: string) => nullable(Type.Number(), description);

/** Lower and upper end; null where it is not defined. */
export const interval = Type.Array(nullableSeconds(), { minItems: 2, maxItems: 2 });

/** Counts by name: a stage, a holder, a type. */
export const countsByName = (description: string) =>
  Type.Record(Type.String(), Type.Integer(), { description });

export const position = Type.String({
  description: 'A position of the log; only its order means anything.',
});

export const EventEvidence = Type.Object({
  type: text(),
  occurredAt: text('As published: an instant, a day or a month.'),
  position,
});

/** What every figure begins with. */
export const figureHead = {
  position: nullable(position, 'Last position of the log that the answer counts.'),
  definition: Type.Object(
    { id: text(), version: Type.Integer(), hash: Type.Optional(text()) },
    { description: 'The newest definition; without a hash where none is published.' },
  ),
  asOf: Type.Optional(instant('What had happened by this instant.')),
  knownAt: Type.Optional(instant('What had been recorded by this instant.')),
};

export const leavesOut = {
  unreadable: Type.Optional(
    count('Patients who could not be assessed and are in no number of this answer.'),
  ),
};

export const perEpisode = {
  perEpisode: Type.Optional(
    Type.Literal(true, { description: 'Each episode is one journey; else each patient is one.' }),
  ),
};

/** Which of several episodes side by side something is about. */
export function keyed() {
  return Type.Optional(
    Type.String({
      description:
        'Key of the episode, such as a referral; only where the pathway has episodes side by side. Empty: the entry names none.',
    }),
  );
}

/** Only where there are any. */
export const unreadablePathways = () =>
  Type.Optional(
    Type.Array(text(), {
      description: 'Pathways whose definitions cannot be read: nothing is said of them.',
    }),
  );
