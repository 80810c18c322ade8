/** What the figures refuse, and outcomes of small cases. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { census } from './census.js';
import { flow } from './flow.js';
import { outcomes } from './outcomes.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';
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
      await expect(waitsFor({ asOf: '2026-01' })).rejects.toEqual(
        refusal('invalid-instant', /2026-01 is neither/),
      );
      for (const asOf of ['9999-01-01T00:00:00Z', '2101-01-02'])
        await expect(waitsFor({ asOf })).rejects.toEqual(
          refusal('instant-too-late', /no later than the end of the year 2100/),
        );
      await expect(waitsFor({ to: [] })).rejects.toEqual(refusal('invalid-query', /type/));
      const question = { pathway: 'test', from: ['@start'], at: [] };
      await expect(outcomes(log.models, { ...question, causes: [] })).rejects.toEqual(
        refusal('invalid-query', /cause/),
      );
      const twice = ['a', 'b'].map((label) => ({ label, types: ['Seen'] }));
      await expect(outcomes(log.models, { ...question, causes: twice })).rejects.toEqual(
        refusal('invalid-query', /under both a and b/),
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

  it('list undeclared types', async () => {
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

  it('are available for a pathway that is addressed and not yet defined', async () => {
    await log.record('p1', [
      fact('A', OSLO(1), { pathway: 'new' }),
      fact('B', OSLO(2), { pathway: 'new' }),
    ]);
    await log.runner.catchUp();
    const answer = await flow(log.models, { pathway: 'new' });
    expect(answer).toMatchObject({ cases: 1, steps: 1, variants: 1, edgeCount: 1 });
    expect(answer.definition).toEqual({ id: 'new', version: 1 });
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
    expect(answer.at).toMatchObject([
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
