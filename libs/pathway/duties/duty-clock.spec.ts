/** A duty whose clock is paused, resumes, or is nullified. */
import { describe, expect, it } from '@jest/globals';
import { CLOCK, DutyStory, at, dutyRule, endOf, limit } from './story.spec.support.js';

const START = '2026-03-02T09:00:00Z';
const DUE = '2026-03-12';

describe('The clock of a duty', () => {
  const rule = dutyRule({ clock: 'rtt' });
  const paused = () =>
    new DutyStory(rule, CLOCK).then('Started', START).then('Paused', '2026-03-05T09:00:00Z');

  it('leaves no due time while it is paused, so that nothing falls due', () => {
    const { instances, wakeUp } = paused().trackedUntil('2026-05-01');
    expect(instances).toMatchObject([{ state: 'not-yet-due', paused: true, open: true }]);
    expect(instances[0]).not.toHaveProperty('dueAt');
    expect(wakeUp).toBe(Infinity);
    expect(paused().closedAt('2026-05-01')).toMatchObject([{ state: 'lapsed', paused: false }]);
  });

  it('puts the due time off by the days on which it stood', () => {
    const resumed = paused().then('Resumed', '2026-03-09T08:00:00Z');
    expect(resumed.at('2026-03-09')).toMatchObject([{ paused: false, dueAt: endOf('2026-03-16') }]);
    const sameDay = paused().then('Resumed', '2026-03-05T15:00:00Z');
    expect(sameDay.at('2026-03-09')).toMatchObject([{ dueAt: endOf(DUE) }]);
  });

  it('does not postpone what was due before the pause', () => {
    const late = new DutyStory(rule, CLOCK)
      .then('Started', START)
      .then('Paused', '2026-03-15T09:00:00Z')
      .then('Resumed', '2026-04-15T09:00:00Z');
    expect(late.at('2026-05-01')).toMatchObject([{ state: 'breached', dueAt: endOf(DUE) }]);
  });

  it('counts what is done during the pause as done in time', () => {
    const done = paused().then('Done', '2026-04-05T09:00:00Z');
    expect(done.at('2026-05-01')).toMatchObject([{ state: 'met', paused: false }]);
    const again = done.then('Resumed', '2026-04-06T09:00:00Z').at('2026-05-01');
    expect(again).toEqual(done.at('2026-04-05'));
  });

  it('takes away what is not settled when it is nullified, and the duty may begin anew', () => {
    const nullified = paused()
      .then('Nullified', '2026-03-06T09:00:00Z')
      .then('Done', '2026-03-07T09:00:00Z');
    expect(nullified.at('2026-05-01')).toMatchObject([
      { state: 'not-applicable', reason: 'clock-nullified', endedBy: 'urn:x 3' },
    ]);
    nullified.then('Started', '2026-03-20T09:00:00Z');
    expect(nullified.at('2026-03-21')).toMatchObject([
      { state: 'not-applicable', occurrence: '' },
      { state: 'not-yet-due', occurrence: '2', instance: 2, dueAt: endOf('2026-03-30') },
    ]);
  });

  it('keeps a breach that came before it was nullified', () => {
    const reported = new DutyStory(rule, CLOCK)
      .then('Started', START)
      .then('Nullified', '2026-03-16T09:00:00Z')
      .then('Done', '2026-03-17T09:00:00Z');
    expect(reported.at('2026-05-01')).toMatchObject([{ state: 'breached', open: false }]);
  });

  it('counts working days in working days only', () => {
    const working = dutyRule({ clock: 'rtt', due: limit(10, 'working-day'), owner: 'helsinki' });
    const reported = new DutyStory(working, CLOCK)
      .then('Started', '2026-03-02T09:00:00+02:00')
      .then('Paused', '2026-03-06T09:00:00+02:00')
      .then('Resumed', '2026-03-09T09:00:00+02:00');
    // Ten working days after 2 March end on 16 March; Saturday to Monday holds one.
    expect(reported.at('2026-03-10')).toMatchObject([{ dueAt: at('2026-03-17T21:59:59.999Z') }]);
  });
});
