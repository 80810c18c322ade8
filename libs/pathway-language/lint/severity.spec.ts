/** Danger of which nothing follows. */
import { describe, expect, it } from '@jest/globals';
import { SMALL } from '#pathway/testing';
import { labelled, stage, withStages } from './lint.spec.support.js';

describe('Severity', () => {
  const duty = (rest: string) =>
    labelled(
      `${SMALL}duties: [{ id: d, from: ReferralReceived, until: ReferralAssessed, within: 2 weeks, owner: gp, source: s, ${rest} }]\n`,
    );

  it('of a critical duty needs somebody to be told', () => {
    expect(duty('severity: critical')).toEqual(['warning duties[0].severity critical-untold']);
    expect(duty('severity: critical, escalate: [{ to: gp }]')).toEqual([]);
    expect(duty('severity: high')).toEqual([]);
  });

  it('of a stage needs a bound, of its own or of a part that inherits it', () => {
    const staged = (rest: string) =>
      labelled(withStages(`${stage('one')}, ${rest}`)).filter((one) => /severity/.test(one));
    const bare = '{ id: two, holder: gp, source: s, severity: high, opens: ReferralAssessed';
    expect(staged(`${bare} }`)).toEqual(['warning stages[1].severity severity-unbounded']);
    expect(staged(`${bare}, expected-p90: 4 weeks }`)).toEqual([]);
    expect(
      staged(
        `${bare}, stages: [{ id: part, source: s, limit: 1 week }, { id: other, source: s }] }`,
      ),
    ).toEqual([]);
  });
});
