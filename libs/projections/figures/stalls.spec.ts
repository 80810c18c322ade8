/** Stalls of small cases: duties, offers and stays, and which definition they go by. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import {
  DAY,
  DEFINITION,
  OSLO,
  WITH_CLOCK,
  WITH_CONDITIONS,
  WITH_HANDOVER,
  WITH_LIMITS,
} from './small-pathway.spec.support.js';
import { stalls } from './stalls.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Stalls', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, DEFINITION);
  });
  afterEach(() => log.close());

  it('use the expectations of the newest definition known then', async () => {
    await log.record('p1', [fact('Referred', OSLO(1))]);
    const before = new Date(log.now).toISOString();
    log.now += 1000;
    await log.publish(
      'test',
      2,
      DEFINITION.replace('version: 1', 'version: 2').replace('10 days', '2 days'),
    );
    await log.runner.catchUp();
    const at = (knownAt?: string) =>
      stalls(log.models, { pathway: 'test', asOf: OSLO(5), ...(knownAt ? { knownAt } : {}) });
    expect(await at()).toMatchObject({ total: 1, definition: { version: 2, hash: 'hash-of-2' } });
    expect(await at(before)).toMatchObject({ total: 0, definition: { version: 1 } });
  });

  it('are ranked by how much too long they are', async () => {
    await log.record('p1', [fact('Referred', OSLO(1))]);
    await log.record('p2', [fact('Referred', OSLO(9))]);
    await log.record('p3', [
      fact('Referred', OSLO(1)),
      fact('Seen', OSLO(2)),
      fact('Died', OSLO(3)),
    ]);
    await log.runner.catchUp();
    const answer = await stalls(log.models, { pathway: 'test', asOf: OSLO(20) });
    // The duty and the stay await the same event: one silence, noticed twice.
    expect(answer).toMatchObject({ total: 2, notices: 4, duties: 2, stages: 2, patients: 2 });
    expect(answer.stalls.map((s) => [s.patient, s.kind, s.excessSeconds / DAY])).toEqual([
      ['p1', 'duty', expect.closeTo(11.4167, 3)],
      ['p2', 'duty', expect.closeTo(3.4167, 3)],
    ]);
    expect(answer.stalls[0]?.noticedBy).toEqual([
      {
        ...{ kind: 'duty', id: 'seen-in-time', severity: 'normal' },
        excessSeconds: expect.closeTo(11.4167 * DAY, -3),
      },
      {
        ...{ kind: 'stage', id: 'waiting', beyond: ['expected-p90'] },
        ...{ severity: 'normal', excessSeconds: 9 * DAY },
      },
    ]);
    expect(answer.stalls[0]).toMatchObject({
      stage: 'waiting',
      holder: 'gp',
      duty: 'seen-in-time',
      owner: 'hospital',
      dueAt: expect.stringMatching(/^2026-01-08T23:59:59\.999\+01:00$/),
      missing: ['Seen'],
      from: 'hospital desk',
    });
    expect(answer.stalls.map(({ version }) => version)).toEqual([1, 1]);
    const sum = { stalls: 2, critical: 0, patients: 2 };
    const excessSeconds: unknown = expect.closeTo((11.4167 + 3.4167) * DAY, -3);
    expect(answer.byOwing).toEqual([{ from: 'hospital desk', ...sum, excessSeconds }]);
    expect(answer.byHolder).toEqual([{ holder: 'gp', ...sum, excessSeconds }]);
    const one = await stalls(log.models, { pathway: 'test', asOf: OSLO(20), limit: 1 });
    expect([one.stalls.length, one.total]).toEqual([1, 2]);
  });

  it('are offers that nobody answered, until somebody does', async () => {
    await log.publish('test', 2, WITH_HANDOVER);
    log.now += 1000;
    await log.record('p1', [fact('Referred', OSLO(1), { data: { referral: 'a' } })]);
    await log.record('p2', [
      fact('Referred', OSLO(1), { data: { referral: 'b' } }),
      fact('Accepted', OSLO(2), { data: { referral: 'b' } }),
    ]);
    await log.record('p3', [
      fact('Referred', OSLO(1), { data: { referral: 'c' } }),
      fact('Died', OSLO(9)),
    ]);
    await log.runner.catchUp();
    const of = async (day: number) =>
      (await stalls(log.models, { pathway: 'test', asOf: OSLO(day) })).stalls.filter(
        ({ kind }) => kind === 'handover',
      );
    expect(await of(4)).toEqual([]);
    expect(await of(10)).toEqual([
      {
        patient: 'p1',
        kind: 'handover',
        severity: 'normal',
        noticedBy: [expect.objectContaining({ kind: 'handover', id: 'to-hospital' })],
        version: 2,
        handover: 'to-hospital',
        owed: 'answer',
        notified: [{ how: 'reminded', service: 'hospital', at: '2026-01-05T00:00:00+01:00' }],
        stage: 'waiting',
        holder: 'gp',
        dueAt: '2026-01-04T23:59:59.999+01:00',
        ageSeconds: 9 * DAY,
        expectedSeconds: expect.closeTo(3.58 * DAY, -4),
        excessSeconds: expect.closeTo(5.42 * DAY, -4),
        missing: ['Accepted', 'Refused'],
        missingWords: 'Accepted or Refused',
        from: 'hospital',
      },
    ]);
    await log.record('p1', [fact('Refused', OSLO(11), { data: { referral: 'a' } })]);
    await log.runner.catchUp();
    expect(await of(12)).toEqual([]);
  });

  describe('in a stage with a limit', () => {
    const stays = async (day: number, time?: string) =>
      (await stalls(log.models, { pathway: 'test', asOf: OSLO(day, time) })).stalls
        .flatMap(({ patient, noticedBy }) => noticedBy.map((by) => ({ ...by, patient })))
        .filter(({ kind }) => kind === 'stage')
        .map(({ patient, id, beyond, excessSeconds }) => {
          return [patient, id, beyond?.join(' '), Math.round(excessSeconds / DAY)];
        });
    beforeEach(async () => {
      await log.publish('test', 2, WITH_LIMITS);
      log.now += 1000;
    });

    it('are stays beyond it, to the end of its last day, or beyond what nine in ten take', async () => {
      // A Thursday: four working days end with the Wednesday after it.
      await log.record('p1', [fact('Referred', OSLO(1))]);
      await log.runner.catchUp();
      expect(await stays(3)).toEqual([]);
      expect(await stays(6)).toEqual([['p1', 'asked', 'expected-p90', 3]]);
      expect(await stays(7, '23:59:59')).toMatchObject([['p1', 'asked', 'expected-p90', 5]]);
      expect(await stays(8, '00:00:00')).toMatchObject([['p1', 'asked', 'expected-p90 limit', 5]]);
    });

    it('count from the coming into the first part, by where the patient lived then', async () => {
      const there = { municipality: '0301' };
      await log.record('p1', [fact('Referred', OSLO(1)), fact('Accepted', OSLO(2))]);
      await log.record('p2', [
        fact('Referred', OSLO(1), there),
        fact('Accepted', OSLO(2), { municipality: '1103' }),
      ]);
      await log.record('p3', [
        fact('Referred', OSLO(1)),
        fact('Accepted', OSLO(2)),
        fact('Seen', OSLO(3)),
      ]);
      await log.runner.catchUp();
      expect(await stays(6)).toEqual([]);
      expect(await stays(9)).toEqual([['p2', 'waiting', 'limit', 2]]);
      const { stalls: rows, expected } = await stalls(log.models, {
        pathway: 'test',
        asOf: OSLO(14),
      });
      expect(rows.find(({ patient }) => patient === 'p1')).toMatchObject({
        ...{ stage: 'checked', holder: 'gp', ageSeconds: 13 * DAY, missing: ['Seen'] },
        noticedBy: [{ id: 'seen-in-time' }, { id: 'waiting', beyond: ['limit'] }],
      });
      expect(expected.slice(0, 3)).toEqual([
        {
          ...{ stage: 'waiting', p90Seconds: null, limitSeconds: 10 * DAY, source: 'definition' },
          ...{ n: 3, events: 1, excessSeconds: null },
        },
        {
          ...{ stage: 'asked', p90Seconds: 2 * DAY, limitSeconds: 483_840 },
          ...{ source: 'definition', n: 3, events: 3, excessSeconds: 0 },
        },
        {
          ...{ stage: 'checked', p90Seconds: null, limitSeconds: 30 * DAY, source: 'definition' },
          ...{ n: 3, events: 1, excessSeconds: null },
        },
      ]);
    });
  });

  it('name the conditions of what is missing', async () => {
    const onlyBy = 'until: { event: Seen, where: { profession: physiotherapist } }';
    const second = DEFINITION.replace('version: 1', 'version: 2').replace('until: Seen', onlyBy);
    await log.publish('test', 2, second);
    log.now += 1000;
    await log.record('p1', [fact('Referred', OSLO(1))]);
    await log.runner.catchUp();
    const { stalls: rows } = await stalls(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(rows.map(({ missing, missingWords }) => [missing, missingWords])).toEqual([
      [['Seen'], 'Seen (profession: physiotherapist)'],
    ]);
  });

  it('are no duties whose clock is paused', async () => {
    await log.publish('test', 2, WITH_CLOCK);
    log.now += 1000;
    await log.record('p1', [fact('Referred', OSLO(1))]);
    await log.record('p2', [fact('Referred', OSLO(1)), fact('Paused', OSLO(2))]);
    await log.record('p3', [
      fact('Referred', OSLO(1)),
      fact('Paused', OSLO(2)),
      fact('Resumed', OSLO(5)),
    ]);
    await log.runner.catchUp();
    const late = async (day: number) =>
      (await stalls(log.models, { pathway: 'test', asOf: OSLO(day) })).stalls
        .filter(({ noticedBy }) => noticedBy.some(({ kind }) => kind === 'duty'))
        .map(({ patient }) => patient);
    expect(await late(9)).toEqual(['p1']);
    expect(await late(12)).toEqual(['p1', 'p3']);
  });

  it('apply conditions and municipalities from what the read model keeps', async () => {
    await log.publish('test', 2, WITH_CONDITIONS);
    log.now += 1000;
    const urgent = { data: { urgency: 'urgent' } };
    await log.record('p1', [fact('Referred', OSLO(1), urgent)]);
    await log.record('p2', [fact('Referred', OSLO(1), { ...urgent, municipality: '0301' })]);
    await log.record('p3', [fact('Referred', OSLO(1), { data: { urgency: 'routine' } })]);
    await log.runner.catchUp();
    const { stalls: rows } = await stalls(log.models, { pathway: 'test', asOf: OSLO(10) });
    expect(
      rows
        .filter(({ kind }) => kind === 'duty')
        .map(({ patient, dueAt }) => [patient, dueAt?.slice(0, 10)]),
    ).toEqual([
      ['p2', '2026-01-03'],
      ['p1', '2026-01-08'],
    ]);
  });

  it('expect of a stage what the population shows, with those still in it', async () => {
    // Ten in care for 1 to 9 days and then treated, one still there: nine in ten are through in 9 days.
    for (let day = 1; day <= 9; day++)
      await log.record(`p${day}`, [
        fact('Referred', OSLO(1)),
        fact('Seen', OSLO(2)),
        fact('Treated', OSLO(2 + day)),
      ]);
    await log.record('p10', [fact('Referred', OSLO(1)), fact('Seen', OSLO(2))]);
    await log.runner.catchUp();
    const { stalls: rows, expected } = await stalls(log.models, {
      pathway: 'test',
      asOf: OSLO(31),
    });
    expect(expected).toEqual([
      {
        ...{ stage: 'waiting', p90Seconds: 10 * DAY, source: 'definition', n: 10, events: 10 },
        excessSeconds: 0,
      },
      {
        ...{ stage: 'in-care', p90Seconds: 9 * DAY, source: 'population', n: 10, events: 9 },
        excessSeconds: 20 * DAY,
      },
    ]);
    expect(rows.map((s) => [s.patient, s.kind, s.excessSeconds / DAY])).toEqual([
      ['p10', 'stage', 20],
    ]);
    const early = await stalls(log.models, { pathway: 'test', asOf: OSLO(8) });
    expect(early.expected[1]!.p90Seconds).toBeNull();
    expect(early.total).toBe(0);
  });

  it('expect what the last twelve months show, and say what the open stays are beyond it', async () => {
    const stay = (patient: string, from: string, to?: string) =>
      log.record(patient, [
        ...[fact('Referred', from), fact('Seen', from)],
        ...(to === undefined ? [] : [fact('Treated', to)]),
      ]);
    const [old, recent] = ['2024-03-01T10:00:00+01:00', OSLO(1, '10:00:00')];
    for (let n = 0; n < 20; n += 1) await stay(`old${n}`, old, '2024-03-02T10:00:00+01:00');
    for (let n = 0; n < 9; n += 1) await stay(`new${n}`, recent, OSLO(5, '10:00:00'));
    // Half a year before the twelve months began, and still there: it counts from then on alone.
    await stay('long', '2024-07-31T10:00:00+02:00');
    await log.runner.catchUp();
    const asOf = OSLO(31, '10:00:00');
    const { expected } = await stalls(log.models, { pathway: 'test', asOf });
    expect(expected[1]).toMatchObject({ stage: 'in-care', n: 30, events: 29, p90Seconds: 4 * DAY });
    const hours = (Date.parse(asOf) - Date.parse('2024-07-31T10:00:00+02:00')) / 1000;
    expect(expected[1]!.excessSeconds).toBe(hours - 4 * DAY);
  });

  it('go on as known when the list began, whatever is reported in between', async () => {
    for (const [index, day] of [1, 2, 3, 4].entries())
      await log.record(`p${index + 1}`, [fact('Referred', OSLO(day))]);
    await log.runner.catchUp();
    const page = (after?: string) =>
      stalls(log.models, {
        ...{ pathway: 'test', asOf: OSLO(20), limit: 1 },
        ...(after !== undefined && { after }),
      });
    const patients: string[] = [];
    let answer = await page();
    for (let round = 0; answer.next !== undefined; round += 1) {
      patients.push(...answer.stalls.map(({ patient }) => patient));
      // The next row is settled, and one that was listed would now come later.
      log.now += 1_000;
      if (round === 0) {
        await log.record('p2', [fact('Seen', OSLO(3))]);
        await log.record('p1', [fact('Seen', OSLO(5))]);
        await log.runner.catchUp();
      }
      answer = await page(answer.next);
    }
    patients.push(...answer.stalls.map(({ patient }) => patient));
    expect(patients).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect((await stalls(log.models, { pathway: 'test', asOf: OSLO(20) })).stalls).toHaveLength(2);
  });
});
