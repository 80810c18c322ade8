/** The YAML form of one expectation of a scenario: where a patient stands at an instant. */
import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';
import { PATHWAY_ID } from '#care-event';

const id = (description: string) => Type.String({ pattern: PATHWAY_ID.source, description });

const text = (description: string) => Type.String({ minLength: 1, maxLength: 2_000, description });

const count = (description: string) => Type.Integer({ minimum: 0, description });

const flag = (description: string) => Type.Boolean({ description });

const LIST_MAX = 1_000;

const ids = (description: string) => Type.Array(id('An id.'), { maxItems: LIST_MAX, description });

const byId = <Value extends TSchema>(value: Value, description: string) =>
  Type.Record(Type.String({ pattern: PATHWAY_ID.source }), value, {
    additionalProperties: false,
    minProperties: 1,
    description,
  });

const TIME_FORMS =
  'a day that it falls on (2026-04-17), or a local time (2026-04-17 12:00) or instant.';

/** `void` is no state of an assessment: it says that a decision was taken back. */
const DUTY_WORDS = [
  'not-yet-due',
  'met',
  'met-late',
  'breached',
  'lapsed',
  'exempt',
  'not-applicable',
  'none',
  'void',
] as const;

const dutyWord = Type.Enum([...DUTY_WORDS], {
  description:
    'State of the one instance; `none`: there is no instance; `void`: there was one, and a correction removed it.',
});

const severity = Type.Enum(['critical', 'high', 'normal'], {
  description: 'How dangerous it is where it is overdue; `normal` where the rule does not say.',
});

const dutyDetails = Type.Object(
  {
    state: Type.Optional(dutyWord),
    severity: Type.Optional(severity),
    due: Type.Optional(text(`When it falls due: ${TIME_FORMS}`)),
    owner: Type.Optional(id('Service that is responsible for it, or its organisation.')),
    met: Type.Optional(text(`When it was met: ${TIME_FORMS}`)),
    reason: Type.Optional(text('Code with which it was cancelled, such as patient-declined.')),
    open: Type.Optional(flag('Whether it can still be done.')),
    paused: Type.Optional(flag('Whether its clock is paused, so it cannot fall due.')),
    'escalated-to': Type.Optional(ids('Services it was escalated to so far, in order.')),
    attributable: Type.Optional(
      flag('False where it was breached before anybody could have done it.'),
    ),
    warned: Type.Optional(ids('Services that were warned so far before it was due, in order.')),
    awaits: Type.Optional(
      Type.Array(text('Type of event.'), {
        maxItems: LIST_MAX,
        description:
          "Types of event that would meet it, or the parts that it lacks, in the definition's order.",
      }),
    ),
  },
  { additionalProperties: false, description: 'One instance of a duty.' },
);

/** One word or map for one instance, a list for all instances in the order in which they began. */
const instances = <Word extends TSchema, Details extends TSchema>(
  word: Word,
  details: Details,
  description: string,
) =>
  Type.Union([word, details, Type.Array(Type.Union([word, details]), { maxItems: LIST_MAX })], {
    description,
  });

const HANDOVER_WORDS = [
  'offered',
  'information-requested',
  'silent',
  'accepted',
  'refused',
  'withdrawing',
  'withdrawn',
  'overtaken',
  'lapsed',
  'none',
] as const;

const handoverWord = Type.Enum([...HANDOVER_WORDS], {
  description: 'State of the one handover; `none`: there was none.',
});

const handoverDetails = Type.Object(
  {
    state: Type.Optional(handoverWord),
    severity: Type.Optional(severity),
    from: Type.Optional(id('Service that offers the patient, or its organisation.')),
    to: Type.Optional(id('Service that the patient is offered to, or its organisation.')),
    'answer-due': Type.Optional(text(`When an answer is due: ${TIME_FORMS}`)),
    late: Type.Optional(flag('Whether the answer came after it was due.')),
    attempt: Type.Optional(
      count('Which attempt it is: 1, or 2 and on for services asked after a refusal or silence.'),
    ),
    reminded: Type.Optional(count('How often the service that was asked has been reminded.')),
    'escalated-to': Type.Optional(ids('Services it was escalated to so far, in order.')),
  },
  { additionalProperties: false, description: 'One handover.' },
);

const ORGANISATION = 'Organisation of the holder; `unknown` where it is not known.';

const custodySpell = Type.Object(
  {
    holder: id('Service that is accountable, or its organisation.'),
    organisation: Type.Optional(id(ORGANISATION)),
    from: Type.Optional(text(`Since when: ${TIME_FORMS}`)),
    taken: Type.Optional(
      Type.Enum(['entry', 'contact', 'begun', 'acceptance', 'deed'], {
        description:
          'How it took the patient over: with the entry, with the beginning of a scope (`begun`), by accepting a handover, or by deed.',
      }),
    ),
    handover: Type.Optional(id('Handover that it accepted.')),
    person: Type.Optional(text('Identifier of the person who took the patient over.')),
  },
  { additionalProperties: false, description: 'A time in which one service is accountable.' },
);

const custody = Type.Array(
  Type.Union([id('Service that is accountable, or its organisation.'), custodySpell]),
  {
    maxItems: LIST_MAX,
    description:
      'Who held the patient so far, one after the other in all episodes; another role of the same service is no change.',
  },
);

const scope = Type.Union([id('Service that holds it, or `none`.'), custody], {
  description: 'Who holds it, `none`, or a list of who held it so far, in all episodes.',
});

const clock = Type.Object(
  {
    state: Type.Optional(
      Type.Enum(['not-started', 'running', 'paused', 'stopped', 'nullified'], {
        description: 'State of the clock.',
      }),
    ),
    days: Type.Optional(count('Local days on which it ran, pauses left out.')),
    counted: Type.Optional(count('Days that count, where the clock says which do.')),
    'raw-days': Type.Optional(count('Local days on which it ran or was paused.')),
  },
  { additionalProperties: false, description: 'What the clock shows, of the latest episode.' },
);

const queue = Type.Object(
  {
    rank: Type.Optional(
      count('Place of its urgency in the order of the queue, 0 the most urgent.'),
    ),
    waiting: Type.Optional(flag('Whether the patient is still in the queue.')),
    outcome: Type.Optional(
      Type.Enum(['served', 'left'], { description: 'How the patient left the queue.' }),
    ),
  },
  { additionalProperties: false, description: 'The latest time in the queue.' },
);

const wait = Type.String({
  pattern: '^(none|\\d+ (minutes?|hours?|days?|weeks?)( so far)?)$',
  description: 'Length of the one wait, such as `12 days`; `12 days so far` while it is open.',
});

const waits = Type.Union([wait, Type.Array(wait, { maxItems: LIST_MAX })], {
  description: 'The one wait, or a list of all in order; `none` without one.',
});

const money = Type.String({
  pattern: '^(none|\\d+(\\.\\d+)? [A-Z]{3}( saved)?(, \\d+(\\.\\d+)? [A-Z]{3}( saved)?)*)$',
  description:
    'Sum and currency, such as `850 NOK`, and what was saved, such as `850 NOK, 200 NOK saved`; `none` without any.',
});

const measures = Type.Object(
  {
    waits: Type.Optional(byId(waits, 'Waits by id.')),
    instruments: Type.Optional(
      byId(
        Type.Enum(['improved', 'unchanged', 'worse', 'not-measured'], {
          description: 'What became of the score from the first to the latest.',
        }),
        'Instruments by id.',
      ),
    ),
    money: Type.Optional(byId(money, 'Money by payer.')),
  },
  { additionalProperties: false, description: 'What is measured on this patient.' },
);

export const expectationSchema = Type.Object(
  {
    at: text('The instant asked about: a local time (2026-04-13 23:59) or an instant.'),
    'known-at': Type.Optional(
      text('Only what was recorded by then counts; all events where it is left out.'),
    ),
    key: Type.Optional(
      text(
        'Only the episodes of this key, where the definition has keys; `-` for those without one. All of them where it is left out.',
      ),
    ),
    note: Type.Optional(text('What readers should know.')),
    state: Type.Optional(
      Type.Enum(['open', 'closed', 'not-entered'], {
        description: 'Whether the patient is on the pathway.',
      }),
    ),
    stage: Type.Optional(id('Stage that the patient is in.')),
    holder: Type.Optional(id('Service that holds the patient, or its organisation.')),
    organisation: Type.Optional(id(ORGANISATION)),
    custody: Type.Optional(custody),
    scopes: Type.Optional(byId(scope, 'Scopes by id; those not named are not looked at.')),
    episodes: Type.Optional(count('How many episodes there were so far.')),
    recurrent: Type.Optional(flag('Whether the patient counts as recurrently ill.')),
    milestones: Type.Optional(
      ids('Exactly the milestones reached so far in all episodes, in any order.'),
    ),
    deviations: Type.Optional(
      ids(
        'Exactly the deviations so far, in any order: the id of the rule, or the kind where there is no rule. None: [].',
      ),
    ),
    interrupts: Type.Optional(ids('Exactly the interrupts so far, in any order.')),
    duties: Type.Optional(
      byId(
        instances(dutyWord, dutyDetails, 'A state, a map, or a list with all instances in order.'),
        'Duties by id; those not named are not looked at.',
      ),
    ),
    handovers: Type.Optional(
      byId(
        instances(handoverWord, handoverDetails, 'A state, a map, or a list with all in order.'),
        'Handovers by id; those not named are not looked at.',
      ),
    ),
    clocks: Type.Optional(byId(clock, 'Clocks by id.')),
    queues: Type.Optional(byId(queue, 'Queues by id.')),
    measures: Type.Optional(measures),
  },
  { additionalProperties: false, description: 'Where the patient stands at an instant.' },
);

export type DutyExpected = Static<typeof dutyDetails>;
export type CustodyExpected = Static<typeof custodySpell>;
export type HandoverExpected = Static<typeof handoverDetails>;
