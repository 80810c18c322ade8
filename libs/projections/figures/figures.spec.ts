/** What the figures refuse, which definition they go by, and stalls and outcomes of small cases. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../log.spec.support.js';
import { census } from './census.js';
import { flow } from './flow.js';
import { outcomes } from './outcomes.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { stalls } from './stalls.js';
import { waits, type WaitsQuery } from './waits.js';
import { openReadModels } from '../sqlite/open-read-models.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Figures', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, DEFINITION);
  });
  afterEach(() => log.close());

  async function waitsFor(query: Partial<WaitsQuery> = {}) {
    await log.runner.catchUp();
    return waits(log.models, {
      pathway: 'test',
      from: ['Referred'],
      to: ['Seen'],
      evidence: 100,
      ...query,
    });
  }

  describe('refuse', () => {
    const refusal = (code: string, message: RegExp) =>
      expect.objectContaining({ code, message: expect.stringMatching(message) });
    beforeEach(() =>
      log.record('p1', [fact('Referred', OSLO(1)), fact('IV Antibiotics', OSLO(2))]),
    );

    it('a misspelt type, with the names that are near', async () => {
      await expect(waitsFor({ to: ['IV Antibiotic'] })).rejects.toEqual(
        refusal('unknown-type', /Did you mean IV Antibiotics\?/),
      );
      await expect(waitsFor({ from: ['referred.v1'] })).rejects.toEqual(
        refusal('unknown-type', /Referred/),
      );
    });
    it('an unknown pathway, with those that there are', async () => {
      await expect(waitsFor({ pathway: 'tset' })).rejects.toEqual(
        refusal('unknown-pathway', /Known: test\./),
      );
    });
    it('what is no limit, no instant, no type and no cause', async () => {
      await expect(waitsFor({ within: 'soon' })).rejects.toEqual(refusal('invalid-limit', /soon/));
      await expect(waitsFor({ asOf: '2026-01-01' })).rejects.toEqual(
        refusal('invalid-instant', /2026-01-01/),
      );
      await expect(waitsFor({ to: [] })).rejects.toEqual(refusal('invalid-query', /type/));
      const question = { pathway: 'test', from: ['@start'], at: [] };
      await expect(outcomes(log.models, { ...question, causes: [] })).rejects.toEqual(
        refusal('invalid-query', /cause/),
      );
      const twice = ['a', 'b'].map((label) => ({ label, types: ['Seen'] }));
      await expect(outcomes(log.models, { ...question, causes: twice })).rejects.toEqual(
        refusal('invalid-query', /for a and for b/),
      );
      await expect(flow(log.models, { pathway: 'test', limit: -1 })).rejects.toEqual(
        refusal('invalid-query', /-1/),
      );
    });
    it('nothing about a type with its version, or declared and not yet reported', async () => {
      const answer = await waitsFor({ from: ['Referred.v1'], to: ['Treated', 'ReturnedToWork'] });
      expect(answer).toMatchObject({ n: 1, to: ['Treated', 'ReturnedToWork'] });
    });
  });

  it('show types that nobody declared', async () => {
    await log.record('p1', [
      fact('Referred', OSLO(1)),
      fact('Lunch', OSLO(2)),
      fact('Lunch', OSLO(3)),
    ]);
    await log.record('p2', [fact('Dinner', OSLO(2), { pathway: 'other' })]);
    await log.runner.catchUp();
    const { unknownTypes } = await census(log.models, { pathway: 'test', asOf: OSLO(9) });
    expect(unknownTypes).toEqual([{ type: 'Lunch.v1', n: 2, lastPosition: expect.any(String) }]);
  });

  it('can be asked for a pathway that is addressed and not yet defined', async () => {
    await log.record('p1', [
      fact('A', OSLO(1), { pathway: 'new' }),
      fact('B', OSLO(2), { pathway: 'new' }),
    ]);
    await log.runner.catchUp();
    const answer = await flow(log.models, { pathway: 'new' });
    expect(answer).toMatchObject({ cases: 1, steps: 1, variants: 1, edgeCount: 1 });
    expect(answer.definition).toEqual({ id: 'new', version: 1 });
  });

  it('use the definition that was in force when it was known', async () => {
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

  it('rank stalls by how much too long they are', async () => {
    await log.record('p1', [fact('Referred', OSLO(1))]);
    await log.record('p2', [fact('Referred', OSLO(9))]);
    await log.record('p3', [
      fact('Referred', OSLO(1)),
      fact('Seen', OSLO(2)),
      fact('Died', OSLO(3)),
    ]);
    await log.runner.catchUp();
    const answer = await stalls(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(answer).toMatchObject({ total: 4, duties: 2, stages: 2, patients: 2 });
    expect(answer.stalls.map((s) => [s.patient, s.kind, s.excessSeconds / DAY])).toEqual([
      ['p1', 'duty', expect.closeTo(11.4167, 3)],
      ['p1', 'stage', 9],
      ['p2', 'duty', expect.closeTo(3.4167, 3)],
      ['p2', 'stage', 1],
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
    expect(answer.stalls[1]).toMatchObject({ missing: ['Seen', 'Treated', 'Died'], from: 'gp' });
    expect(answer.byHolder).toEqual([
      { holder: 'gp', stalls: 4, patients: 2, excessSeconds: expect.any(Number) },
    ]);
    const two = await stalls(log.models, { pathway: 'test', asOf: OSLO(20), limit: 2 });
    expect([two.stalls.length, two.total]).toEqual([2, 4]);
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
      { stage: 'waiting', p90Seconds: 10 * DAY, source: 'definition', n: 10, events: 10 },
      { stage: 'in-care', p90Seconds: 9 * DAY, source: 'population', n: 10, events: 9 },
    ]);
    expect(rows.map((s) => [s.patient, s.kind, s.excessSeconds / DAY])).toEqual([
      ['p10', 'stage', 20],
    ]);
    const early = await stalls(log.models, { pathway: 'test', asOf: OSLO(8) });
    expect(early.expected[1]!.p90Seconds).toBeNull();
    expect(early.total).toBe(0);
  });

  it('share outcomes among causes, and name who is behind them', async () => {
    await log.record('p1', [fact('Referred', OSLO(1)), fact('Treated', OSLO(2))]);
    await log.record('p2', [fact('Referred', OSLO(1)), fact('Died', OSLO(3))]);
    await log.record('p3', [fact('Referred', OSLO(1)), fact('Seen', OSLO(9))]);
    await log.runner.catchUp();
    const answer = await outcomes(log.models, {
      pathway: 'test',
      from: ['@start'],
      causes: [
        { label: 'treated', types: ['Treated'] },
        { label: 'died', types: ['Died'] },
      ],
      at: ['36h', '3 days'],
      evidence: 1,
    });
    expect(answer).toMatchObject({ n: 3, events: 2, censored: 1, counts: { treated: 1, died: 1 } });
    expect(answer.at).toEqual([
      {
        at: '36 hours',
        seconds: 129_600,
        causes: { treated: 1 / 3, died: 0 },
        none: 2 / 3,
        atRisk: 2,
      },
      {
        at: '3 days',
        seconds: 3 * DAY,
        causes: { treated: 1 / 3, died: 1 / 3 },
        none: 1 / 3,
        atRisk: 1,
      },
    ]);
    expect(answer.evidence!.map(({ patient }) => patient)).toEqual(['p1']);
  });
});
