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

const StallSchema = Type.Object({
  patient: text('Pseudonym.'),
  key: keyed(),
  kind: Type.Enum(['duty', 'handover', 'stage', 'parked', 'unreadable']),
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
    Type.Array(
      Type.Object({
        how: Type.Enum(['reminded', 'escalated']),
        service: text(),
        organisation: Type.Optional(text('Id.')),
        at: instant(),
      }),
    ),
  ),
  beyond: Type.Optional(Type.Array(Type.Enum(['limit', 'expected-p90', 'population-p90']))),
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

export const StallsSchema = Type.Object({
  ...figureHead,
  total: count(),
  duties: count(),
  notAttributable: count('Of the duties: past due before anybody could have done them.'),
  handovers: count(),
  stages: count(),
  parked: count('Sequences that could not be processed.'),
  unreadable: count('Patients who could not be assessed.'),
  patients: count(),
  byHolder: Type.Array(
    Type.Object({ holder: text(), stalls: count(), patients: count(), excessSeconds: seconds() }),
    { description: 'The most excess first.' },
  ),
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
  stalls: Type.Array(StallSchema, { description: 'The largest excess first.' }),
});
