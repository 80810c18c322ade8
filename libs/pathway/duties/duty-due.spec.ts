/** By when a duty is due: limits, dates in events, cases, and days that a clock has counted. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#care-event';
import type { DueRule } from '../definition/duty-rule.js';
import type { LimitRef } from '../definition/element.js';
import { CLOCK, DutyStory, SICK_LEAVE, at, dutyRule, endOf, limit } from './story.spec.support.js';

const START = '2026-03-02T09:00:00Z';

function dueBy(due: DueRule, data: JsonObject = {}, owner = 'gp') {
  const reported = new DutyStory(dutyRule({ due, owner })).then('Started', START, data);
  const { instances, context } = reported.trackedUntil('2026-03-02');
  return { dueAt: instances[0]?.dueAt, ...context };
}

describe('A limit', () => {
  it('ends with a day of the service that owes it', () => {
    expect(dueBy(limit(3, 'day')).dueAt).toBe(endOf('2026-03-05'));
    expect(dueBy(limit(3, 'day'), {}, 'helsinki').dueAt).toBe(at('2026-03-05T21:59:59.999Z'));
  });

  it('may count the first day', () => {
    expect(dueBy({ ...limit(3, 'day'), firstDayCounts: true }).dueAt).toBe(endOf('2026-03-04'));
  });

  it('may be a parameter, as it is where and when the duty begins', () => {
    const reported = new DutyStory(
      dutyRule({ due: { kind: 'limit', limit: { parameter: 'local' }, firstDayCounts: false } }),
    ).then('Started', START);
    reported.limits = { local: { amount: 5, unit: 'hour' } };
    expect(reported.at('2026-03-02')[0]?.dueAt).toBe(at('2026-03-02T14:00:00Z'));
  });
});

describe('A date that the starting event names', () => {
  const due: DueRule = { kind: 'field', field: 'latestStart', otherwise: limit(10, 'day') };

  it.each([
    ['2026-04-20', endOf('2026-04-20')],
    ['2026-04', endOf('2026-04-30')],
    ['2026-04-20T12:00:00+02:00', at('2026-04-20T10:00:00Z')],
  ])('is the due time: %s', (latestStart, expected) => {
    expect(dueBy(due, { latestStart })).toMatchObject({ dueAt: expected, deviations: [] });
  });

  it('ends with its day where the service is', () => {
    expect(dueBy(due, { latestStart: '2026-04-20' }, 'helsinki').dueAt).toBe(
      at('2026-04-20T20:59:59.999Z'),
    );
  });

  it.each([
    ['is missing', {}],
    ['is missing', { latestStart: null }],
    ['is not a date', { latestStart: 'after Easter' }],
    ['is not a date', { latestStart: '2026-02-30' }],
    ['is not a date', { latestStart: 46_000 }],
  ])('that %s is reported, and the other limit holds', (fault, data) => {
    const { dueAt, deviations, touched } = dueBy(due, data);
    expect(dueAt).toBe(endOf('2026-03-12'));
    expect(deviations).toEqual([`missing-date plan: latestStart of Started ${fault} (1)`]);
    expect(touched).toContain('duties/plan/otherwise');
  });

  it('may be over before the duty begins: then it is breached from the start', () => {
    const reported = new DutyStory(dutyRule({ due }));
    reported.then('Started', START, { latestStart: '2026-02-20' });
    expect(reported.at('2026-03-02')).toMatchObject([{ state: 'breached', open: true }]);
  });
});

describe('A limit from a date that the starting event names', () => {
  const due: DueRule = { ...limit(4, 'week'), from: 'from' };

  it.each([
    ['2026-02-16', endOf('2026-03-16')],
    ['2026-02', endOf('2026-03-28')],
    ['2026-02-16T23:30:00Z', endOf('2026-03-16')],
    ['2026-05-01', endOf('2026-05-29')],
  ])('counts from there, before or after the event: %s', (from, expected) => {
    expect(dueBy(due, { from })).toMatchObject({ dueAt: expected, deviations: [] });
  });

  it('is of the day of the service that owes it', () => {
    expect(dueBy(due, { from: '2026-02-16T23:30:00Z' }, 'helsinki').dueAt).toBe(
      at('2026-03-17T21:59:59.999Z'),
    );
  });

  it('counts from the event where the date is missing, which is reported', () => {
    const { dueAt, deviations } = dueBy(due);
    expect(dueAt).toBe(endOf('2026-03-30'));
    expect(deviations).toEqual(['missing-date plan: from of Started is missing (1)']);
  });

  it('may be over when the event happens: then the duty is breached from the start', () => {
    const reported = new DutyStory(dutyRule({ due })).then('Started', START, {
      from: '2026-01-05',
    });
    expect(reported.at('2026-03-02')).toMatchObject([{ state: 'breached', open: true }]);
  });

  it('is extended by pauses after the date alone', () => {
    const story = new DutyStory(
      dutyRule({ due: { ...due, ...limit(5, 'day') }, clock: 'rtt' }),
      CLOCK,
    )
      .then('Started', START, { from: '2026-03-04' })
      .then('Paused', '2026-03-03T09:00:00Z')
      .then('Resumed', '2026-03-06T09:00:00Z');
    expect(story.at('2026-03-07')[0]?.dueAt).toBe(endOf('2026-03-11'));
  });

  it('has periods from there on, none of which begins before the event', () => {
    const every = dutyRule({ due: { ...due, ...limit(10, 'day') }, per: 'period' });
    const story = new DutyStory(every).then('Started', START, { from: '2026-02-15' });
    expect(story.at('2026-03-08')).toMatchObject([
      { state: 'breached', armedAt: at(START), dueAt: endOf('2026-02-25') },
      { state: 'breached', armedAt: at(START), dueAt: endOf('2026-03-07') },
      { state: 'not-yet-due', armedAt: endOf('2026-03-07') + 1, dueAt: endOf('2026-03-17') },
    ]);
  });
});

describe('A time before or after a date that the starting event names', () => {
  const due = (by: 'plus' | 'minus', { limit: length }: { limit: LimitRef }): DueRule => ({
    kind: 'field',
    field: 'latestStart',
    shift: { by, limit: length },
    otherwise: limit(10, 'day'),
  });

  it.each([
    ['plus', limit(2, 'week'), '2026-04-20', endOf('2026-05-04')],
    ['plus', limit(2, 'hour'), '2026-04-20T10:00:00Z', at('2026-04-20T12:00:00Z')],
    ['minus', limit(2, 'week'), '2026-04-20', endOf('2026-04-06')],
    ['minus', limit(10, 'working-day'), '2026-04-20', endOf('2026-04-06')],
    ['minus', limit(1, 'working-day'), '2026-04-19', endOf('2026-04-17')],
    ['minus', limit(1, 'month'), '2026-03-31', endOf('2026-02-28')],
    ['minus', limit(2, 'hour'), '2026-04-20T10:00:00Z', at('2026-04-20T08:00:00Z')],
  ] as const)('is the due time: %s %j of %s', (by, length, latestStart, expected) => {
    expect(dueBy(due(by, length), { latestStart }).dueAt).toBe(expected);
  });

  it('is not there where the date is missing: the other limit holds', () => {
    const { dueAt, touched } = dueBy(due('minus', limit(2, 'week')));
    expect(dueAt).toBe(endOf('2026-03-12'));
    expect(touched).toContain('duties/plan/otherwise');
  });
});

describe('A limit by cases', () => {
  const due: DueRule = {
    kind: 'cases',
    cases: [
      { when: [{ field: 'urgency', is: 'one-of', values: ['stat'] }], then: limit(2, 'hour') },
      { when: [{ field: 'age', is: 'between', below: 23 }], then: limit(14, 'day') },
    ],
    otherwise: limit(3, 'month'),
  };

  it.each([
    [{ urgency: 'stat', age: 20 }, at('2026-03-02T11:00:00Z'), 'cases/0'],
    [{ age: 22 }, endOf('2026-03-16'), 'cases/1'],
    [{ age: 23 }, endOf('2026-06-02'), 'otherwise'],
  ])('is that of the first case that the starting event meets: %j', (data, expected, key) => {
    const { dueAt, touched } = dueBy(due, data);
    expect(dueAt).toBe(expected);
    expect([...touched].filter((touch) => /cases|otherwise/.test(touch))).toEqual([
      `duties/plan/${key}`,
    ]);
  });
});

describe('A limit counted over the days of a clock', () => {
  const due: DueRule = { kind: 'accumulated', clock: 'sick-leave', days: limit(30, 'day').limit };
  const ill = () => new DutyStory(dutyRule({ due }), SICK_LEAVE).then('Started', START);

  it('is not known while the clock is paused', () => {
    const reported = ill().then('SickLeave', START, { from: '2026-03-02', to: '2026-03-11' });
    expect(reported.at('2026-05-01')).toMatchObject([{ state: 'not-yet-due', paused: true }]);
    expect(reported.at('2026-05-01')[0]).not.toHaveProperty('dueAt');
  });

  it('is the day on which it is counted, across gaps', () => {
    const reported = ill()
      .then('SickLeave', START, { from: '2026-03-02', to: '2026-03-11' })
      .then('SickLeave', '2026-04-01T09:00:00Z', { from: '2026-04-01', to: '2026-05-31' });
    // Ten days in March, then the twentieth in April.
    expect(reported.at('2026-04-02')).toMatchObject([
      { state: 'not-yet-due', paused: false, dueAt: endOf('2026-04-20') },
    ]);
    expect(reported.trackedUntil('2026-04-02').wakeUp).toBe(endOf('2026-04-20') + 1);
    expect(reported.at('2026-04-21')).toMatchObject([{ state: 'breached' }]);
  });

  it('is never before the day ends on which the duty begins', () => {
    const reported = new DutyStory(dutyRule({ due }), SICK_LEAVE)
      .then('SickLeave', '2026-01-01T09:00:00Z', { from: '2026-01-01', to: '2026-02-15' })
      .then('Started', START);
    expect(reported.at('2026-03-02')).toMatchObject([
      { state: 'not-yet-due', dueAt: endOf('2026-03-02') },
    ]);
  });

  it('does not move any more once the duty is met', () => {
    const reported = ill()
      .then('SickLeave', START, { from: '2026-03-02', to: '2026-04-30' })
      .then('Done', '2026-03-10T09:00:00Z')
      .then('SickLeave', '2026-03-20T09:00:00Z', { from: '2026-01-01', to: '2026-02-15' });
    expect(reported.at('2026-05-01')).toMatchObject([{ state: 'met', dueAt: endOf('2026-03-31') }]);
  });
});
