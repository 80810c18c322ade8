/** A duty owed again and again: when its periods begin, and which report counts for which. */
import { describe, expect, it } from '@jest/globals';
import { PERIODS_MAX } from './duty-series.js';
import { CLOCK, DutyStory, at, dutyRule, endOf, limit } from './story.spec.support.js';

const rule = dutyRule({ per: 'period', due: limit(14, 'day') });
const START = '2026-03-02T09:00:00Z';
const series = (): DutyStory => new DutyStory(rule).then('Started', START);
const states = (instances: readonly { readonly state: string }[]) =>
  instances.map(({ state }) => state);

describe('A duty owed every 14 days', () => {
  it('has a period after the other, each beginning as the last falls due', () => {
    expect(series().at('2026-03-31')).toMatchObject([
      { instance: 1, occurrence: '1', state: 'breached', armedAt: at(START) },
      {
        instance: 2,
        occurrence: '2',
        state: 'breached',
        armedAt: endOf('2026-03-16') + 1,
        armedBy: 'urn:x 1',
        dueAt: endOf('2026-03-30'),
      },
      { instance: 3, occurrence: '3', state: 'not-yet-due', dueAt: endOf('2026-04-13') },
    ]);
  });

  it('wakes for the next period, met or not', () => {
    expect(series().trackedUntil('2026-03-05').wakeUp).toBe(endOf('2026-03-16') + 1);
    const met = series().then('Done', '2026-03-04T09:00:00Z');
    expect(met.trackedUntil('2026-03-05').wakeUp).toBe(endOf('2026-03-16') + 1);
    expect(states(met.at('2026-03-17'))).toEqual(['met', 'not-yet-due']);
  });

  it('is met for the period in which the report falls, and late for the oldest missed one', () => {
    const reported = series()
      .then('Done', '2026-03-31T09:00:00Z')
      .then('Done', '2026-04-01T09:00:00Z')
      .then('Done', '2026-04-02T09:00:00Z')
      .then('Done', '2026-04-03T09:00:00Z');
    expect(reported.at('2026-04-04')).toMatchObject([
      { state: 'met-late', metBy: 'urn:x 3' },
      { state: 'met-late', metBy: 'urn:x 4' },
      { state: 'met', metBy: 'urn:x 2' },
    ]);
    expect(states(reported.at('2026-04-14'))).toEqual([
      'met-late',
      'met-late',
      'met',
      'not-yet-due',
    ]);
  });

  it('does not take a second report within a period for the next', () => {
    const reported = series()
      .then('Done', '2026-03-04T09:00:00Z')
      .then('Done', '2026-03-05T09:00:00Z');
    expect(states(reported.at('2026-03-17'))).toEqual(['met', 'not-yet-due']);
  });

  it('takes a report of the day on which it begins for the first period', () => {
    const reported = new DutyStory(rule).then('Done', '2026-03-02').then('Started', START);
    expect(states(reported.at('2026-03-05'))).toEqual(['met']);
  });

  it('ends with the event that ends it; the running period is then not applicable', () => {
    const reported = series().then('Ended', '2026-03-20T09:00:00Z');
    const { instances, wakeUp, context } = reported.trackedUntil('2026-05-01');
    expect(instances).toMatchObject([
      { state: 'breached', open: true },
      { state: 'not-applicable', reason: 'ended', endedAt: at('2026-03-20T09:00:00Z') },
    ]);
    expect(wakeUp).toBe(Infinity);
    expect(context.touched).toContain('duties/plan/ends');
    const late = reported.then('Done', '2026-04-01T09:00:00Z');
    expect(states(late.at('2026-05-01'))).toEqual(['met-late', 'not-applicable']);
  });

  it('ends after a report without touching what it met', () => {
    const reported = series()
      .then('Done', '2026-03-04T09:00:00Z')
      .then('Ended', '2026-03-05T09:00:00Z');
    expect(states(reported.at('2026-05-01'))).toEqual(['met']);
  });

  it('begins again with a later start, and counts on; a start in between changes nothing', () => {
    const reported = series()
      .then('Started', '2026-03-05T09:00:00Z')
      .then('Ended', '2026-03-10T09:00:00Z')
      .then('Started', '2026-03-20T09:00:00Z');
    expect(reported.at('2026-03-21')).toMatchObject([
      { occurrence: '1', state: 'not-applicable' },
      { occurrence: '2', armedBy: 'urn:x 4', dueAt: endOf('2026-04-03') },
    ]);
  });

  it('continues after an exemption, which takes away what has begun', () => {
    const reported = series().then('Declined', '2026-03-20T09:00:00Z');
    expect(reported.at('2026-04-01')).toMatchObject([
      { state: 'breached', open: false, reason: 'patient-declined' },
      { state: 'exempt' },
      { state: 'not-yet-due' },
    ]);
  });

  it('has no further period after a close, and catches up when reopened', () => {
    const { tracker, context } = series().trackedUntil('2026-03-05');
    const horizon = (day: string, open: boolean) => {
      return { at: endOf(day), end: endOf(day), open, holder: context.holderAt(0) };
    };
    expect(tracker.instances(horizon('2026-04-20', true))).toHaveLength(4);
    expect(states(tracker.instances(horizon('2026-03-20', false)))).toEqual(['breached', 'lapsed']);
    expect(states(tracker.instances(horizon('2026-03-31', true)))).toEqual([
      'breached',
      'breached',
      'not-yet-due',
    ]);
  });

  it('gives the same whenever it was asked in between', () => {
    const asked = series();
    asked.at('2026-06-01');
    const { tracker, context } = series().trackedUntil('2026-03-05');
    const horizon = { at: endOf('2026-06-01'), end: endOf('2026-06-01'), open: true, holder: 'gp' };
    tracker.instances(horizon);
    expect(context.deviations).toEqual([]);
    const done = {
      starts: false,
      meets: [0],
      exempts: undefined,
      notApplicable: false,
      appliesAgain: false as const,
      ends: false,
      contacts: false,
      contactsLater: false,
    };
    const start = at('2026-03-18T09:00:00Z');
    const base = { source: 'urn:x', type: 'Done', version: 1, data: {}, recordedAt: 0 };
    const fact = { ...base, id: '2', occurredAt: '2026-03-18T09:00:00Z' };
    tracker.apply({ fact, start, end: start }, done);
    const expected = asked.then('Done', '2026-03-18T09:00:00Z').at('2026-06-01');
    expect(tracker.instances(horizon)).toEqual(expected);
    expect(states(expected).slice(0, 3)).toEqual(['breached', 'met', 'breached']);
  });

  it('stops after so many periods', () => {
    const busy = new DutyStory(dutyRule({ per: 'period', due: limit(1, 'second') }));
    const { instances, wakeUp } = busy.then('Started', START).trackedUntil('2026-03-03');
    expect(instances).toHaveLength(PERIODS_MAX);
    expect(wakeUp).toBe(Infinity);
  });
});

describe('The clock of a duty owed every 14 days', () => {
  const paused = () =>
    new DutyStory(dutyRule({ per: 'period', due: limit(14, 'day'), clock: 'rtt' }), CLOCK)
      .then('Started', START)
      .then('Paused', '2026-03-05T09:00:00Z');

  it('begins no period while it is paused', () => {
    expect(paused().at('2026-05-01')).toMatchObject([{ state: 'not-yet-due', paused: true }]);
    const met = paused().then('Done', '2026-03-08T09:00:00Z');
    expect(states(met.at('2026-05-01'))).toEqual(['met']);
  });

  it('puts this period off and all that follow', () => {
    const resumed = paused().then('Resumed', '2026-03-15T09:00:00Z');
    expect(resumed.at('2026-03-27')).toMatchObject([
      { dueAt: endOf('2026-03-26') },
      { armedAt: endOf('2026-03-26') + 1, dueAt: endOf('2026-04-09') },
    ]);
    const met = paused().then('Done', '2026-03-08T09:00:00Z');
    expect(met.then('Resumed', '2026-03-15T09:00:00Z').at('2026-03-27')).toMatchObject([
      { state: 'met' },
      { state: 'not-yet-due', dueAt: endOf('2026-04-09') },
    ]);
  });

  it('ends the series when it is nullified', () => {
    const reported = paused().then('Nullified', '2026-03-06T09:00:00Z');
    expect(reported.at('2026-05-01')).toMatchObject([{ reason: 'clock-nullified' }]);
    expect(reported.trackedUntil('2026-05-01').wakeUp).toBe(Infinity);
    reported.then('Started', '2026-04-20T09:00:00Z');
    expect(reported.at('2026-05-01')).toMatchObject([
      { occurrence: '1' },
      { occurrence: '2', dueAt: endOf('2026-05-04') },
    ]);
  });
});
