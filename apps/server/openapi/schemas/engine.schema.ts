/** Answers to commands, and about the state of the server. */
import { Type } from 'typebox';
import { PROCESSORS, WARNING_CODES } from '#care-event';
import { ProblemSchema } from './problem.schema.js';
import { count, instant, leavesOut, nullable, position, seconds, text } from './schema-parts.js';

const warnings = Type.Optional(
  Type.Array(
    Type.Object({
      code: Type.Enum([...WARNING_CODES]),
      path: text('JSON pointer to what it is about, such as `/data/to`.'),
      message: text('What was noticed, and what to do where it was not meant.'),
      pathway: Type.Optional(text('The pathway that the event opened.')),
      suggestion: Type.Optional(text('The name that was probably meant.')),
    }),
    {
      description:
        'What the event says or led to that its sender may not have meant; left out where there is nothing.',
    },
  ),
);

const recorded = {
  revision: Type.Integer({ description: 'Of the event in the patient’s stream.' }),
  position,
};

export const ReceiptSchema = Type.Object({
  status: Type.Enum(['accepted', 'repeated']),
  ...recorded,
  decisions: count('Decisions of the engine that were appended with it.'),
  warnings,
});

export const BatchReceiptSchema = Type.Object({
  accepted: count(),
  repeated: count('They were recorded before.'),
  refused: count('They are wrong, and would be refused again.'),
  failed: count('Send them again.'),
  results: Type.Array(
    Type.Union([
      Type.Object({ status: Type.Enum(['accepted', 'repeated']), ...recorded, warnings }),
      Type.Object({
        status: Type.Enum(['refused', 'failed']),
        problem: ProblemSchema,
      }),
    ]),
    { description: 'One for each event, in the order of the batch.' },
  ),
});

const processor = Type.Enum([...PROCESSORS]);

const parkedSequence = {
  processor,
  patient: text('Pseudonym.'),
  position,
  code: text('Why it is parked.'),
  message: text(),
  attempt: Type.Integer({ description: 'How often this event was parked, from 1.' }),
  parkedAt: instant(),
};

export const ParkedListSchema = Type.Object({
  total: count(),
  byProcessor: Type.Record(Type.String(), Type.Integer()),
  sequences: Type.Array(Type.Object(parkedSequence), { description: 'The longest parked first.' }),
});

export const ParkedPatientSchema = Type.Object({
  patient: text('Pseudonym.'),
  parkedFor: Type.Array(processor),
  record: Type.Array(
    Type.Object({
      ...parkedSequence,
      event: nullable(
        Type.Object({
          stream: text(),
          revision: Type.Integer(),
          type: nullable(text(), 'Null where the event is damaged.'),
          recordedAt: instant(),
          damage: Type.Optional(text('What of the event cannot be read.')),
        }),
        'The event that could not be processed; null where the log no longer has it.',
      ),
      release: nullable(
        Type.Object({
          kind: Type.Enum(['retried', 'discarded']),
          position,
          at: instant(),
          author: text(),
          reason: text(),
        }),
      ),
    }),
  ),
});

export const ParkedReleaseSchema = Type.Object({
  status: Type.Enum(['retried', 'discarded', 'repeated']),
  processor,
  patient: text('Pseudonym.'),
  parked: position,
  position,
});

export const LiveSchema = Type.Object({ status: Type.Literal('live') });

export const ReadySchema = Type.Object({
  status: Type.Literal('ready'),
  position: nullable(position, 'Head of the log.'),
  readModels: nullable(position, 'Up to where the read models have come.'),
  readModelsFault: Type.Optional(
    text('Why they cannot be brought up to date at the moment: figures stand still meanwhile.'),
  ),
});

export const KafkaHealthSchema = Type.Object({
  configured: Type.Boolean({ description: 'Whether there is a kafka.yaml.' }),
  reading: nullable(
    Type.Object({
      state: Type.Enum(['connecting', 'running', 'waiting', 'stopped'], {
        description: 'Waiting: the store or the disk holds it up; nothing is lost.',
      }),
      reason: Type.Optional(text('Why it waits or cannot connect.')),
      partitions: Type.Array(
        Type.Object({
          topic: text(),
          partition: Type.Integer(),
          position: text('The first offset that is not done.'),
          head: text('The offset that the next record will get.'),
          lag: count('Records behind.'),
        }),
      ),
      counts: Type.Object({ accepted: count(), repeated: count(), setAside: count() }),
      stalls: count('Times that the consumer had gone silent and was replaced.'),
    }),
    'Null where nothing is read.',
  ),
  sending: Type.Array(
    Type.Object({
      kind: text(),
      topic: text(),
      position: nullable(position, 'Up to there all is sent.'),
      sent: count('Records since the start.'),
      failure: Type.Optional(text('Why the last try failed.')),
    }),
  ),
  setAside: count('Records that are set aside now.'),
});

export const TimersSchema = Type.Object({
  position: nullable(position),
  ...leavesOut,
  at: instant(),
  overdue: count('Patients who should have been looked at by now.'),
  oldestSeconds: seconds('For how long the oldest has waited.'),
  next: nullable(instant(), 'When the next one falls due.'),
  reviews: count(
    'Changes of definitions or organisations after which all patients are still to be assessed anew.',
  ),
});

const HandoverMessageSchema = Type.Object({
  specversion: Type.Literal('1.0'),
  id: text('The same however often it comes.'),
  source: Type.Literal('urn:stafett:handovers'),
  type: text('`stafett.handover.<kind>.v1`'),
  subject: text('Pseudonym of the patient.'),
  time: instant('When the event that it reports took effect.'),
  datacontenttype: Type.Literal('application/json'),
  position,
  lateseconds: Type.Optional(Type.Integer()),
  data: Type.Record(Type.String(), Type.Unknown()),
});

export const OutboxSchema = Type.Object({
  service: text(),
  events: Type.Array(HandoverMessageSchema),
  cursor: nullable(text(), 'Where to go on; null while nothing was ever sent to the service.'),
  more: Type.Boolean(),
  acknowledged: nullable(text(), 'Up to where the service has everything.'),
  hint: Type.Optional(
    text(
      'Where nothing was ever sent, and no published pathway names the service: what may be meant.',
    ),
  ),
});

export const AcknowledgementSchema = Type.Object({
  service: text(),
  acknowledged: text(),
  delivered: count('Messages that count as delivered only now.'),
});

export const ProjectionsSchema = Type.Object({
  position: nullable(position, 'Head of the log.'),
  models: Type.Array(
    Type.Object({
      name: text(),
      version: Type.Integer({ description: 'The version that this program keeps.' }),
      built: nullable(Type.Integer(), 'The version that was built; null where none was.'),
      position: nullable(position, 'Of the last event that it has; null before the first.'),
      rows: count('In all of its tables.'),
      behindSeconds: seconds('Age of the first event that it does not have yet.'),
    }),
  ),
  rebuild: nullable(
    Type.Object({
      share: Type.Number({ minimum: 0, maximum: 1, description: 'Of the log.' }),
      events: count(),
      secondsLeft: Type.Optional(seconds('Absent as long as it cannot be told.')),
    }),
    'The build of the next generation; null where there is none.',
  ),
});
