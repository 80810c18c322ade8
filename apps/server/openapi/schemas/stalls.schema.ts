/** Answer of stalls: who waits beyond what was agreed, and for whom. */
import { Type } from 'typebox';
import {
  count,
  figureHead,
  instant,
  keyed,
  nullableSeconds,
  position,
  seconds,
  text,
} from './schema-parts.js';

const severity = () =>
  Type.Enum(['critical', 'high', 'normal'], {
    description: 'How dangerous it is if nothing happens, by the definition.',
  });
const beyond = () =>
  Type.Optional(
    Type.Array(Type.Enum(['limit', 'expected-p90', 'population-p90']), {
      description: 'Bounds that a stay exceeds.',
    }),
  );

const NoticeSchema = Type.Object({
  how: Type.Enum(['warned', 'reminded', 'escalated']),
  service: text(),
  organisation: Type.Optional(text('Id.')),
  at: instant('When the definition has it told.'),
  message: Type.Optional(
    Type.Object(
      {
        writtenAt: instant('When it was put into the outbox.'),
        arrived: Type.Optional(
          Type.Object(
            {
              how: Type.Enum(['pushed', 'fetched']),
              at: instant(),
              by: text('The receiver who fetched it, or what pushed it.'),
            },
            { description: 'Absent while nobody is known to have it.' },
          ),
        ),
        failed: Type.Optional(text('Code of the last failed attempt to push it.')),
        givenUp: Type.Optional(Type.Literal(true)),
      },
      { description: 'Absent where none was written.' },
    ),
  ),
});

const NoticedBySchema = Type.Object({
  kind: Type.Enum(['duty', 'handover', 'stage']),
  id: text(),
  attempt: Type.Optional(Type.Integer()),
  beyond: beyond(),
  severity: severity(),
  excessSeconds: seconds(),
});

const StallSchema = Type.Object({
  patient: text('Pseudonym.'),
  key: keyed(),
  kind: Type.Enum(['duty', 'handover', 'stage', 'parked', 'unreadable'], {
    description: 'Of what has noticed it the longest.',
  }),
  severity: severity(),
  noticedBy: Type.Array(NoticedBySchema, {
    description: 'All rules that notice this silence, the longest first.',
  }),
  version: Type.Optional(
    Type.Integer({ description: 'Of the definition, that the episode is pinned to.' }),
  ),
  stage: text('Empty if unknown.'),
  holder: text('Who is accountable for the patient; empty if unknown.'),
  organisation: Type.Optional(text('Organisation of the holder, where it is known.')),
  duty: Type.Optional(text()),
  owner: Type.Optional(text()),
  ownerOrganisation: Type.Optional(text('Organisation of the owner, where it is known.')),
  attributable: Type.Optional(
    Type.Literal(false, {
      description: 'Of a duty: it was past due before anybody could have done it.',
    }),
  ),
  handover: Type.Optional(text()),
  attempt: Type.Optional(Type.Integer()),
  owed: Type.Optional(Type.Enum(['answer', 'withdrawal-answer', 'information'])),
  told: Type.Optional(
    Type.Array(NoticeSchema, { description: 'Who was told of it, and whether it arrived.' }),
  ),
  beyond: beyond(),
  dueAt: Type.Optional(instant('When the duty or the answer was due.')),
  processor: Type.Optional(text()),
  position: Type.Optional(position),
  parkedAt: Type.Optional(instant()),
  code: Type.Optional(text('Of what is parked or unreadable: what went wrong.')),
  ageSeconds: seconds(),
  expectedSeconds: seconds(),
  excessSeconds: seconds(),
  missing: Type.Array(Type.String(), { description: 'Types of which one would end the stall.' }),
  missingWords: text('The same with their conditions, in words.'),
  from: text('Who should send it.'),
  fromOrganisation: Type.Optional(text('Which of that service, where it is known.')),
});

const tally = {
  stalls: count(),
  critical: count(),
  patients: count(),
  excessSeconds: seconds(),
};

export const StallsSchema = Type.Object({
  ...figureHead,
  total: count('Silences: what several rules notice of one patient counts once.'),
  critical: count(),
  high: count(),
  notices: count('What the rules notice; several may be of one silence.'),
  duties: count('Of the notices: by duties.'),
  handovers: count('Of the notices: of unanswered offers.'),
  stages: count('Of the notices: of stays that are too long.'),
  notAttributable: count('Silences that began before anybody could have ended them.'),
  parked: count('Sequences that could not be processed.'),
  unreadable: count('Patients who could not be assessed.'),
  patients: count(),
  byOwing: Type.Array(
    Type.Object({
      from: text('Who should send what is missing.'),
      fromOrganisation: Type.Optional(text('Which of that service, where it is known.')),
      ...tally,
    }),
    { description: 'By who owes it; the most excess first.' },
  ),
  byHolder: Type.Array(Type.Object({ holder: text(), ...tally }), {
    description: 'By who holds the patient meanwhile; the most excess first.',
  }),
  expected: Type.Array(
    Type.Object({
      stage: text(),
      p90Seconds: nullableSeconds('Null: there is no such figure, so nobody is late by it.'),
      limitSeconds: Type.Optional(seconds()),
      source: Type.Enum(['definition', 'population']),
      n: count(),
      events: count(),
    }),
    { description: 'What each stage was measured against.' },
  ),
  stalls: Type.Array(StallSchema, {
    description: 'The most severe first, then the largest excess.',
  }),
});
