/** Every key of duties and of due times, and what becomes of it. */
import { describe, expect, it } from '@jest/globals';
import { readDefinition } from '#pathway-language';
import { WHOLE_LANGUAGE } from '../testing/whole-language.js';

const plain = (amount: number, unit: string, firstDayCounts = false) => ({
  kind: 'limit',
  limit: { amount, unit },
  firstDayCounts,
});

describe('The duties of the whole language', () => {
  const read = readDefinition(WHOLE_LANGUAGE);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems, null, 2));
  const { duties } = read.definition;
  const duty = (id: string) => duties.find((one) => one.id === id);

  it('reads duties with all that takes them away and brings them back', () => {
    expect(duty('plan')).toEqual({
      id: 'plan',
      title: 'Plan',
      source: 's',
      note: 'n',
      from: [{ type: 'SymptomOnsetReported', where: [] }],
      until: [
        { type: 'RehabPlanAgreed', where: [] },
        {
          type: 'RehabPlanRevised',
          where: [{ field: 'consent', is: 'one-of', values: [true] }],
          validFrom: 'reviewDate',
        },
      ],
      due: { kind: 'limit', limit: { parameter: 'plan-limit' }, firstDayCounts: false },
      owner: 'holder',
      per: 'episode',
      ends: [],
      applies: [{ field: 'patient-age', is: 'between', above: 17, below: 90 }],
      exempt: [
        {
          on: [
            {
              type: 'CareDeclined',
              where: [
                { field: 'reason', is: 'none-of', values: ['rest', 'talk'], orMissing: true },
              ],
            },
          ],
          code: 'patient-declined',
          stands: true,
          liftedBy: [{ type: 'CoordinatorEnded', where: [] }],
        },
      ],
      notApplicable: [{ type: 'PatientDied', where: [] }],
      appliesAgain: [{ type: 'EpisodeRecurred', where: [] }],
      clock: 'wait',
      escalate: [
        { after: undefined, to: 'gp' },
        { after: { amount: 2, unit: 'week' }, to: { parameter: 'assessor' } },
      ],
      severity: 'critical',
      attributableFrom: [{ type: 'VisitCompleted', where: [] }],
      notBefore: { amount: 1, unit: 'week' },
      attributableLater: {
        on: [{ type: 'FunctionMeasured', where: [] }],
        after: { amount: 2, unit: 'week' },
      },
      warn: [
        { before: { amount: 10, unit: 'benefit-day' }, to: undefined, source: 's' },
        { before: { parameter: 'plan-limit' }, to: { parameter: 'assessor' } },
      ],
    });
  });

  it('reads every form of a due time', () => {
    expect(duty('assessed')).toMatchObject({
      due: plain(10, 'working-day', true),
      per: 'occurrence',
      matching: 'referral',
    });
    expect(duty('started')).toMatchObject({
      due: { kind: 'field', field: 'latestStart', otherwise: plain(12, 'benefit-day') },
      owner: { parameter: 'assessor' },
    });
    expect(duty('urgent')?.due).toEqual({
      kind: 'cases',
      cases: [
        {
          when: [{ field: 'patient-age', is: 'between', below: 23 }],
          then: plain(14, 'day', true),
        },
        {
          when: [{ field: 'urgency', is: 'one-of', values: ['stat', 'asap'] }],
          then: { kind: 'limit', limit: { parameter: 'plan-limit' }, firstDayCounts: false },
        },
        { when: [], latest: expect.any(Array), then: plain(1, 'week') },
      ],
      otherwise: plain(3, 'month'),
    });
    expect(duty('report')).toMatchObject({ per: 'period', ends: [{ type: 'PathwayClosed' }] });
    expect(duty('ninety')?.due).toEqual({
      kind: 'accumulated',
      clock: 'sick-leave',
      days: { amount: 90, unit: 'benefit-day' },
    });
  });

  it('reads times that count from a date in the starting event', () => {
    expect(duty('told')?.due).toEqual({ ...plain(4, 'week', true), from: 'from' });
    expect(duty('warned')?.due).toMatchObject({
      cases: [{ then: { ...plain(7, 'week'), from: 'from' } }],
      otherwise: { ...plain(3, 'month'), from: 'from' },
    });
    expect(duty('prepared')?.due).toEqual({
      kind: 'field',
      field: 'latestStart',
      shift: { by: 'minus', limit: { amount: 10, unit: 'working-day' } },
      otherwise: { ...plain(2, 'week'), from: 'latestStart' },
    });
    expect(duty('followed')?.due).toMatchObject({
      shift: { by: 'plus', limit: { parameter: 'plan-limit' } },
    });
  });
});
