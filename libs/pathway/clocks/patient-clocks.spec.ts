/** Clocks over the patient, as the duties of an episode that looks back see them. */
import { describe, expect, it } from '@jest/globals';
import { pathway, standing } from '../assessment/journey-story.spec.support.js';

const rulesOver = (over: 'episode' | 'patient') =>
  pathway(`
looks-back: 12 months
clocks: [{ id: wait, start: Screened, nullify: Told, over: ${over} }]
duties:
  - { id: seen, from: Screened, until: Planned, within: 10 days, clock: wait, owner: gp }
`);

describe('A clock that was nullified before the entry', () => {
  it.each(['episode', 'patient'] as const)('takes the duty away, running over the %s', (over) => {
    const { duties, clocks } = standing(
      rulesOver(over),
      '2026-03-12',
      '2026-03-05T08:00:00Z Screened',
      '2026-03-07T08:00:00Z Told',
      '2026-03-10T08:00:00Z Came',
    );
    expect(duties.map(({ state, reason }) => [state, reason])).toEqual([
      ['not-applicable', 'clock-nullified'],
    ]);
    expect(clocks.map(({ nullified }) => nullified)).toEqual([1]);
  });
});
