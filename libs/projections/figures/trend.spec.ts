/** Trend by month, and variation between municipalities. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { QueryRefused } from '../models/errors.js';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { DAY, DEFINITION } from './small-pathway.spec.support.js';
import { trend, type TrendQuery } from './trend.js';
import { variation } from './variation.js';
import { openReadModels } from '../sqlite/open-read-models.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

let log: TestLog;
beforeEach(async () => {
  log = await openTestLog(ADAPTERS);
  await log.publish('test', 1, DEFINITION);
});
afterEach(() => log.close());

describe('A trend', () => {
  async function trendOf(query: Partial<TrendQuery>) {
    await log.runner.catchUp();
    return trend(log.models, {
      ...{ pathway: 'test', from: ['Referred'], to: ['Seen'], asOf: '2026-04-15T12:00:00+02:00' },
      ...{ months: 4 },
      ...query,
    });
  }

  /** Referred in January and seen after 40 days; referred in March and seen after 10; one waits. */
  async function three() {
    await log.record('p1', [fact('Referred', '2026-01-10'), fact('Seen', '2026-02-19')]);
    await log.record('p2', [fact('Referred', '2026-03-10'), fact('Seen', '2026-03-20')]);
    await log.record('p3', [fact('Referred', '2026-03-12')]);
  }

  it('begins with the first case: months before it are no zeros, and draw no limits', async () => {
    await three();
    const { months, chart } = await trendOf({ months: 24, measure: 'started' });
    expect(months.map(({ month }) => month)).toEqual(['2026-01', '2026-02', '2026-03', '2026-04']);
    expect(chart).toMatchObject({ mean: 1, months: 3 });
  });

  it('by cohort gives each month what became of those who began in it', async () => {
    await three();
    const { months } = await trendOf({ within: '14 days', measure: 'share-within' });
    expect(
      months.map(({ month, n, ended, open, breached, shareWithin }) => [
        ...[month, n, ended, open, breached, shareWithin],
      ]),
    ).toEqual([
      ['2026-01', 1, 1, 0, 1, 0],
      ['2026-02', 0, 0, 0, 0, null],
      ['2026-03', 2, 1, 1, 1, 0.5],
      ['2026-04', 0, 0, 0, 0, null],
    ]);
    expect(months.map(({ complete }) => complete)).toEqual([true, true, true, false]);
    expect(months[0]!.medianSeconds).toBe(40 * DAY);
  });

  it('by period gives each month what happened in it, at the age that cases had then', async () => {
    await three();
    const { months } = await trendOf({ by: 'period', measure: 'open', within: '14 days' });
    expect(
      months.map(({ started, ended, open, breached }) => [started, ended, open, breached]),
    ).toEqual([
      [1, 0, 1, 1],
      [0, 1, 0, 0],
      [2, 1, 1, 1],
      [0, 0, 1, 0],
    ]);
    // In February one case, at risk from its 22nd day on, and seen on its 40th.
    expect(months[1]).toMatchObject({ n: 1, medianSeconds: 40 * DAY, shareWithin: 0 });
  });

  it('takes the midnight between two months for the new one', async () => {
    await log.record('p1', [fact('Referred', '2026-02-01'), fact('Seen', '2026-03-01')]);
    const { months } = await trendOf({ by: 'period' });
    expect(months.map(({ started, ended, open }) => [started, ended, open])).toEqual([
      ...[
        [1, 0, 1],
        [0, 1, 0],
      ],
      [0, 0, 0],
    ]);
  });

  it('leaves out of its chart the month that is not over, and shares that may still change', async () => {
    await three();
    const ripe = await trendOf({ measure: 'started' });
    expect(ripe.months.map(({ value }) => value)).toEqual([1, 0, 2, null]);
    expect(ripe.chart).toMatchObject({ mean: 1, meanMovingRange: 1.5, months: 3 });
    expect(ripe.chart!.upper).toBeCloseTo(1 + 2.66 * 1.5, 12);
    const unripe = await trendOf({ measure: 'share-within', within: '60 days' });
    expect(unripe.months.map(({ value }) => value)).toEqual([1, null, null, null]);
    expect(unripe.chart).toBeNull();
  });

  it('marks the month in which something changed', async () => {
    for (let month = 1; month <= 12; month++)
      for (let i = 0; i < (month === 12 ? 9 : 1 + (month % 2)); i++)
        await log.record(`${month}-${i}`, [
          fact('Referred', `2026-${String(month).padStart(2, '0')}-05`),
        ]);
    const asOf = '2027-01-01T00:00:00+01:00';
    const { months } = await trendOf({ asOf, months: 13, measure: 'started' });
    expect(
      months.flatMap(({ month, signals }) => (signals.includes('outside') ? [month] : [])),
    ).toEqual(['2026-12']);
  });

  it('needs a limit for what is measured by one', async () => {
    await expect(trendOf({ measure: 'breached' })).rejects.toThrow(QueryRefused);
  });
});

describe('Variation', () => {
  it('shows each municipality’s share in time among all, with open cases in it', async () => {
    const place = async (municipality: string, inTime: number, late: number, open: number) => {
      const seen = [
        ...Array.from({ length: inTime }, () => '2026-01-03'),
        ...Array.from({ length: late }, () => '2026-02-03'),
      ];
      for (let i = 0; i < seen.length + open; i++)
        await log.record(`${municipality}-${i}`, [
          fact('Referred', '2026-01-01', { municipality }),
          ...(i < seen.length ? [fact('Seen', seen[i]!)] : []),
        ]);
    };
    await place('0301', 8, 1, 1);
    await place('4601', 9, 1, 0);
    await place('5001', 0, 6, 4);
    await place('1103', 1, 1, 0);
    await log.runner.catchUp();
    const { units, all, suppressed, groupBy } = await variation(log.models, {
      ...{ pathway: 'test', from: ['Referred'], to: ['Seen'], within: '7 days' },
      asOf: '2026-03-01T00:00:00+01:00',
    });
    expect(groupBy).toBe('municipality');
    expect(all.n).toBe(32);
    expect(all.share).toBeCloseTo(18 / 32, 12);
    // The small one, and the next larger one that would give it away.
    expect(suppressed).toBe(2);
    expect(units.map(({ group, n, censored }) => [group, n, censored])).toEqual([
      ['4601', 10, 0],
      ['5001', 10, 4],
    ]);
    expect(units.map(({ share }) => share)).toEqual([expect.closeTo(0.9, 12), 0]);
    expect(units.map(({ effectiveN }) => effectiveN)).toEqual([expect.closeTo(10, 9), 10]);
    expect(units.every(({ fewCases }) => fewCases)).toBe(true);
    const z = (Math.asin(Math.sqrt(0.9)) - Math.asin(Math.sqrt(18 / 32))) * 2 * Math.sqrt(10);
    expect(units[0]!.z).toBeCloseTo(z, 10);
  });
});
