/** Handovers and queues in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { HandoverAction, HandoverRule, QueueRule } from '../definition/definition.js';
import {
  field,
  id,
  LIST_ITEMS_MAX,
  missing,
  named,
  nameOf,
  ownerRef,
  serviceOf,
  serviceRef,
} from './form-parts.js';
import { plainLimit, plainOf } from './limit-form.js';
import { patterns, patternsOf } from './pattern-form.js';

const only = { additionalProperties: false };
const unanswered = missing('handover-unanswered');

const action = Type.Union(
  [
    Type.Enum(['return-to-sender', 'remind']),
    Type.Object({ escalate: serviceRef('Service that is told.') }, only),
    Type.Object({ offer: serviceRef('Service that is asked next.') }, only),
  ],
  {
    description: '`return-to-sender`, `remind`, `{ escalate: service }` or `{ offer: service }`.',
    ...unanswered,
  },
);

export const handover = named(
  'handover-id',
  {
    when: patterns('Events that offer the patient to the other service.'),
    from: ownerRef('Service that hands over, or `holder`: whoever holds the patient.'),
    to: serviceRef('Service that is asked.'),
    matching: Type.Optional(field('Field that offer and answer share, such as `referral`.')),
    'answer-within': plainLimit('Time for an answer.'),
    clock: Type.Optional(id('Clock whose pauses put the answer off.', { 'x-means': 'clock' })),
    accepted: Type.Object(
      {
        by: patterns('Events that accept.', unanswered),
        opens: Type.Optional(id('Stage in which the patient then is.', { 'x-means': 'stage' })),
      },
      { ...only, description: 'What acceptance is, and where it leads.', ...unanswered },
    ),
    refused: Type.Object(
      { by: patterns('Events that refuse.', unanswered), then: action },
      { ...only, description: 'What refusal is, and what comes after it.', ...unanswered },
    ),
    silent: Type.Object(
      { then: action },
      { ...only, description: 'What comes after no answer in time.', ...unanswered },
    ),
  },
  'The patient is offered to another service: what follows on yes, on no and on silence.',
  { 'x-means': 'handover' },
);

export const queue = named(
  'queue-id',
  {
    joins: patterns('Events by which a patient joins.'),
    served: patterns('Events by which it is their turn.'),
    leaves: Type.Optional(patterns('Events by which they leave without having been served.')),
    matching: Type.Optional(field('Field that these events share, such as `referral`.')),
    urgency: Type.Optional(
      Type.Object(
        {
          field: field('Field of the joining event that tells how urgent it is.'),
          order: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
            minItems: 1,
            maxItems: LIST_ITEMS_MAX,
            description: 'Its values, most urgent first; others come last.',
          }),
        },
        { ...only, description: 'What comes before the time waited.' },
      ),
    ),
  },
  'A queue: most urgent first, then who has waited longest.',
  { 'x-means': 'queue' },
);

type ActionForm = Static<typeof action>;

export function handoverOf(form: Static<typeof handover>): HandoverRule {
  const { matching, clock, accepted, refused, silent } = form;
  const { limit, firstDayCounts } = plainOf(form['answer-within']);
  return {
    ...nameOf(form),
    when: patternsOf(form.when),
    from: serviceOf(form.from),
    to: serviceOf(form.to),
    ...(matching !== undefined && { matching }),
    answerWithin: { limit, firstDayCounts },
    ...(clock !== undefined && { clock }),
    accepted: {
      by: patternsOf(accepted.by),
      ...(accepted.opens !== undefined && { opens: accepted.opens }),
    },
    refused: { by: patternsOf(refused.by), then: actionOf(refused.then) },
    silent: { then: actionOf(silent.then) },
  };
}

function actionOf(form: ActionForm): HandoverAction {
  if (typeof form === 'string') return { kind: form };
  if ('escalate' in form) return { kind: 'escalate', to: serviceOf(form.escalate) };
  return { kind: 'offer', to: serviceOf(form.offer) };
}

export function queueOf(form: Static<typeof queue>): QueueRule {
  const { matching, urgency } = form;
  return {
    ...nameOf(form),
    joins: patternsOf(form.joins),
    served: patternsOf(form.served),
    leaves: patternsOf(form.leaves),
    ...(matching !== undefined && { matching }),
    ...(urgency !== undefined && { urgency }),
  };
}
