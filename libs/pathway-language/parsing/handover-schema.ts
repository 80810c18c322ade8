/** Handovers and queues in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { HandoverAction, HandoverRule, QueueRule } from '#pathway';
import {
  element,
  field,
  id,
  LIST_ITEMS_MAX,
  missing,
  named,
  nameOf,
  originOf,
  ownerRef,
  serviceOf,
  serviceRef,
  severity,
} from './schema-parts.js';
import { limitRef, limitRefOf } from './limit-ref-schema.js';
import { plainLimit, plainOf, type PlainLimitYaml } from './limit-schema.js';
import { scopeId } from './scope-schema.js';
import { patterns, patternsOf } from './pattern-schema.js';

const only = { additionalProperties: false };
const unanswered = missing('handover-unanswered');

const action = Type.Union(
  [
    Type.Enum(['return-to-sender', 'remind']),
    Type.Object({ escalate: serviceRef('Service to escalate to.') }, only),
    Type.Object({ offer: serviceRef('Service that is asked next.') }, only),
  ],
  {
    description: '`return-to-sender`, `remind`, `{ escalate: service }` or `{ offer: service }`.',
    ...unanswered,
  },
);

const silentStep = element(
  { after: limitRef('How long after the answer was due.'), then: action },
  'What follows if the silence goes on.',
);

export const handover = named(
  'handover-id',
  {
    when: patterns('Events that offer the patient to the other service.'),
    scope: Type.Optional(
      scopeId("Scope that it passes on; the pathway's own responsibility if left out."),
    ),
    from: ownerRef('Service that hands over, or `holder`: whoever holds the patient or the scope.'),
    to: serviceRef('Service that is asked.'),
    matching: Type.Optional(field('Field that offer and answer share, such as `referral`.')),
    'answer-within': plainLimit('Time for an answer.'),
    clock: Type.Optional(
      id('Clock whose pauses extend the time for an answer.', { 'x-means': 'clock' }),
    ),
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
      {
        then: action,
        next: Type.Optional(
          Type.Array(silentStep, {
            maxItems: LIST_ITEMS_MAX,
            description: 'What comes after that, in order of time.',
          }),
        ),
      },
      { ...only, description: 'What comes after no answer in time.', ...unanswered },
    ),
    information: Type.Optional(
      Type.Object(
        {
          requested: patterns('Events by which the receiver requests information from the sender.'),
          supplied: patterns('Events by which the sender supplies it.'),
          within: Type.Optional(plainLimit('How long the sender has to supply it.')),
        },
        { ...only, description: 'What the receiver may ask before it answers.' },
      ),
    ),
    withdrawn: Type.Optional(
      Type.Object(
        {
          by: patterns('Events by which the sender requests withdrawal.'),
          answered: patterns('Events by which the receiver releases it.'),
        },
        {
          ...only,
          description:
            'Withdrawal of the offer: the receiver answers that too, within the time for an answer.',
        },
      ),
    ),
    overtaken: Type.Optional(
      patterns('Events after which nobody needs an answer any more, such as a recovery.'),
    ),
    received: Type.Optional(
      patterns(
        'Events by which it has reached the receiver: the time for an answer counts from there. Where nothing is offered, they offer.',
      ),
    ),
    severity: severity('silence'),
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

type ActionYaml = Static<typeof action>;

export function handoverOf(yaml: Static<typeof handover>): HandoverRule {
  const { matching, clock, accepted, refused, silent, information, withdrawn } = yaml;
  return {
    ...nameOf(yaml),
    when: patternsOf(yaml.when),
    ...(yaml.scope !== undefined && { scope: yaml.scope }),
    from: serviceOf(yaml.from),
    to: serviceOf(yaml.to),
    ...(matching !== undefined && { matching }),
    answerWithin: withinOf(yaml['answer-within']),
    ...(clock !== undefined && { clock }),
    accepted: {
      by: patternsOf(accepted.by),
      ...(accepted.opens !== undefined && { opens: accepted.opens }),
    },
    refused: { by: patternsOf(refused.by), then: actionOf(refused.then) },
    silent: {
      then: actionOf(silent.then),
      next: (silent.next ?? []).map((step) => ({
        after: limitRefOf(step.after),
        then: actionOf(step.then),
        ...originOf(step),
      })),
    },
    ...(information !== undefined && {
      information: {
        requested: patternsOf(information.requested),
        supplied: patternsOf(information.supplied),
        ...(information.within !== undefined && { within: withinOf(information.within) }),
      },
    }),
    ...(withdrawn !== undefined && {
      withdrawn: { by: patternsOf(withdrawn.by), answered: patternsOf(withdrawn.answered) },
    }),
    overtaken: patternsOf(yaml.overtaken),
    ...(yaml.received !== undefined && { received: patternsOf(yaml.received) }),
    ...(yaml.severity !== undefined && { severity: yaml.severity }),
  };
}

function withinOf(yaml: PlainLimitYaml): HandoverRule['answerWithin'] {
  const { limit, firstDayCounts } = plainOf(yaml);
  return { limit, firstDayCounts };
}

function actionOf(yaml: ActionYaml): HandoverAction {
  if (typeof yaml === 'string') return { kind: yaml };
  if ('escalate' in yaml) return { kind: 'escalate', to: serviceOf(yaml.escalate) };
  return { kind: 'offer', to: serviceOf(yaml.offer) };
}

export function queueOf(yaml: Static<typeof queue>): QueueRule {
  const { matching, urgency } = yaml;
  return {
    ...nameOf(yaml),
    joins: patternsOf(yaml.joins),
    served: patternsOf(yaml.served),
    leaves: patternsOf(yaml.leaves),
    ...(matching !== undefined && { matching }),
    ...(urgency !== undefined && { urgency }),
  };
}
