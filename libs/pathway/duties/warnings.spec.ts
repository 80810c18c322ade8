/** Warnings before a duty is due: to whom, when, and where nobody is warned any more. */
import { describe, expect, it } from '@jest/globals';
import { CLOCK, DutyStory, SICK_LEAVE, at, dutyRule, endOf, limit } from './story.spec.support.js';
import type { DutyRule } from '../definition/duty-rule.js';

const START = '2026-03-02T09:00:00Z';
const THREE_DAYS = { before: limit(3, 'day').limit, to: 'clinic' };
/** Due on 12 March. */
const warning = (more: Partial<DutyRule> = {}) => dutyRule({ warn: [THREE_DAYS], ...more });
/** Three days are left once the ninth is over. */
const NEAR = endOf('2026-03-09') + 1;

const started = (rule = warning()) => new DutyStory(rule, CLOCK).then('Started', START);

describe('A warning before a duty is due', () => {
  it('is reached when the time before the due time is all that is left', () => {
    expect(started().trackedUntil('2026-03-09').wakeUp).toBe(NEAR);
    expect(started().at('2026-03-09T23:59:59.999Z')).toMatchObject([{ warnings: [] }]);
    expect(started().at('2026-03-10T00:00:00Z')).toMatchObject([
      { state: 'not-yet-due', warnings: [{ to: 'clinic', at: NEAR }] },
    ]);
  });

  it('stays, and is followed by the breach, of which it is no part', () => {
    expect(started().at('2026-03-13')).toMatchObject([
      { state: 'breached', warnings: [{ to: 'clinic', at: NEAR }], escalations: [] },
    ]);
  });

  it('is not given once the duty is met, or taken away', () => {
    const met = started().then('Done', '2026-03-09T12:00:00Z');
    expect(met.at('2026-03-13')).toMatchObject([{ state: 'met', warnings: [] }]);
    const exempt = started().then('Declined', '2026-03-09T12:00:00Z');
    expect(exempt.at('2026-03-13')).toMatchObject([{ state: 'exempt', warnings: [] }]);
    const later = started().then('Done', '2026-03-10T12:00:00Z');
    expect(later.at('2026-03-13')).toMatchObject([{ state: 'met', warnings: [{ at: NEAR }] }]);
  });

  it('goes to whoever owes the duty then, where the definition names nobody', () => {
    const rule = warning({ owner: 'holder', warn: [{ ...THREE_DAYS, to: undefined }] });
    const moved = (day: string) => started(rule).then('Moved', `${day}T09:00:00Z`, { to: 'ward' });
    expect(moved('2026-03-05').at('2026-03-13')).toMatchObject([{ warnings: [{ to: 'ward' }] }]);
    expect(moved('2026-03-11').at('2026-03-13')).toMatchObject([{ warnings: [{ to: 'gp' }] }]);
  });

  it('is reached when the duty begins, where less time is left from the start', () => {
    const long = warning({ warn: [{ before: limit(3, 'week').limit, to: 'clinic' }] });
    expect(started(long).at('2026-03-02T09:00:00Z')).toMatchObject([
      { warnings: [{ to: 'clinic', at: at(START) }] },
    ]);
  });

  it('is not given of what is past due when it begins', () => {
    const due = { kind: 'field', field: 'by', otherwise: limit(10, 'day') } as const;
    const story = new DutyStory(warning({ due })).then('Started', START, { by: '2026-02-01' });
    expect(story.at('2026-03-13')).toMatchObject([{ state: 'breached', warnings: [] }]);
  });

  it('moves with the due time: a pause takes it back, and it is reached once more', () => {
    const story = started(warning({ clock: 'rtt' })).then('Paused', '2026-03-11T09:00:00Z');
    expect(story.at('2026-03-10T12:00:00Z')).toMatchObject([{ warnings: [{ at: NEAR }] }]);
    expect(story.at('2026-03-12')).toMatchObject([{ paused: true, warnings: [] }]);
    story.then('Resumed', '2026-03-16T09:00:00Z');
    expect(story.at('2026-03-17')).toMatchObject([
      { dueAt: endOf('2026-03-17'), warnings: [{ at: endOf('2026-03-14') + 1 }] },
    ]);
  });

  it('counts back in the days that the limit counts', () => {
    const working = warning({ warn: [{ before: limit(3, 'working-day').limit, to: 'clinic' }] });
    // Due on Thursday the 12th: Tuesday, Wednesday and Thursday are left.
    expect(started(working).at('2026-03-13')).toMatchObject([{ warnings: [{ at: NEAR }] }]);
    const hours = warning({
      due: limit(10, 'hour'),
      warn: [{ before: limit(2, 'hour').limit, to: 'clinic' }],
    });
    expect(started(hours).at('2026-03-13')).toMatchObject([
      { warnings: [{ at: at('2026-03-02T17:00:00.001Z') }] },
    ]);
  });

  it('comes before the day on which a clock has counted all its days', () => {
    const due = { kind: 'accumulated', clock: 'sick-leave', days: limit(30, 'day').limit } as const;
    const story = new DutyStory(warning({ due }), SICK_LEAVE)
      .then('Started', START)
      .then('SickLeave', START, { from: '2026-03-02', to: '2026-05-31' });
    expect(story.trackedUntil('2026-03-20').wakeUp).toBe(endOf('2026-03-28') + 1);
    expect(story.at('2026-03-30')).toMatchObject([
      { dueAt: endOf('2026-03-31'), warnings: [{ at: endOf('2026-03-28') + 1 }] },
    ]);
  });

  it('may be several, the earliest first', () => {
    const two = warning({ warn: [THREE_DAYS, { before: limit(1, 'week').limit, to: 'ward' }] });
    expect(started(two).at('2026-03-13')).toMatchObject([
      {
        warnings: [
          { to: 'ward', at: endOf('2026-03-05') + 1 },
          { to: 'clinic', at: NEAR },
        ],
      },
    ]);
    const { touched } = started(two).trackedUntil('2026-03-07').context;
    expect([...touched].filter((key) => key.includes('warn'))).toEqual(['duties/plan/warn/1']);
  });
});
