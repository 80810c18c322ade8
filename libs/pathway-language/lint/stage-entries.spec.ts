/** Which stage an event that enters the pathway leads into. */
import { describe, expect, it } from '@jest/globals';
import { labelled, stage, withStages } from './lint.spec.support.js';

describe('An entry', () => {
  it('is none into the first stage where it opens another one', () => {
    const text = (opens: string) =>
      `${withStages(`${stage('one')}, ${stage('two', `opens: ${opens}`)}`)}duties: [{ id: d, from: ReferralReceived, until: ReferralAssessed, within: 7 weeks, owner: gp, source: s }]\n`
        .replace(/^entry: .*$/m, 'entry: { events: ReferralReceived, unfiltered: u }')
        .replace('two, holder: gp, limit: 6 weeks', 'two, holder: gp, limit: 8 weeks');
    expect(labelled(text('ReferralReceived'))).toEqual([]);
    expect(labelled(text('VisitCompleted'))).toEqual([
      'warning duties[0].within limit-beyond-stage',
    ]);
  });
});
