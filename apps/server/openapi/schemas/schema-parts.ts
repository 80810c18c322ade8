/** Parts that the schemas of several answers share. */
import { Type, type TSchema } from 'typebox';

export const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description && { description }) });
export const seconds = (description?: string) =>
  Type.Number({ ...(description && { description }) });
export const text = (description?: string) => Type.String({ ...(description && { description }) });
/** RFC 3339, in the zone of the pathway. */
export const instant = (description?: string) =>
  Type.String({ format: 'date-time', ...(description && { description }) });

/** When something happened that may be known to the day only. */
export const eventTime = (description = 'An instant; a day or month where no more is known.') =>
  Type.String({ description });

export const nullable = <T extends TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], { ...(description && { description }) });

export const position = Type.String({
  description: 'A position of the log; only its order means anything.',
});

export const EventEvidence = Type.Object({
  type: text(),
  occurredAt: text('As published: an instant, a day or a month.'),
  position,
});

/** The dates that were asked for, at the ends of which the instants are. */
export const daysAsked = {
  asOfDay: Type.Optional(Type.String({ format: 'date' })),
  knownAtDay: Type.Optional(Type.String({ format: 'date' })),
};

export const leavesOut = {
  unreadable: Type.Optional(
    count('Patients who could not be assessed and are in no number of this answer.'),
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

export const Taken = Type.Enum([
  ...['entry', 'contact', 'begun', 'acceptance', 'deed', 'within', 'identified'],
]);

/** Which scope something is about. */
export const scope = Type.Optional(
  text('Id of the scope; left out for the pathway’s own responsibility.'),
);
