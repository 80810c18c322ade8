/** Answer about who holds what of one patient, across all pathways. */
import { Type } from 'typebox';
import { HandoverState, organisation } from './journey.schema.js';
import {
  daysAsked,
  eventTime,
  EventEvidence,
  instant,
  keyed,
  nullable,
  position,
  text,
  unreadablePathways,
  scope,
  Taken,
} from './schema-parts.js';

const HoldingSchema = Type.Object({
  scope,
  holder: nullable(text(), 'Service; null where nobody holds it: not yet, or no longer.'),
  ...organisation,
  role: nullable(text()),
  person: nullable(text()),
  since: nullable(eventTime()),
  taken: nullable(Taken, 'How the service came to it.'),
  handover: nullable(text(), 'The handover that it accepted.'),
  by: nullable(EventEvidence, 'The event by which it came.'),
});

const OfferSchema = Type.Object({
  scope,
  handover: text(),
  attempt: Type.Integer(),
  from: text(),
  fromOrganisation: Type.Optional(text('Its id.')),
  to: text(),
  toOrganisation: Type.Optional(text('Its id.')),
  toOrganisationUnknown: Type.Optional(text('Why it is not known.')),
  state: HandoverState,
  offeredAt: eventTime(),
  answerDueAt: nullable(instant(), 'Null while its clock is paused.'),
  overdue: Type.Boolean({ description: 'An answer is overdue.' }),
});

export const PatientCustodySchema = Type.Object({
  patient: text('Pseudonym.'),
  asOf: instant(),
  knownAt: nullable(instant()),
  ...daysAsked,
  zone: text('In which all instants but those of events as published are written.'),
  position: nullable(position),
  pathways: Type.Array(
    Type.Object({
      pathway: text(),
      version: Type.Integer({ description: 'The one that the episode is pinned to.' }),
      key: keyed(),
      episode: Type.Integer({ description: 'The latest, numbered from 1.' }),
      state: Type.Enum(['open', 'closed']),
      enteredAt: eventTime(),
      closedAt: nullable(eventTime()),
      held: Type.Array(HoldingSchema, {
        description: 'The pathway’s own responsibility, then its scopes; none once it is closed.',
      }),
      openOffers: Type.Array(OfferSchema),
      dropped: nullable(
        Type.Object({
          holder: text('Who held the patient last.'),
          organisation: Type.Optional(text('Id.')),
          since: eventTime(),
        }),
        'Where the close passed the patient on and nobody has accepted since.',
      ),
    }),
    { description: 'Those that the patient has entered: open ones first, then by entry.' },
  ),
  unreadablePathways: unreadablePathways(),
});
