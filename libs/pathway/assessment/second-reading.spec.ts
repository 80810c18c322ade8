/** Sentences of the language's page that a second program, written from the page, was stricter on. */
import { describe, expect, it } from '@jest/globals';
import { pathway, standing } from './journey-story.spec.support.js';

const BY_GRADE = `
stages:
  - { id: first, holder: gp }
  - { id: away, holder: physio, while: { clock: sick, grade: { at-least: 100 } } }
clocks: [{ id: sick, spans: [{ on: Sick, from: from, to: to, grade: grade, certificate: of }] }]
looks-back: 30 days
`;

const HANDED_OVER = `
handovers:
  - id: over
    when: Treated
    from: gp
    to: { parameter: place }
    answer-within: { parameter: time }
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
parameters:
  place: { service: physio }
  time: { default: 10 days, local: { '0301': 1 day } }
`;

describe('An episode', () => {
  it('begins in the stage that the grade of the day asks for, by a certificate looked back on', () => {
    const sick = '2026-02-20 Sick { from: 2026-02-20, to: 2026-03-20, grade: 100 }';
    const { stages } = standing(pathway('', BY_GRADE), '2026-03-03', sick, '2026-03-02 Came');
    expect(stages.map(({ stage }) => stage)).toEqual(['away']);
  });

  it('goes on in the stage of the grade that the event certifies which reopens it', () => {
    const more = 'episodes: { reopens-within: 30 days }';
    const again = BY_GRADE.replace('looks-back: 30 days', more);
    const entry = ['Came', 'Sick'].map((type) => ({ type, where: [] }));
    const definition = { ...pathway('', again), entry };
    const { stage } = standing(
      ...([definition, '2026-03-06'] as const),
      ...['2026-03-02 Came', '2026-03-03 Left', '2026-03-05T09:00:00Z Sick { grade: 100 }'],
    );
    expect(stage).toMatchObject({ stage: 'away' });
  });

  it('has no grade from a certificate that another of its name without a grade has replaced', () => {
    const { stages } = standing(
      ...([pathway('', BY_GRADE), '2026-03-03'] as const),
      '2026-02-20 Sick { from: 2026-02-20, to: 2026-03-20, grade: 100, of: a }',
      '2026-02-25 Sick { from: 2026-02-25, to: 2026-03-20, of: a }',
      '2026-03-02 Came',
    );
    expect(stages.map(({ stage }) => stage)).toEqual(['first']);
  });
});

describe('A patient', () => {
  it('is held by whoever accepts, not by whose stage the same fact opens', () => {
    const accepting = pathway(
      HANDED_OVER,
      `
stages:
  - { id: first, holder: gp }
  - { id: treatment, holder: clinic, opens: ResponsibilityAccepted, takes-over: true }
`,
    );
    const { custody } = standing(
      ...([accepting, '2026-03-06'] as const),
      ...['2026-03-02 Came', '2026-03-03 Treated', '2026-03-05T09:00:00Z ResponsibilityAccepted'],
    );
    expect(custody.map(({ holder }) => holder)).toEqual(['gp', 'physio']);
  });
});

describe('A withdrawal', () => {
  const offered = ['2026-03-02 Came', '2026-03-03T09:00:00Z Treated'];
  const back = '2026-03-05T09:00:00Z ResponsibilityWithdrawn';

  it('is of the oldest offer that is not withdrawn yet', () => {
    const { handovers } = standing(
      ...([pathway(HANDED_OVER), '2026-03-06'] as const),
      ...[...offered, '2026-03-04T09:00:00Z Treated', back],
      '2026-03-05T10:00:00Z ResponsibilityWithdrawn',
    );
    expect(handovers.map(({ state }) => state)).toEqual(['withdrawing', 'withdrawing']);
  });

  it('has the time of where the patient lived at the offer', () => {
    const moved = '2026-03-04 PatientMoved { municipality: "0301" }';
    const { handovers } = standing(pathway(HANDED_OVER), '2026-03-10', ...offered, moved, back);
    expect(handovers).toMatchObject([{ state: 'withdrawing' }]);
  });
});
