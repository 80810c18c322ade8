/**
 * Every answer in every state of a handover, and what comes of it: worked out by the real
 * `assess`, so that the page and the tests cannot say anything else than the program does.
 */
import { assess, type Assessment, type Definition } from '#pathway';
import { readDefinition } from '#pathway-language';
import { type RecordedFact } from '#care-event';

/** One handover with everything that the language has, from a GP to a clinic, then to another one. */
export const TABLE_PATHWAY = `
pathway: handover-table
version: 1
title: Every answer in every state
source: Made up
zone: UTC
services:
  gp: { name: GP, level: municipal }
  clinic: { name: Clinic, level: specialist }
  other-clinic: { name: Other clinic, level: specialist }
  stranger: { name: A service that nobody asks, level: specialist }
  coordinator: { name: Coordinator, level: municipal }
events:
  Came: {}
  Offered: {}
  Recovered: {}
  Asked: {}
  Told: {}
entry: { events: Came }
closes: PathwayClosed
stages:
  - { id: first, holder: gp, title: First }
  - { id: clinic, holder: clinic, title: In the clinic }
handovers:
  - id: to-clinic
    when: Offered
    from: gp
    to: clinic
    answer-within: 10 days
    accepted: { by: ResponsibilityAccepted, opens: clinic }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    information: { requested: Asked, supplied: Told, within: 3 days }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    overtaken: Recovered
    silent:
      then: remind
      next:
        - { after: 5 days, then: { escalate: coordinator } }
        - { after: 10 days, then: { offer: other-clinic } }
`;

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-03-02T08:00:00Z');

interface Told {
  /** Days after the first event. */
  readonly day: number;
  readonly type: string;
  readonly to?: string;
}

const came: Told = { day: 0, type: 'Came' };
const offered: Told = { day: 1, type: 'Offered' };
const withdrawn: Told = { day: 3, type: 'ResponsibilityWithdrawn' };

/** What had happened before, and on which day the answer comes. */
export const STATES = {
  'nothing offered': { told: [came], day: 2 },
  offered: { told: [came, offered], day: 5 },
  'information requested': { told: [came, offered, { day: 3, type: 'Asked' }], day: 5 },
  'silent and reminded': { told: [came, offered], day: 14 },
  'silent and escalated': { told: [came, offered], day: 19 },
  'another service asked next': { told: [came, offered], day: 25 },
  'asked back': { told: [came, offered, withdrawn], day: 5 },
  accepted: {
    told: [came, offered, { day: 3, type: 'ResponsibilityAccepted', to: 'clinic' }],
    day: 5,
  },
  refused: {
    told: [came, offered, { day: 3, type: 'ResponsibilityRefused', to: 'clinic' }],
    day: 5,
  },
  withdrawn: {
    told: [came, offered, withdrawn, { day: 4, type: 'ResponsibilityReleased' }],
    day: 5,
  },
  overtaken: { told: [came, offered, { day: 3, type: 'Recovered' }], day: 5 },
  closed: { told: [came, offered, { day: 3, type: 'PathwayClosed' }], day: 5 },
} as const satisfies Record<string, { readonly told: readonly Told[]; readonly day: number }>;
export type StateName = keyof typeof STATES;

export const ANSWERS = {
  'the asked service accepts': { type: 'ResponsibilityAccepted', to: 'clinic' },
  'the one asked next accepts': { type: 'ResponsibilityAccepted', to: 'other-clinic' },
  'a stranger accepts': { type: 'ResponsibilityAccepted', to: 'stranger' },
  'the asked service refuses': { type: 'ResponsibilityRefused', to: 'clinic' },
  'the receiver asks for more': { type: 'Asked' },
  'the sender tells more': { type: 'Told' },
  'the sender asks it back': { type: 'ResponsibilityWithdrawn' },
  'the receiver lets go': { type: 'ResponsibilityReleased' },
  'the patient recovers': { type: 'Recovered' },
  'it is offered again': { type: 'Offered' },
  'the pathway closes': { type: 'PathwayClosed' },
} as const;
export type AnswerName = keyof typeof ANSWERS;

let definition: Definition | undefined;

function tableDefinition(): Definition {
  if (definition === undefined) {
    const read = readDefinition(TABLE_PATHWAY);
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    ({ definition } = read);
  }
  return definition;
}

/** Where the patient stands an hour after the answer came in that state. */
export function standingAfter(state: StateName, answer: AnswerName): Assessment {
  const { told, day } = STATES[state];
  const facts = [...told, { day, ...ANSWERS[answer] }].map(factOf);
  return assess(tableDefinition(), facts, START_MS + day * DAY_MS + 3_600_000);
}

/** In words: the states of the offers in order, who holds the patient, what people have to look at. */
export function outcomeOf({ handovers, holder, deviations }: Assessment): string {
  const states = handovers.map(({ state, to }) => (to === 'clinic' ? state : `${to} ${state}`));
  const kinds = deviations.map(({ kind }) => kind);
  return [
    states.join(', ') || 'nothing',
    holder ?? 'nobody, as it is closed',
    ...(kinds.length === 0 ? [] : [kinds.join(', ')]),
  ].join(' | ');
}

function factOf({ day, type, to }: Told, place: number): RecordedFact {
  const at = START_MS + day * DAY_MS;
  return {
    id: `${place + 1}`,
    source: 'urn:example:table',
    type,
    version: 1,
    occurredAt: new Date(at).toISOString(),
    data: to === undefined ? {} : { to },
    recordedAt: at,
  };
}
