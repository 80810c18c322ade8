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
  third-clinic: { name: A service that nobody asks, level: specialist }
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

interface Reported {
  /** Days after the first event. */
  readonly day: number;
  readonly type: string;
  readonly to?: string;
}

const came: Reported = { day: 0, type: 'Came' };
const offered: Reported = { day: 1, type: 'Offered' };
const withdrawn: Reported = { day: 3, type: 'ResponsibilityWithdrawn' };

/** What had happened before, and on which day the answer comes. */
export const STATES = {
  'nothing offered': { facts: [came], day: 2 },
  offered: { facts: [came, offered], day: 5 },
  'information requested': { facts: [came, offered, { day: 3, type: 'Asked' }], day: 5 },
  'silent and reminded': { facts: [came, offered], day: 14 },
  'silent and escalated': { facts: [came, offered], day: 19 },
  'offered to a second service': { facts: [came, offered], day: 25 },
  'withdrawal requested': { facts: [came, offered, withdrawn], day: 5 },
  accepted: {
    facts: [came, offered, { day: 3, type: 'ResponsibilityAccepted', to: 'clinic' }],
    day: 5,
  },
  refused: {
    facts: [came, offered, { day: 3, type: 'ResponsibilityRefused', to: 'clinic' }],
    day: 5,
  },
  withdrawn: {
    facts: [came, offered, withdrawn, { day: 4, type: 'ResponsibilityReleased' }],
    day: 5,
  },
  overtaken: { facts: [came, offered, { day: 3, type: 'Recovered' }], day: 5 },
  closed: { facts: [came, offered, { day: 3, type: 'PathwayClosed' }], day: 5 },
} as const satisfies Record<string, { readonly facts: readonly Reported[]; readonly day: number }>;
export type StateName = keyof typeof STATES;

export const ANSWERS = {
  'the asked service accepts': { type: 'ResponsibilityAccepted', to: 'clinic' },
  'the second service asked accepts': { type: 'ResponsibilityAccepted', to: 'other-clinic' },
  'a service that was not asked accepts': { type: 'ResponsibilityAccepted', to: 'third-clinic' },
  'the asked service refuses': { type: 'ResponsibilityRefused', to: 'clinic' },
  'the receiver requests information': { type: 'Asked' },
  'the sender supplies information': { type: 'Told' },
  'the sender withdraws the offer': { type: 'ResponsibilityWithdrawn' },
  'the receiver releases the offer': { type: 'ResponsibilityReleased' },
  'the patient recovers': { type: 'Recovered' },
  'the patient is offered again': { type: 'Offered' },
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
  const { facts: before, day } = STATES[state];
  const facts = [...before, { day, ...ANSWERS[answer] }].map(factOf);
  return assess(tableDefinition(), facts, START_MS + day * DAY_MS + 3_600_000);
}

/** In words: the states of the offers in order, who holds the patient, what people have to look at. */
export function outcomeOf({ handovers, holder, deviations }: Assessment): string {
  const states = handovers.map(({ state, to }) => (to === 'clinic' ? state : `${to} ${state}`));
  const kinds = deviations.map(({ kind }) => kind);
  return [
    states.join(', ') || 'nothing',
    holder ?? 'nobody: the pathway is closed',
    ...(kinds.length === 0 ? [] : [kinds.join(', ')]),
  ].join(' | ');
}

function factOf({ day, type, to }: Reported, index: number): RecordedFact {
  const at = START_MS + day * DAY_MS;
  return {
    id: `${index + 1}`,
    source: 'urn:example:table',
    type,
    version: 1,
    occurredAt: new Date(at).toISOString(),
    data: to === undefined ? {} : { to },
    recordedAt: at,
  };
}
