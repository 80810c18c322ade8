/** Episodes: which events belong to the open one, take it up again, or begin another. */
import { describe, expect, it } from '@jest/globals';
import type { Assessment } from '../state/assessment.js';
import { journeyFacts } from './journey-facts.js';
import { at, facts, pathway, standing } from './journey-story.spec.support.js';

const DUTY = `
duties:
  - { id: plan, from: Came, until: Planned, within: 5 days, owner: gp }
`;
const REOPENS = pathway(`episodes: { reopens-within: 16 days }${DUTY}`);

const closes = ({ episodes }: Assessment) => episodes.map(({ closedBy }) => closedBy);

describe('An entry event after the close', () => {
  const before = ['2026-03-01T09:00:00Z Came', '2026-03-02T09:00:00Z Trained'];

  it('takes the episode up again until the end of its last day', () => {
    const story = [...before, '2026-03-03T09:00:00Z Left', '2026-03-19T23:59:59Z Came'];
    const { state, episodes, stages, duties } = standing(REOPENS, '2026-03-20', ...story);
    expect(state).toBe('open');
    expect(episodes).toMatchObject([
      { number: 1, gaps: [{ from: at('2026-03-03T09:00:00Z'), to: at('2026-03-19T23:59:59Z') }] },
    ]);
    expect(episodes[0]).not.toHaveProperty('closedAt');
    expect(stages.map(({ stage }) => stage)).toEqual(['first', 'training', 'training']);
    expect(duties).toMatchObject([{ state: 'breached', open: true, dueAt: at('2026-03-06') }]);
  });

  it('begins the next episode afterwards, and says how far apart they are', () => {
    const story = [...before, '2026-03-03T09:00:00Z Left', '2026-03-20T00:00:00Z Came'];
    const { state, episodes, stages, duties, holder } = standing(REOPENS, '2026-03-20', ...story);
    expect([state, holder]).toEqual(['open', 'gp']);
    expect(episodes).toMatchObject([
      { number: 1, closedAt: at('2026-03-03T09:00:00Z') },
      { number: 2, gapDays: 16, enteredBy: 'urn:x 4' },
    ]);
    expect(stages.map(({ episode, stage }) => [episode, stage])).toEqual([
      [1, 'first'],
      [1, 'training'],
      [2, 'first'],
    ]);
    expect(duties.map(({ episode, state: duty }) => [episode, duty])).toEqual([
      [1, 'lapsed'],
      [2, 'not-yet-due'],
    ]);
  });

  it('opens the stage that it names rather than the one in which the episode was closed', () => {
    const definition = pathway('episodes: { reopens-within: 16 days }').stages.map((stage) => {
      return stage.id === 'treatment'
        ? {
            ...stage,
            opens: [{ type: 'Came', where: [{ field: 'acute', is: 'present' as const }] }],
          }
        : stage;
    });
    const story = [
      ...before,
      '2026-03-03T09:00:00Z Left',
      '2026-03-05T09:00:00Z Came { acute: 1 }',
    ];
    const reopened = standing({ ...REOPENS, stages: definition }, '2026-03-06', ...story);
    expect(reopened.stage?.stage).toBe('treatment');
  });

  it('is a deviation where the definition has no episodes', () => {
    const story = [...before, '2026-03-03T09:00:00Z Left', '2026-04-05T09:00:00Z Came'];
    const { state, deviations } = standing(pathway(DUTY), '2026-04-06', ...story);
    expect([state, deviations.map(({ kind }) => kind)]).toEqual(['closed', ['after-close']]);
  });
});

describe('What happened in a gap', () => {
  const story = [
    '2026-03-01T09:00:00Z Came',
    '2026-03-03T09:00:00Z Left',
    '2026-03-04T09:00:00Z Trained',
    '2026-03-05T09:00:00Z Planned',
  ];

  it('came after the close as long as nothing takes the episode up again', () => {
    const { deviations, duties } = standing(REOPENS, '2026-03-06', ...story);
    expect(deviations).toMatchObject([{ kind: 'after-close', fact: 'urn:x 3' }]);
    expect(duties).toMatchObject([{ state: 'lapsed' }]);
  });

  it('counts for duties once something does, and moves nobody', () => {
    const again = [...story, '2026-03-06T09:00:00Z Came'];
    const { deviations, duties, stage } = standing(REOPENS, '2026-03-06', ...again);
    expect(deviations).toEqual([]);
    expect(duties).toMatchObject([{ state: 'met', metBy: 'urn:x 4' }]);
    expect(stage).toMatchObject({ stage: 'first', from: at('2026-03-06T09:00:00Z') });
  });

  it('settles once what it may have settled before the close', () => {
    const twice = pathway(`episodes: { reopens-within: 16 days }
duties: [{ id: d, from: Told, until: Done, within: 9 days, owner: gp, per: occurrence }]`);
    const { duties } = standing(
      twice,
      '2026-03-06',
      ...['2026-03-01 Came', '2026-03-01 Told', '2026-03-02 Told', '2026-03-03 Left'],
      ...['2026-03-03 Done', '2026-03-05 Came'],
    );
    expect(duties.map(({ state }) => state)).toEqual(['met', 'not-yet-due']);
  });
});

describe('An episode that lapses', () => {
  const LAPSES = pathway(`
clocks: [{ id: sick-leave, title: t, spans: [{ on: Sick, from: from, to: to }] }]
episodes:
  reopens-within: 30 days
  lapses: { after: 16 days, without: sick-leave }
  recurrent:
    within: 36 months
    clock: sick-leave
    any-of: [{ episodes: 2, of-days: 5, days: 12 }]${DUTY}`);
  const story = ['2026-03-01 Came', '2026-03-01 Sick { from: 2026-03-01, to: 2026-03-07 }'];

  it('is closed when the 16th day without its clock is over', () => {
    expect(standing(LAPSES, '2026-03-23', ...story)).toMatchObject({
      state: 'open',
      nextWakeUp: at('2026-03-24T00:00:00Z'),
    });
    const lapsed = standing(LAPSES, '2026-03-24T00:00:00Z', ...story);
    expect(lapsed).toMatchObject({ state: 'closed', closedAt: at('2026-03-24T00:00:00Z') });
    expect(closes(lapsed)).toEqual(['lapsed']);
    expect(lapsed.stages.at(-1)?.to).toBe(at('2026-03-24T00:00:00Z'));
  });

  it('begins anew with an entry event, never again the old one', () => {
    const late = standing(LAPSES, '2026-03-25', ...story, '2026-03-24 Came');
    expect(closes(late)).toEqual(['lapsed', undefined]);
    expect(late.episodes[1]?.gapDays).toBe(16);
    const inTime = standing(LAPSES, '2026-03-25', ...story, '2026-03-23 Came');
    expect(closes(inTime)).toEqual(['lapsed']);
  });

  it('continues while the clock counts another day', () => {
    const more = [...story, '2026-03-20 Sick { from: 2026-03-20, to: 2026-03-22 }'];
    expect(standing(LAPSES, '2026-04-07', ...more).state).toBe('open');
    expect(standing(LAPSES, '2026-04-08', ...more).state).toBe('closed');
  });

  it('stays open while what was not done in time is still owed, until so long after it was done', () => {
    const held = pathway(`
clocks: [{ id: sick-leave, title: t, spans: [{ on: Sick, from: from, to: to }] }]
episodes: { lapses: { after: 16 days, without: sick-leave, unless-breached: plan } }${DUTY}`);
    expect(standing(held, '2026-06-01', ...story)).toMatchObject({
      state: 'open',
      duties: [{ state: 'breached', open: true }],
    });
    const heard = [...story, '2026-04-10 Trained'];
    expect(standing(held, '2026-06-01', ...heard).state).toBe('open');
    const done = [...heard, '2026-06-01 Planned'];
    expect(standing(held, '2026-06-17', ...done).state).toBe('open');
    const lapsed = standing(held, '2026-06-18', ...done);
    expect(lapsed).toMatchObject({ state: 'closed', duties: [{ state: 'met-late' }] });
    const inTime = [...story, '2026-03-04 Planned'];
    expect(standing(held, '2026-03-24T00:00:00Z', ...inTime).state).toBe('closed');
  });

  it('does not end before its last days were reported', () => {
    const reported = ['2026-05-01 Came', '2026-05-02 Sick { from: 2026-03-01, to: 2026-03-07 }'];
    expect(standing(LAPSES, '2026-05-18', ...reported).state).toBe('open');
    expect(standing(LAPSES, '2026-05-19', ...reported).closedAt).toBe(at('2026-05-19T00:00:00Z'));
  });

  it('counts as recurrent by the days of this one and those before', () => {
    const second = [
      ...story,
      '2026-04-01 Came',
      '2026-04-01 Sick { from: 2026-04-01, to: 2026-04-06 }',
    ];
    const recurrent = (when: string) =>
      standing(LAPSES, when, ...second).episodes.map((episode) => episode.recurrent);
    expect(recurrent('2026-04-04')).toEqual([false, false]);
    expect(recurrent('2026-04-05')).toEqual([false, true]);
    expect(recurrent('2026-06-01')).toEqual([false, true]);
  });

  it('is not lapsed by a clock that never ran', () => {
    expect(standing(LAPSES, '2027-03-01', '2026-03-01 Came').state).toBe('open');
  });
});

describe('Looking back', () => {
  const LOOKS = pathway(`looks-back: 10 days
duties: [{ id: plan, from: Told, until: Planned, within: 5 days, owner: holder }]
milestones: [{ id: seen, reached-by: Screened }]`);

  it('counts what happened so many whole days before the entry', () => {
    const seen = (day: string) =>
      standing(LOOKS, '2026-03-20', `${day} Screened`, '2026-03-20T09:00:00Z Came').milestones;
    expect(seen('2026-03-10T00:00:00Z')).toMatchObject([{ at: at('2026-03-10T00:00:00Z') }]);
    expect(seen('2026-03-09T23:59:59Z')).toEqual([]);
  });

  it('begins duties that whoever holds the patient first has to meet, and opens no stage', () => {
    const story = ['2026-03-18 Told', '2026-03-19 Trained', '2026-03-20 Came'];
    const { duties, stages, enteredAt } = standing(LOOKS, '2026-03-21', ...story);
    expect(duties).toMatchObject([{ owner: 'gp', armedAt: at('2026-03-18T00:00:00Z') }]);
    expect(stages).toMatchObject([{ stage: 'first', from: enteredAt }]);
  });

  it('does not reach into the episode before', () => {
    const again = { ...LOOKS, episodes: {} };
    const story = ['2026-03-01 Came', '2026-03-02 Told', '2026-03-03 Left', '2026-03-05 Came'];
    const { duties } = standing(again, '2026-03-06', ...story);
    expect(duties.map(({ episode, state }) => [episode, state])).toEqual([[1, 'lapsed']]);
  });
});

describe('The facts of a journey', () => {
  it('continue from the first entry over all episodes', () => {
    const story = facts(
      ...['2026-03-01 Told', '2026-03-02 Came', '2026-03-03 Left'],
      ...['2026-05-01 Told', '2026-05-02 Came'],
    );
    expect(journeyFacts(REOPENS, story).map(({ fact }) => fact.id)).toEqual(['2', '3', '4', '5']);
  });
});
