/** Sentences on days and on gaps of the language's page that a second program, written from the page, read otherwise. */
import { describe, expect, it } from '@jest/globals';
import { at, pathway, standing } from './journey-story.spec.support.js';

const REOPENED = 'episodes: { reopens-within: 30 days }';
const GAP = ['2026-03-02T09:00:00Z Came', '2026-03-04T09:00:00Z Left', '2026-03-10T09:00:00Z Came'];
const [ENTERED = '', LEFT = '', AGAIN = ''] = GAP;

const DUTY = `
duties:
  - id: called
    from: Came
    until: Done
    not-applicable: { event: Told, valid-from: on }
    within: 30 days
    owner: gp
`;

describe('What a fact does from a day on', () => {
  const nullified = `
clocks: [{ id: own, start: Sick, nullify: { event: Told, valid-from: on } }]
looks-back: 30 days
`;

  it('comes before what begins that day, also where both are looked back on', () => {
    const story = ['2026-02-20 Told { on: 2026-02-24 }', '2026-02-24 Sick', '2026-03-02 Came'];
    const { clocks } = standing(pathway(nullified), '2026-03-03', ...story);
    expect(clocks).toMatchObject([{ clock: 'own', state: 'running', nullified: 0 }]);
  });

  it.each([
    ['is left out where it had been told before the close and its day is in the gap', 3, true],
    ['acts in the gap where it was told there', 5, false],
  ])('%s', (_what, day, open) => {
    const told = `2026-03-0${day}T09:00:00Z Told { on: 2026-03-07 }`;
    const facts = [ENTERED, LEFT, told].sort();
    const { duties } = standing(pathway(REOPENED + DUTY), '2026-03-12', ...facts, AGAIN);
    expect(duties).toMatchObject([{ duty: 'called', open }]);
  });

  it('has moved the patient for every fact of that day', () => {
    const stages = `
stages:
  - { id: first, holder: gp }
  - { id: later, holder: clinic, opens: { event: Told, valid-from: on } }
`;
    const duties = DUTY.replace(/not-applicable.*/u, 'per: occurrence').replace('gp', 'holder');
    const story = [ENTERED, '2026-03-06T00:00:00Z Done', '2026-03-03 Told { on: 2026-03-06 }'];
    const { duties: owed } = standing(pathway(duties, stages), '2026-03-12', ...story);
    expect(owed).toMatchObject([{ state: 'met', owner: 'clinic' }]);
  });

  it('is no reason to look again where its conditions do not hold', () => {
    const where = DUTY.replace('event: Told,', 'event: Told, where: { by: gp },');
    const told = '2026-03-03T09:00:00Z Told { on: 2026-03-06 }';
    const { nextWakeUp } = standing(pathway(where), '2026-03-04', ENTERED, told);
    expect(nextWakeUp).toBe(at('2026-04-02T00:00:00Z'));
  });
});

describe('A duty that was past due when it began', () => {
  it('and that had been taken away before can still be done late', () => {
    const duty = DUTY.replace('from: Came', 'from: Screened')
      .replace('{ event: Told, valid-from: on }', 'Told')
      .replace('within: 30 days', 'within: { limit: 1 day, from: on }');
    const told = '2026-03-03T09:00:00Z Told';
    const story = [told, '2026-03-06 Done', '2026-03-06T09:00:00Z Screened { on: 2026-03-04 }'];
    const { duties } = standing(pathway(duty), '2026-03-12', ENTERED, ...story);
    expect(duties).toMatchObject([{ state: 'met-late', metBy: 'urn:x 3' }]);
  });
});

describe('What takes a series away', () => {
  it('takes away every period that was over when the series began', () => {
    const series = `
duties:
  - id: followed
    from: Told
    until: Done
    not-applicable: Planned
    within: { limit: 2 days, from: on }
    per: period
    owner: gp
`;
    const told = '2026-03-06T09:00:00Z Told { on: 2026-03-01 }';
    const { duties } = standing(pathway(series), '2026-03-06', ENTERED, '2026-03-06 Planned', told);
    expect(duties.map(({ endedBy }) => endedBy)).toEqual(duties.map(() => 'urn:x 2'));
  });
});

describe('A warning', () => {
  it('is not given after the close, though a fact of the day of the close settles the duty later', () => {
    const warned = `${DUTY.replace('{ event: Told, valid-from: on }', 'Told')}    warn: [{ before: 1 week }]\n`;
    const story = ['2026-03-02T09:00:00Z Came', '2026-03 Left', '2026-03-30T09:00:00Z Told'];
    const entered = '2026-03-01 Came';
    const { duties } = standing(pathway(warned), '2026-04-20', entered, ...story.slice(1));
    expect(duties).toMatchObject([{ endedBy: 'urn:x 3', warnings: [] }]);
  });
});

describe('A scope', () => {
  const beside = (more: string) => `
stages:
  - { id: first, holder: gp }
  - { id: later, holder: clinic, takes-over: true, opens: { event: Told, valid-from: on } }
scopes: [{ id: beside, holder: physio, ${more} }]
`;

  it('begins with custody, also where that begins on a day that was told before', () => {
    const definition = { ...pathway('', beside('')), custodyFrom: [{ type: 'Done', where: [] }] };
    const told = '2026-03-03T09:00:00Z Told { on: 2026-03-06 }';
    const { scopes } = standing(definition, '2026-03-12', ENTERED, told);
    expect(scopes).toMatchObject([{ holder: 'physio', from: at('2026-03-06T00:00:00Z') }]);
  });

  it('that has ended is not held in a gap either', () => {
    const handed = `
scopes: [{ id: beside, holder: clinic, ends: Done }]
handovers:
  - id: over
    scope: beside
    when: Told
    from: physio
    to: clinic
    answer-within: 10 days
    accepted: { by: Screened }
    refused: { by: Planned, then: return-to-sender }
    silent: { then: remind }
`;
    const story = ['2026-03-03T09:00:00Z Told', '2026-03-03T10:00:00Z Done', LEFT];
    const accepted = '2026-03-05T09:00:00Z Screened';
    const definition = pathway(REOPENED + handed);
    const { deviations } = standing(definition, '2026-03-12', ENTERED, ...story, accepted, AGAIN);
    expect(deviations).toMatchObject([{ kind: 'accepted-outside', rule: 'over' }]);
  });
});
