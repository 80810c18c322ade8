/** Rules in words: by when something is due, in every form of it. */
import { describe, expect, it } from '@jest/globals';
import { SMALL } from '#pathway/testing';
import { readDefinition } from '../parsing/read-definition.js';
import { dutyRows } from './rule-rows.js';

function rowsOf(rest: string, from = 'ReferralAssessed'): readonly string[] {
  const duty = `duties: [{ id: d, from: ${from}, until: VisitCompleted, owner: gp, ${rest} }]`;
  const read = readDefinition(`${SMALL}${duty}\n`);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const [rule] = read.definition.duties;
  if (rule === undefined) throw new Error('no duty');
  return dutyRows(rule, read.definition).map(({ label, text }) => `${label}: ${text}`);
}

describe('The due time of a duty in words', () => {
  it('counts from a date in the event', () => {
    expect(rowsOf('within: { limit: 4 weeks, from: latestStart }')).toContain(
      'Within: 4 weeks of the date in latestStart of ReferralAssessed',
    );
    expect(
      rowsOf('within: { limit: 4 weeks, from: latestStart, first-day: counts }, per: period'),
    ).toContain(
      'Every: 4 weeks (the first day counts), from the date in latestStart of ReferralAssessed on',
    );
  });

  it('lies before or after a date in the event', () => {
    const rows = rowsOf(
      'within: { date-in: latestStart, minus: 10 working days, otherwise: { limit: 2 weeks, from: latestStart } }',
    );
    expect(rows).toContain(
      'By: 10 working days before the date in latestStart of ReferralAssessed',
    );
    expect(rows).toContain('Without it: within 2 weeks of the date in latestStart');
    expect(rowsOf('within: { date-in: latestStart, plus: 2 weeks, otherwise: 2 weeks }')).toContain(
      'By: 2 weeks after the date in latestStart of ReferralAssessed',
    );
  });
});

describe('What meets a duty and what came before it in words', () => {
  it('has a row for every part', () => {
    const duty =
      'duties: [{ id: d, from: ReferralSent, until: { all-of: [[VisitCompleted, PatientDied], RehabPlanAgreed] }, owner: gp, within: 1 day }]';
    const read = readDefinition(`${SMALL}${duty}\n`);
    const [rule] = 'definition' in read ? read.definition.duties : [];
    const rows =
      rule === undefined || !('definition' in read) ? [] : dutyRows(rule, read.definition);
    expect(rows.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Within: 1 day of ReferralSent',
      'Until: VisitCompleted or PatientDied',
      'And until: RehabPlanAgreed',
    ]);
  });

  it('says how old evidence may be, and which case it chooses', () => {
    const found =
      '{ event: RedFlagScreened, where: { result: { not: negative, or-missing: true } } }';
    const rows = rowsOf(
      `within: { cases: [{ when: { outcome: accepted }, latest: ${found}, limit: 1 week }], otherwise: 2 weeks }, applies-if-latest: { all-of: [{ event: SickLeaveIssued, within: 3 months }, [VisitCompleted, RehabPlanAgreed]] }`,
    );
    expect(rows).toContain(
      'Within: 1 week where outcome: accepted; latest RedFlagScreened (result not negative, or not given)',
    );
    expect(rows).toContain(
      'Only if latest: SickLeaveIssued, at most 3 months old; and VisitCompleted or RehabPlanAgreed',
    );
  });
});
