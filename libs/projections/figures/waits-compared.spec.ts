/** Waits and outcomes of some, of groups, of cases that began before anybody watched, and of the lost. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { outcomes } from './outcomes.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { waits, type WaitsQuery } from './waits.js';
import { openReadModels } from '../sqlite/open-read-models.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const AS_OF = OSLO(31);

describe('Waits', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, DEFINITION);
  });
  afterEach(() => log.close());

  async function waitsFor(query: Partial<WaitsQuery> = {}) {
    await log.runner.catchUp();
    return waits(log.models, {
      ...{ pathway: 'test', from: ['Referred'], to: ['Seen'], asOf: AS_OF, evidence: 100 },
      ...query,
    });
  }

  /** Five patients in each of two places; those in the second wait ten days longer. */
  async function twoPlaces() {
    for (const [place, more] of [
      ['0301', 0],
      ['4601', 10],
    ] as const)
      for (let i = 1; i <= 5; i++)
        await log.record(`${place}-${i}`, [
          fact('Referred', OSLO(1), { municipality: place }),
          fact('Seen', OSLO(1 + i + more)),
        ]);
  }

  it('are compared between groups, with the log-rank test worked by hand', async () => {
    await twoPlaces();
    const { groups, difference, n } = await waitsFor({ groupBy: 'municipality' });
    expect(n).toBe(10);
    expect(groups).toMatchObject([
      { group: '0301', n: 5, medianSeconds: 3 * DAY },
      { group: '4601', n: 5, medianSeconds: 13 * DAY },
    ]);
    // Expected of the first: 5/10 + 4/9 + 3/8 + 2/7 + 1/6; variance: Σ (5·5)/100 + (4·5)/81 + …
    const expected = 5 / 10 + 4 / 9 + 3 / 8 + 2 / 7 + 1 / 6;
    const variance = 25 / 100 + 20 / 81 + 15 / 64 + 10 / 49 + 5 / 36;
    expect(difference).toMatchObject({ test: 'log-rank', df: 1 });
    expect(difference?.chiSquare).toBeCloseTo((5 - expected) ** 2 / variance, 10);
  });

  it('of some count nobody else, and list nobody else', async () => {
    await twoPlaces();
    const where = [{ dimension: 'municipality', value: '4601' }];
    const { n, evidence } = await waitsFor({ where });
    expect(n).toBe(5);
    expect(evidence!.every(({ patient }) => patient.startsWith('4601'))).toBe(true);
  });

  it('are not tested where only one group may be shown', async () => {
    await twoPlaces();
    await log.record('other', [fact('Referred', OSLO(1))]);
    const { groups, difference } = await waitsFor({ groupBy: 'municipality' });
    expect(groups!.filter((group) => 'suppressed' in group)).toHaveLength(2);
    expect(difference).toBeUndefined();
  });

  it('that began before anybody watched count from then on; those that had ended do not', async () => {
    await log.record('ended', [fact('Referred', OSLO(1)), fact('Seen', OSLO(5))]);
    await log.record('early', [fact('Referred', OSLO(4)), fact('Seen', OSLO(16))]);
    await log.record('seen', [fact('Referred', OSLO(11)), fact('Seen', OSLO(13))]);
    const answer = await waitsFor({ observedFrom: OSLO(10), at: ['2 days', '12 days'] });
    expect(answer).toMatchObject({ n: 2, events: 2, lateEntries: 1 });
    // After two days only one was watched; the other came under watch when it was six days old.
    expect(answer.survival.map(({ seconds, atRisk }) => [seconds / DAY, atRisk])).toEqual([
      [2, 1],
      [12, 1],
    ]);
    expect(answer.at!.map(({ atRisk, fewCases }) => [atRisk, fewCases])).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(answer.evidence!.map(({ patient }) => patient)).toEqual(['early', 'seen']);
  });

  it('of which nothing was heard for long are lost, and count up to their last event', async () => {
    await log.record('open', [fact('Referred', OSLO(1)), fact('Booked', OSLO(30))]);
    await log.record('lost', [fact('Referred', OSLO(1)), fact('Booked', OSLO(6))]);
    await log.record('seen', [fact('Referred', OSLO(1)), fact('Seen', OSLO(3))]);
    const answer = await waitsFor({ lostAfter: '10 days' });
    expect(answer).toMatchObject({ n: 3, events: 1, censored: 2, lost: 1 });
    expect(
      answer.evidence!.map(({ patient, seconds, lost }) => [patient, seconds / DAY, lost]),
    ).toEqual([
      ['lost', 5, true],
      ['open', 30, undefined],
      ['seen', 2, undefined],
    ]);
  });

  it('until @end end with whatever closes the case', async () => {
    await log.record('treated', [fact('Referred', OSLO(1)), fact('Treated', OSLO(8))]);
    await log.record('died', [
      fact('Referred', OSLO(1)),
      fact('Died', OSLO(4)),
      fact('Seen', OSLO(5)),
    ]);
    await log.record('open', [fact('Referred', OSLO(1)), fact('Seen', OSLO(5))]);
    const answer = await waitsFor({ from: ['@start'], to: ['@end'] });
    expect(answer.evidence!.map(({ patient, seconds }) => [patient, seconds / DAY])).toEqual([
      ['died', 3],
      ['open', 30],
      ['treated', 7],
    ]);
    expect(answer).toMatchObject({ n: 3, events: 2, begunBy: [{ type: 'Referred', n: 3 }] });
  });

  it('know an end of an interval that cannot be known from one that is not reached', async () => {
    await log.record('p1', [fact('Referred', OSLO(1)), fact('Seen', OSLO(5))]);
    expect((await waitsFor()).medianCi95).toEqual(['unknown', 'unknown']);
    for (const patient of ['p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9', 'p10'])
      await log.record(patient, [fact('Referred', OSLO(1))]);
    expect((await waitsFor()).medianCi95).toEqual(['not-reached', 'not-reached']);
  });

  it('as outcomes of groups have the difference at each time with its interval', async () => {
    await twoPlaces();
    await log.runner.catchUp();
    const { differences, difference } = await outcomes(log.models, {
      ...{ pathway: 'test', from: ['Referred'], asOf: AS_OF, groupBy: 'municipality' },
      ...{ causes: [{ label: 'seen', types: ['Seen'] }], at: ['3 days'] },
    });
    // 0 of 5 less 3 of 5; se² = 0.6 · 0.4 / 5.
    const margin = 1.959963984540054 * Math.sqrt((0.6 * 0.4) / 5);
    expect(differences).toMatchObject([{ group: '4601', against: '0301', at: '3 days' }]);
    const { seen } = differences![0]!.causes;
    expect(seen?.difference).toBeCloseTo(-0.6, 12);
    expect(seen?.lower).toBeCloseTo(-1, 12);
    expect(seen?.upper).toBeCloseTo(-0.6 + margin, 12);
    expect(seen?.fewCases).toBe(true);
    expect(difference?.p).toBeLessThan(0.01);
  });
});
