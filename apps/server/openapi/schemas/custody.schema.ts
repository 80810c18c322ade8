/** Answer of custody: who was accountable when, and which offers are open. */
import { Type } from 'typebox';
import {
  count,
  EventEvidence,
  figureHead,
  instant,
  interval,
  keyed,
  leavesOut,
  nullable,
  nullableSeconds,
  seconds,
  share,
  text,
} from './schema-parts.js';

export const Taken = Type.Enum([
  ...['entry', 'contact', 'begun', 'acceptance', 'deed', 'within', 'identified'],
]);

/** Which scope something is about. */
export const scope = Type.Optional(
  text('Id of the scope; left out for the pathway’s own responsibility.'),
);

const counts = {
  patients: count('Patients held at the as-of instant.'),
  heldSeconds: seconds(),
  days: count('Whole local days within the spells.'),
  idleDays: count('Of those: the holder reported nothing.'),
  idleShare: share('Null where there is no whole day.'),
  longestIdleDays: count(),
  taken: Type.Object({
    entry: count(),
    contact: count(),
    acceptance: count(),
    deed: count(),
    within: count(),
    begun: Type.Optional(count('Of a scope: it began by an event of its own.')),
  }),
  offers: Type.Object({
    made: count(),
    open: count(),
    accepted: count(),
    refused: count(),
    withdrawn: count(),
    overtaken: count('Nobody needed the answer any more.'),
    silent: count('Of the open ones: an answer is overdue.'),
    fellSilent: count('Of all: an answer was overdue at some time.'),
    late: count('Answered after it was due.'),
    returned: count('The patient stayed with, or came back to, who offered.'),
  }),
  timeToAnswer: Type.Object({
    n: count(),
    answered: count(),
    cutOff: count(),
    medianSeconds: nullableSeconds('Kaplan-Meier; null: not reached.'),
    medianCi95Seconds: interval,
  }),
  offeredSeconds: seconds('Patient-time offered and not accepted.'),
  silentSeconds: seconds('Time in which an answer was overdue.'),
};

const totals = {
  withoutHolderSeconds: seconds(
    'Patient-time in which nobody was accountable although somebody ought to have been.',
  ),
  heldTwiceSeconds: seconds('Patient-time in which more than one was. It must be 0.'),
  total: Type.Object(counts),
  services: Type.Array(Type.Object({ service: text(), ...counts })),
  organisations: Type.Optional(
    Type.Array(Type.Object({ service: text(), organisation: text('Id.'), ...counts }), {
      description: 'Where the pathway binds services to organisations.',
    }),
  ),
  unknownOrganisation: Type.Optional(
    Type.Object(
      {
        patients: count('Patients held at the as-of instant.'),
        heldSeconds: seconds(),
        offers: count('Offers of which it is not known whom they ask.'),
        reasons: Type.Record(Type.String(), count(), {
          description: 'Of those held at the as-of instant, how many for which reason.',
        }),
      },
      { description: 'Where it is not known which organisation of the service it is.' },
    ),
  ),
};

export const CustodySchema = Type.Object({
  ...{ ...figureHead, ...leavesOut, ...totals },
  scopes: Type.Optional(
    Type.Array(Type.Object({ scope: text('Id.'), ...totals }), {
      description: 'Where the pathway has scopes; they count in no other total.',
    }),
  ),
  openOffers: Type.Array(
    Type.Object({
      patient: text('Pseudonym.'),
      key: keyed(),
      episode: Type.Integer(),
      scope,
      handover: text(),
      attempt: Type.Integer(),
      from: text(),
      fromOrganisation: Type.Optional(text('Id.')),
      to: text(),
      toOrganisation: Type.Optional(text('Id.')),
      toOrganisationUnknown: Type.Optional(text('Why it is not known.')),
      offeredAt: instant(),
      answerDueAt: nullable(instant(), 'Null while its clock is paused.'),
      askedBack: Type.Boolean({ description: 'Whether the sender has asked for it back.' }),
      offeredSeconds: seconds(),
      overdueSeconds: seconds(),
      offered: EventEvidence,
    }),
  ),
  dropped: Type.Array(
    Type.Object({
      patient: text('Pseudonym.'),
      key: keyed(),
      episode: Type.Integer(),
      holder: text('Who held the patient last.'),
      organisation: Type.Optional(text('Id.')),
      since: instant(),
      seconds: seconds(),
    }),
    { description: 'Patients whom a close dropped and nobody has accepted since.' },
  ),
  droppedCount: count(),
  idleSpellCount: count(),
  idleSpells: Type.Array(
    Type.Object({
      patient: text('Pseudonym.'),
      key: keyed(),
      episode: Type.Integer(),
      scope,
      holder: text(),
      organisation: Type.Optional(text('Id.')),
      since: instant(),
      taken: Taken,
      days: count(),
      idleDays: count(),
      longestIdleDays: count(),
      by: EventEvidence,
    }),
  ),
});
