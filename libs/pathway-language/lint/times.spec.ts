/** Grades that no clock has, and warnings that come at once. */
import { describe, expect, it } from '@jest/globals';
import { SMALL } from '#pathway/testing';
import { labelled, stage, withStages } from './lint.spec.support.js';

describe('A stage by grade', () => {
  const graded = (span: string) =>
    labelled(
      `${withStages(`${stage('one')}, ${stage('two', 'while: { clock: c, grade: { below: 100 } }')}`)}clocks: [{ id: c, spans: [{ on: SickLeaveIssued, from: from, to: to${span} }], source: s }]\n`,
    );

  it('needs a clock whose days have a grade, and can be reached by it', () => {
    expect(graded('')).toEqual(['error stages[1].while.clock ungraded-clock']);
    expect(graded(', grade: grade')).toEqual([]);
  });
});

describe('A warning', () => {
  const warned = (before: string, within = '2 weeks') =>
    labelled(
      `${SMALL}duties: [{ id: d, from: ReferralReceived, until: ReferralAssessed, within: ${within}, owner: gp, warn: [{ before: ${before} }], source: s }]\n`,
    ).filter((one) => one.includes('warning-from-start'));

  it('comes after the duty has begun', () => {
    expect(warned('2 weeks')).toEqual(['warning duties[0].warn[0].before warning-from-start']);
    expect(warned('13 days')).toEqual([]);
  });
});
