/** Sentences of the language's page that a second program, written from the page, was stricter on. */
import { describe, expect, it } from '@jest/globals';
import { at, pathway, standing } from './journey-story.spec.support.js';

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

describe('An offer from before the entry', () => {
  it('is by whose stage is entered, where nobody has held the patient yet', () => {
    const more = HANDED_OVER.replace('from: gp', 'from: holder');
    const definition = pathway(`${more}looks-back: 30 days`);
    const custodyFrom = [{ type: 'Done', where: [] }];
    const story = ['2026-03-01T09:00:00Z Treated', '2026-03-02 Came'];
    const { handovers } = standing({ ...definition, custodyFrom }, '2026-03-03', ...story);
    expect(handovers).toMatchObject([{ from: 'gp' }]);
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

describe('A withdrawal after an acceptance', () => {
  it('is marked, also where several services had been asked', () => {
    const definition = pathway(
      HANDED_OVER.replace('then: return-to-sender', 'then: { offer: clinic }').replace(
        'silent: { then: remind }',
        'silent: { then: { offer: clinic } }',
      ),
    );
    const { deviations } = standing(
      ...([definition, '2026-03-20'] as const),
      ...['2026-03-02 Came', '2026-03-03T09:00:00Z Treated'],
      '2026-03-14T09:00:00Z ResponsibilityAccepted { to: physio }',
      '2026-03-15T09:00:00Z ResponsibilityWithdrawn',
    );
    expect(deviations.map(({ kind }) => kind)).toContain('withdrawn-after-answer');
  });
});

describe('An event that nullifies, starts and pauses a clock', () => {
  it('still has to say why it pauses', () => {
    const clock = '{ id: own, start: [Came, Told], nullify: Told, pause: Told, pause-reason: why }';
    const definition = pathway(`clocks: [${clock}]`);
    const story = ['2026-03-02 Came', '2026-03-03T09:00:00Z Told'];
    const { deviations } = standing(definition, '2026-03-04', ...story);
    expect(deviations).toMatchObject([{ kind: 'pause-without-reason', rule: 'own' }]);
  });
});

describe('What acts from a day on', () => {
  const MORE = `
clocks: [{ id: sick, start: [Sick, Came], over: patient }]
episodes: {}
looks-back: 30 days
guards: [{ id: again, on: Told, requires: Told }]
duties:
  - { id: due, from: { accumulated: sick, days: 3 days }, until: Done, within: 9 days, owner: gp }
`;
  const closing = `
stages:
  - { id: first, holder: gp, exits: [{ id: over, on: { event: Told, valid-from: on }, to: closed }] }
`;
  const told = (when: string) => ['2026-03-02T09:00:00Z Came', `${when} Told { on: 2026-03-06 }`];

  it('is no evidence that the event came before itself', () => {
    const { deviations } = standing(pathway(MORE, closing), '2026-03-08', ...told('2026-03'));
    expect(deviations).toMatchObject([{ kind: 'guard', rule: 'again' }]);
  });

  it('comes after what a clock over the patient has begun by then', () => {
    const later = '2026-03-08T10:00:00Z Sick';
    const { duties } = standing(
      pathway(MORE, closing),
      '2026-03-09',
      ...told('2026-03-02T10:00:00Z'),
      later,
    );
    expect(duties).toMatchObject([{ armedAt: at('2026-03-04T00:00:00Z'), armedBy: 'urn:x 1' }]);
  });
});

describe('A warning that is due from the beginning', () => {
  it('is reached when the duty begins, whatever the zone of the owner', () => {
    const definition = pathway(`
clocks: [{ id: sick, start: Came }]
duties:
  - id: due
    from: { accumulated: sick, days: 3 days }
    until: Done
    within: { accumulated: sick, days: 2 days }
    owner: clinic
    warn: [{ before: 2 days }]
`);
    const clinic = {
      id: 'clinic',
      name: 'clinic',
      level: 'specialist',
      zone: 'America/New_York',
    } as const;
    const services = new Map([...definition.services, ['clinic', clinic]]);
    const { duties } = standing({ ...definition, services }, '2026-03-06', '2026-03-02 Came');
    const armedAt = at('2026-03-04T00:00:00Z');
    expect(duties).toMatchObject([{ armedAt, warnings: [{ at: armedAt }] }]);
  });
});
