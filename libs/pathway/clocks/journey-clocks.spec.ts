/** Clocks of a journey: those of an episode and those over the patient, and what they do to duties. */
import { describe, expect, it } from '@jest/globals';
import { assess } from '../assessment/assess.js';
import { Journey } from '../assessment/journey.js';
import { at, facts, pathway, standing } from '../assessment/journey-story.spec.support.js';

const SICK = 'spans: [{ on: Sick, from: from, to: to }]';
const sick = (day: string, to: string) => `${day} Sick { from: ${day}, to: ${to} }`;

describe('A clock', () => {
  const BOTH = pathway(`
clocks:
  - { id: own, title: t, ${SICK} }
  - { id: whole, title: t, over: patient, ${SICK} }
episodes: {}
duties:
  - { id: report, from: Came, until: Done, within: { accumulated: whole, days: 8 days }, owner: gp }
`);
  const story = [
    sick('2026-02-01', '2026-02-03'),
    '2026-03-01 Came',
    sick('2026-03-02', '2026-03-03'),
    '2026-03-05 Left',
    sick('2026-03-06', '2026-03-08'),
    '2026-04-01 Came',
    sick('2026-04-02', '2026-04-05'),
  ];

  it('of an episode counts within it, one over the patient all that is known', () => {
    const { clocks } = standing(BOTH, '2026-04-30', ...story);
    expect(clocks.map(({ clock, episode, days }) => [clock, episode, days])).toEqual([
      ['own', 1, 2],
      ['own', 2, 4],
      ['whole', undefined, 12],
    ]);
  });

  it('over the patient runs on after the close, which shows in what is due by it', () => {
    const journey = new Journey(BOTH);
    const due = facts(...story.slice(0, 5)).map((fact) => {
      journey.add(fact);
      return journey.assess(at(fact.occurredAt)).duties.at(0)?.dueAt;
    });
    expect(due.slice(-2)).toEqual([undefined, at('2026-03-08')]);
  });

  it('over the patient moves nothing of an episode that the next has followed', () => {
    const journey = new Journey(BOTH);
    const reported = facts(...story.filter((line) => !line.includes('03-06')));
    for (const fact of reported.slice(0, 5)) {
      journey.add(fact);
      journey.assess(at(fact.occurredAt));
    }
    const whenFollowed = journey.assess(at('2026-04-01')).duties[0];
    for (const fact of reported.slice(5)) journey.add(fact);
    const later = journey.assess(at('2026-04-30'));
    expect(later.duties[0]).toEqual(whenFollowed);
    expect(later).toEqual(assess(BOTH, reported, at('2026-04-30')));
  });
});

describe('A nullified clock', () => {
  const NULLIFIED = pathway(`
clocks: [{ id: rtt, title: t, start: Came, nullify: Treated }]
duties: [{ id: plan, from: [Came, Treated], until: Planned, within: 5 days, owner: gp, clock: rtt }]
`);

  it('takes away what has not been done, and the same event begins it anew', () => {
    const story = ['2026-03-01T09:00:00Z Came', '2026-03-03T09:00:00Z Treated'];
    const { duties, clocks } = standing(NULLIFIED, '2026-03-04', ...story);
    expect(duties).toMatchObject([
      { occurrence: '', state: 'not-applicable', reason: 'clock-nullified' },
      { occurrence: '2', state: 'not-yet-due', armedAt: at('2026-03-03T09:00:00Z') },
    ]);
    expect(clocks).toMatchObject([{ state: 'nullified', nullified: 1 }]);
  });

  describe.each(['episode', 'patient'])('over the %s', (over) => {
    const nullified = (duty: string) =>
      pathway(`
clocks: [{ id: rtt, title: t, over: ${over}, start: Came, pause: Told, resume: Sick, nullify: Treated }]
duties: [{ id: plan, from: Came, until: Planned, owner: gp, clock: rtt, ${duty} }]
handovers:
  - id: offer
    when: Came
    from: gp
    to: clinic
    answer-within: 10 days
    clock: rtt
    accepted: { by: Done }
    refused: { by: Screened, then: remind }
    silent: { then: remind }
`);
    const came = '2026-03-01T09:00:00Z Came';
    const paused = [came, '2026-03-04T09:00:00Z Told', '2026-03-14T09:00:00Z Sick'];
    const treated = '2026-03-16T09:00:00Z Treated';

    it('takes a duty away by the pauses that had put it off until then', () => {
      const { duties } = standing(nullified('within: 10 days'), '2026-05-01', ...paused, treated);
      expect(duties).toMatchObject([
        { state: 'not-applicable', reason: 'clock-nullified', dueAt: at('2026-03-21') },
      ]);
    });

    it('keeps a breach that its days had brought about', () => {
      const duty = 'within: { accumulated: rtt, days: 2 days }';
      const { duties } = standing(nullified(duty), '2026-05-01', came, treated);
      expect(duties).toMatchObject([
        { state: 'breached', open: false, reason: 'clock-nullified', dueAt: at('2026-03-02') },
      ]);
    });

    it('lets no period begin that the pause had held back', () => {
      const story = [came, '2026-03-02T09:00:00Z Told', treated];
      const { duties } = standing(nullified('per: period, within: 2 days'), '2026-05-01', ...story);
      expect(duties).toMatchObject([{ state: 'not-applicable', reason: 'clock-nullified' }]);
      expect(duties[0]).not.toHaveProperty('dueAt');
    });

    it('ends the pause of an answer, and leaves what was postponed', () => {
      const definition = nullified('within: 10 days');
      const { handovers } = standing(definition, '2026-03-17', ...paused, treated);
      expect(handovers).toMatchObject([{ state: 'offered', answerDueAt: at('2026-03-21') }]);
      const open = [...paused.slice(0, 2), '2026-03-06T09:00:00Z Treated'];
      expect(standing(definition, '2026-03-07', ...open).handovers).toMatchObject([
        { state: 'offered', answerDueAt: at('2026-03-13') },
      ]);
    });
  });
});

describe('A pause without its reason', () => {
  it('does not count, and is a deviation that names the clock', () => {
    const paused = pathway(`
clocks: [{ id: rtt, title: t, start: Came, pause: Told, resume: Done, pause-reason: reason }]`);
    const story = ['2026-03-01 Came', '2026-03-02 Told', '2026-03-03 Told { reason: holiday }'];
    const touched = new Set<string>();
    const { clocks, deviations } = assess(paused, facts(...story), at('2026-03-04'), { touched });
    expect(clocks[0]?.pauses).toMatchObject([{ fact: 'urn:x 3', reason: 'holiday' }]);
    expect(deviations).toMatchObject([
      { kind: 'pause-without-reason', rule: 'rtt', fact: 'urn:x 2' },
    ]);
    expect([...touched].filter((key) => key.startsWith('clocks/'))).toEqual([
      'clocks/rtt/start',
      'clocks/rtt/pause',
    ]);
  });

  it('alone touches no pause', () => {
    const paused = pathway(`
clocks: [{ id: rtt, title: t, start: Came, pause: Told, pause-reason: reason }]`);
    const touched = new Set<string>();
    assess(paused, facts('2026-03-01 Came', '2026-03-02 Told'), at('2026-03-04'), { touched });
    expect(touched.has('clocks/rtt/pause')).toBe(false);
  });
});

describe('Recurrence', () => {
  const recurrent = (over: string, lines: readonly string[], when: string) => {
    const definition = pathway(`
clocks: [{ id: leave, title: t, over: ${over}, ${SICK} }]
episodes: { recurrent: { within: 12 months, clock: leave, any-of: [{ episodes: 2, of-days: 3, days: 8 }] } }`);
    return standing(definition, when, ...lines).episodes.map((episode) => episode.recurrent);
  };
  const first = ['2026-03-01 Came', sick('2026-03-01', '2026-03-04'), '2026-03-04 Left'];

  it('counts the days of each episode until its close, and no further back than it says', () => {
    const second = [...first, '2026-05-01 Came', sick('2026-05-01', '2026-05-04')];
    expect(recurrent('episode', second, '2026-05-04')).toEqual([false, true]);
    expect(recurrent('episode', second, '2027-03-02')).toEqual([false, false]);
    const planned = ['2026-03-01 Came', sick('2026-03-01', '2026-03-09'), '2026-03-02 Left'];
    const after = [...planned, '2026-05-01 Came', sick('2026-05-01', '2026-05-09')];
    expect(recurrent('episode', after, '2026-05-10')).toEqual([false, false]);
  });

  it('by a clock over the patient counts from the entry to the close', () => {
    const between = [sick('2026-04-01', '2026-04-20'), '2026-05-01 Came'];
    const second = [...first, ...between, sick('2026-05-01', '2026-05-02')];
    expect(recurrent('patient', second, '2026-05-04')).toEqual([false, false]);
    expect(
      recurrent('patient', [...second, sick('2026-05-03', '2026-05-04')], '2026-05-04'),
    ).toEqual([false, true]);
  });
});
