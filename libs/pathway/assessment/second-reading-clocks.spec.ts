/** Sentences on clocks of the language's page that a second program, written from the page, read otherwise. */
import { describe, expect, it } from '@jest/globals';
import { assessAll } from './assess.js';
import { at, facts, pathway, standing } from './journey-story.spec.support.js';

const REOPENED = 'episodes: { reopens-within: 30 days }';
const GAP = ['2026-03-02T09:00:00Z Came', '2026-03-04T09:00:00Z Left', '2026-03-10T09:00:00Z Came'];
const [ENTERED = '', LEFT = '', AGAIN = ''] = GAP;

describe('What a clock begins', () => {
  const begun = (over: string) => `
clocks: [{ id: sick, start: Sick, over: ${over} }]
parameters:
  time: { default: 5 days, local: { '0301': 1 day } }
duties:
  - id: stated
    from: { accumulated: sick, days: 3 days }
    until: Done
    within: { parameter: time }
    owner: gp
`;

  it('in a gap has the times of where the patient lived then', () => {
    const story = [ENTERED, '2026-03-03T09:00:00Z Sick', LEFT];
    const moved = '2026-03-08 PatientMoved { municipality: "0301" }';
    const definition = pathway(REOPENED + begun('episode'));
    const { duties } = standing(definition, '2026-03-12', ...story, moved, AGAIN);
    expect(duties).toMatchObject([
      { armedAt: at('2026-03-05T00:00:00Z'), dueAt: at('2026-03-10') },
    ]);
  });

  it('before a fact of another journey has the times of where the patient lived before that', () => {
    const keyed = `episodes: { key: of }\n${begun('episode').replace('Sick', 'Came')}`;
    const moved = '2026-03-05T09:00:00Z PatientMoved { of: b, municipality: "0301" }';
    const story = facts('2026-03-02 Came { of: a }', moved);
    const [journey] = assessAll(pathway(keyed), story, at('2026-03-12'));
    expect(journey?.duties).toMatchObject([{ dueAt: at('2026-03-09') }]);
  });

  it('by a fact of another journey has the times of where that fact says the patient lives', () => {
    const sick = begun('patient').replace('3 days', '1 days').replace('Sick', 'PatientMoved');
    const keyed = `episodes: { key: of }\n${sick}`;
    const moved = 'PatientMoved { of: b, municipality: "0301" }';
    const story = ['2026-03-02 Came { of: a }', `2026-03-03T09:00:00Z ${moved}`];
    const [journey] = assessAll(pathway(keyed), facts(...story), at('2026-03-12'));
    expect(journey?.duties).toMatchObject([{ dueAt: at('2026-03-04') }]);
  });
});

describe('A run that is found to have begun earlier', () => {
  it('is one run: its first start is the only one that counts for its own sake', () => {
    const clock = '{ id: own, start: Sick, spans: [{ on: Sick, from: from, to: to }], stop: Done }';
    const story = ['2026-03-03 Sick { from: 2026-03-10 }', '2026-03-10T00:00:00Z Done'];
    const { clocks } = standing(pathway(`clocks: [${clock}]`), '2026-03-12', ENTERED, ...story);
    expect(clocks).toMatchObject([{ days: 7 }]);
  });
});

describe('A clock that is resumed and paused at one instant', () => {
  it('has not run', () => {
    const clock = '{ id: own, start: Sick, pause: Done, resume: Told }';
    const story = ['2026-03-03T09:00:00Z Sick', '2026-03-04T09:00:00Z Done'];
    const again = ['2026-03-06T09:00:00Z Told', '2026-03-06T09:00:00Z Done'];
    const definition = pathway(`clocks: [${clock}]`);
    const { clocks } = standing(definition, '2026-03-12', ENTERED, ...story, ...again);
    expect(clocks).toMatchObject([{ days: 2 }]);
  });
});

describe('A clock that is nullified from a day on', () => {
  it('ends no episode that it would have ended before', () => {
    const lapsing = `
clocks: [{ id: own, start: Sick, pause: Done, nullify: { event: Told, valid-from: on } }]
episodes: { lapses: { after: 5 days, without: own } }
`;
    const story = ['2026-03-03T09:00:00Z Sick', '2026-03-04T09:00:00Z Done'];
    const told = '2026-03-05T09:00:00Z Told { on: 2026-03-08 }';
    const { state } = standing(pathway(lapsing), '2026-03-20', ENTERED, ...story, told);
    expect(state).toBe('open');
  });
});

describe('Days ahead that are cut off', () => {
  it('were never begun', () => {
    const clock = '{ id: own, spans: [{ on: Sick, from: from, to: to }], cuts: Done }';
    const sick = '2026-03-03 Sick { from: 2026-03-10, to: 2026-03-12 }';
    const definition = pathway(`clocks: [${clock}]`);
    const { clocks } = standing(definition, '2026-03-20', ENTERED, sick, '2026-03-05 Done');
    expect(clocks).toMatchObject([{ state: 'not-started', days: 0 }]);
  });
});

describe('What nullifies no clock, since something came that keeps it', () => {
  it('asks for no grade', () => {
    const stages = `
stages:
  - { id: first, holder: gp }
  - { id: away, holder: physio, while: { clock: sick, grade: { at-least: 100 } } }
  - { id: training, holder: physio, opens: Trained }
clocks:
  - id: sick
    spans: [{ on: Sick, from: from, to: to, grade: grade }]
    nullify-unless: { on: Told, after: Screened }
`;
    const sick = '2026-03-04T09:00:00Z Sick { grade: 100 }';
    const story = ['2026-03-03T09:00:00Z Screened', sick, '2026-03-05T09:00:00Z Trained'];
    const told = '2026-03-06T09:00:00Z Told';
    const { stage } = standing(pathway('', stages), '2026-03-12', ENTERED, ...story, told);
    expect(stage).toMatchObject({ stage: 'training' });
  });
});
