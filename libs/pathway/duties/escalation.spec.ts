/** To whom a duty goes that is not done in time. */
import { describe, expect, it } from '@jest/globals';
import { DutyStory, dutyRule, endOf } from './story.spec.support.js';

const START = '2026-03-02T09:00:00Z';
const DUE = '2026-03-12';

const story = (...rule: Parameters<typeof dutyRule>) => new DutyStory(dutyRule(...rule));
describe('Escalation', () => {
  const escalate = [
    { to: 'county', after: { amount: 2, unit: 'week' } },
    { to: 'coordinator', after: undefined },
    { to: { parameter: 'ombudsman' }, after: { amount: 90, unit: 'minute' } },
  ] as const;
  const reported = () => story({ escalate }).then('Started', START);
  const steps = [
    { to: 'coordinator', at: endOf(DUE) + 1 },
    { to: 'ombudsman-there', at: endOf(DUE) + 1 + 90 * 60_000 },
    { to: 'county', at: endOf('2026-03-26') + 1 },
  ];

  it('lists the steps that were reached, earliest first', () => {
    expect(reported().at(DUE)).toMatchObject([{ escalations: [] }]);
    expect(reported().at('2026-03-13T00:00:00Z')).toMatchObject([
      { escalations: steps.slice(0, 1) },
    ]);
    expect(reported().at('2026-03-26')).toMatchObject([{ escalations: steps.slice(0, 2) }]);
    expect(reported().at('2026-03-27')).toMatchObject([{ escalations: steps }]);
  });

  it('wakes for every step', () => {
    expect(reported().trackedUntil(DUE).wakeUp).toBe(steps[0]?.at);
    expect(reported().trackedUntil('2026-03-13T00:00:00Z').wakeUp).toBe(steps[1]?.at);
    expect(reported().trackedUntil('2026-03-13').wakeUp).toBe(steps[2]?.at);
    expect(reported().trackedUntil('2026-03-27').wakeUp).toBe(Infinity);
  });

  it('stops where the duty is met or taken away, and with the close', () => {
    const until = (type: string) => reported().then(type, '2026-03-14T09:00:00Z').at('2026-05-01');
    expect(until('Done')).toMatchObject([{ state: 'met-late', escalations: steps.slice(0, 2) }]);
    expect(until('Declined')).toMatchObject([
      { state: 'breached', escalations: steps.slice(0, 2) },
    ]);
    expect(reported().closedAt('2026-03-14')).toMatchObject([{ escalations: steps.slice(0, 2) }]);
  });

  it('is touched step by step, counted as in the definition', () => {
    const { touched } = reported().trackedUntil('2026-03-13').context;
    expect([...touched].filter((key) => key.includes('escalate'))).toEqual([
      'duties/plan/escalate/1',
      'duties/plan/escalate/2',
    ]);
  });
});
