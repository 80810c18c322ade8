/** What a definition measures, and who stands without what it is for; worked by hand. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { coverage } from './coverage.js';
import { measures } from './measures.js';
import { waits } from './waits.js';
import { DAY, OSLO } from './small-pathway.spec.support.js';

const MEASURING = `
pathway: test
version: 1
zone: Europe/Oslo
services:
  unit: { level: municipal }
events:
  Need: {}
  Offered: {}
  Declined: {}
  Made: {}
  Ended: {}
entry: { events: Need }
closes: PatientDied
stages:
  - { id: all, holder: unit }
duties:
  - { id: made, from: Need, until: Made, within: 10 days, owner: unit, exempt: [{ on: Declined, code: patient-declined }] }
measures:
  waits:
    - { id: without-plan, title: Without a plan, from: Need, to: Made, standard: { within: 10 days, share: 80 % } }
    - { id: gap, title: Between two plans, from: Ended, to: Made }
  instruments:
    - { id: odi, title: ODI, instrument: ODI, version: '2.1a', better: lower, smallest-important-change: 10, lowest: 0, highest: 100 }
  money:
    - { id: plans, title: Plans, on: Made, payer: municipality, kind: cost, amount: 100.5, currency: NOK, basis: modelled }
`;

describe('Measures', () => {
  let log: TestLog;
  const odi = (day: number, score: number) =>
    fact('FunctionMeasured', OSLO(day), {
      data: { instrument: 'ODI', instrumentVersion: '2.1a', score },
    });
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, MEASURING);
    await log.record('with', [
      fact('Need', OSLO(1)),
      fact('Made', OSLO(3)),
      odi(1, 40),
      odi(9, 20),
    ]);
    await log.record('late', [
      ...[fact('Need', OSLO(1)), fact('Made', OSLO(15)), odi(1, 50), odi(2, 50)],
      fact('Need', OSLO(17)),
    ]);
    await log.record('again', [
      ...[fact('Need', OSLO(1)), fact('Made', OSLO(4)), fact('Ended', OSLO(14)), odi(2, 60)],
    ]);
    await log.record('declined', [fact('Need', OSLO(2)), fact('Declined', OSLO(5))]);
    await log.record('asked-again', [
      ...[fact('Need', OSLO(3)), fact('Declined', OSLO(5)), fact('Need', OSLO(6))],
    ]);
    await log.record('died', [fact('Need', OSLO(1)), fact('PatientDied', OSLO(6))]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());
  const query = { pathway: 'test', asOf: OSLO(20) };

  it('are in whole days where only the day is known, as waits are', async () => {
    await log.record('by-day', [fact('Need', '2026-01-02'), fact('Made', OSLO(4, '23:00:00'))]);
    await log.record('by-day-open', [fact('Need', '2026-01-02')]);
    await log.runner.catchUp();
    const rule = { from: ['Need'], to: ['Made'] };
    const { waits: measured, evidence } = await measures(log.models, { ...query, evidence: 99 });
    const waited = await waits(log.models, { ...query, ...rule, evidence: 99 });
    expect(measured[0]).toMatchObject({ medianSeconds: waited.medianSeconds });
    expect(evidence?.find(({ patient }) => patient === 'by-day-open')).toMatchObject({
      ...{ since: '2026-01-02', seconds: 18 * DAY },
    });
  });

  it('are counted by date where the standard is, so that what was in time does not look late', async () => {
    const answer = await measures(log.models, {
      ...query,
      asOf: OSLO(20, '23:00:00'),
      evidence: 9,
      wait: 'without-plan',
    });
    const [withoutPlan, gap] = answer.waits;
    expect(withoutPlan).toMatchObject({ wholeDays: true, standard: { within: '10 days' } });
    expect(answer.evidence?.map(({ seconds }) => seconds / DAY)).toEqual([18, 17, 3]);
    expect(gap).not.toHaveProperty('wholeDays');
  });

  it('count those still waiting in every wait, and end it with the pathway', async () => {
    const answer = await measures(log.models, { ...query, evidence: 9, wait: 'without-plan' });
    const [withoutPlan, gap] = answer.waits;
    // Ended after 2, 14 and 3 days; open for 18, 17 and 3 (a need reported again); cut off after 5.
    expect(withoutPlan).toMatchObject({
      ...{ wait: 'without-plan', n: 7, ended: 3, waiting: 3, closed: 1, medianSeconds: 14 * DAY },
      standard: {
        ...{ share: 0.8, met: 2, late: 1, never: 2, shareMet: 0.4 },
        ...{ waitingInTime: 1, shareOfWaiting: 1 / 3 },
      },
    });
    expect(gap).toMatchObject({ wait: 'gap', n: 1, waiting: 1, medianSeconds: null });
    expect(gap).not.toHaveProperty('standard');
    expect(answer.evidence?.map(({ patient, overStandard }) => [patient, overStandard])).toEqual([
      ['declined', true],
      ['asked-again', true],
      ['late', false],
    ]);
  });

  it('say first how many were measured, and what the missing ones could change', async () => {
    const { instruments, money } = await measures(log.models, query);
    expect(instruments).toEqual([
      {
        ...{ instrument: 'odi', everybody: 6, withBaseline: 3, measured: 2, shareMeasured: 1 / 3 },
        ...{ improved: 1, unchanged: 1, worse: 0, shareImproved: 0.5, leftOut: 0 },
        shareImprovedBounds: { lower: 1 / 3, upper: 2 / 3 },
        // Changes of -20 and 0; the third, at 60, may have gone to 0 or to 100.
        ...{ meanChange: -10, meanChangeBounds: { lower: -80 / 3, upper: 20 / 3 } },
      },
    ]);
    expect(money).toEqual([
      {
        ...{ payer: 'municipality', currency: 'NOK', basis: 'modelled' },
        ...{ cost: 301.5, saving: 0, events: 3 },
      },
    ]);
  });

  it('are asked for by names that there are', async () => {
    await expect(coverage(log.models, { ...query, without: 'Mde' })).rejects.toThrow(
      'There is no goal called Mde. Known: Made. Did you mean Made?',
    );
    await expect(measures(log.models, { ...query, wait: 'gop' })).rejects.toThrow(
      'There is no measured wait called gop. Known: without-plan, gap. Did you mean gap?',
    );
    const byField = (field: string) =>
      measures(log.models, { ...query, groupBy: `attribute:${field}` });
    await expect(byField('insturment')).rejects.toMatchObject({
      code: 'unknown-dimension',
      message: 'No event on test has a field called insturment. Did you mean instrument?',
    });
    // Of the catalogue, though nobody has reported it.
    for (const field of ['score', 'icd10']) expect(await byField(field)).toHaveProperty('groups');
  });

  it('show who stands without, for how long, and who declined', async () => {
    const { goals, evidence } = await coverage(log.models, { ...query, evidence: 9 });
    expect(goals).toEqual([
      {
        ...{ goal: ['Made'], waits: ['without-plan', 'gap'], episodes: 5, with: 2, without: 3 },
        ...{ share: 0.4, declined: { 'patient-declined': 1 }, longestSeconds: 17 * DAY },
      },
    ]);
    const rows = evidence?.map(({ patient, wait, declined }) => [patient, wait, declined?.code]);
    expect(rows).toEqual([
      ['declined', 'without-plan', 'patient-declined'],
      ['asked-again', 'without-plan', undefined],
      ['again', 'gap', undefined],
    ]);
  });
});
