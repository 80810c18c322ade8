/** What comes due, worked by hand. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { due } from './due.js';
import { DAY, DEFINITION, OSLO, WITH_BATON, WITH_LIMITS } from './small-pathway.spec.support.js';

describe('What comes due', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
  });
  afterEach(() => log.close());

  it('is listed with the risk that it will be breached, by how long it took everybody', async () => {
    await log.publish('test', 1, DEFINITION);
    // Done after 1, 2, 3, 5 and 8 days; one given up after 10; one open for 4 days.
    for (const [patient, seen] of Object.entries({ a: 2, b: 3, c: 4, d: 6, e: 9 }))
      await log.record(patient, [fact('Referred', OSLO(1)), fact('Seen', OSLO(seen))]);
    await log.record('f', [fact('Referred', OSLO(1)), fact('Died', OSLO(11))]);
    await log.record('g', [fact('Referred', OSLO(16))]);
    await log.runner.catchUp();
    const answer = await due(log.models, { pathway: 'test', asOf: OSLO(20) });
    // S(4 d) = 4/7, with g at risk until then; S(7.6 d) = 4/7 × 2/3.
    expect(answer).toMatchObject({
      ...{ projection: true, within: '7 days', until: '2026-01-27T23:59:59.999+01:00' },
      ...{ due: 1, elements: [{ kind: 'duty', id: 'seen-in-time', due: 1 }] },
    });
    expect(answer.rows).toEqual([
      {
        ...{ patient: 'g', episode: 1, kind: 'duty', id: 'seen-in-time', owner: 'hospital' },
        ...{ dueAt: '2026-01-23T23:59:59.999+01:00', ageSeconds: 4 * DAY, awaits: ['Seen'] },
        remainingSeconds: 3 * DAY + 13 * 3600 + 3599.999 + 0,
        breachRisk: expect.closeTo(2 / 3, 12),
        from: { type: 'Referred', occurredAt: OSLO(16), position: expect.any(String) },
      },
    ]);
    expect(answer.elements[0]?.expectedBreaches).toBeCloseTo(2 / 3, 12);
    const soon = await due(log.models, { pathway: 'test', asOf: OSLO(20), within: '2 days' });
    expect(soon).toMatchObject({ due: 0, rows: [] });
  });

  it('has answers to offers as well, and no risk where few have been given', async () => {
    await log.publish('test', 1, WITH_BATON);
    await log.record('p', [fact('Referred', OSLO(1)), fact('Offered', OSLO(19))]);
    await log.runner.catchUp();
    const { rows } = await due(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(rows).toMatchObject([
      { kind: 'handover', id: 'to-hospital', owner: 'hospital', breachRisk: null, awaits: [] },
    ]);
  });

  it('has the limits of stages, unless a duty awaits the same before them', async () => {
    await log.publish('test', 1, WITH_LIMITS.replace('version: 2', 'version: 1'));
    // Five left the first stage after 1, 2, 3, 5 and 8 days; the whole may take ten.
    for (const [patient, seen] of Object.entries({ a: 2, b: 3, c: 4, d: 6, e: 9 }))
      await log.record(patient, [fact('Referred', OSLO(1)), fact('Seen', OSLO(seen))]);
    await log.record('g', [fact('Referred', OSLO(16))]);
    await log.runner.catchUp();
    const { rows, elements } = await due(log.models, { pathway: 'test', asOf: OSLO(20) });
    // Friday the 16th and four working days: before the duty, which covers the ten days of the whole stage.
    expect(rows.map(({ kind, id, dueAt }) => [kind, id, dueAt.slice(0, 10)])).toEqual([
      ['stage', 'asked', '2026-01-22'],
      ['duty', 'seen-in-time', '2026-01-23'],
    ]);
    expect(rows[0]).toMatchObject({ owner: 'gp', breachRisk: expect.closeTo(0.5) });
    expect(rows[0]?.awaits).toContain('Seen');
    expect(elements.map(({ kind, id }) => `${kind} ${id}`)).toContain('stage asked');
  });
});
