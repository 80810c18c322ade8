/** Figures can list the events that they were made of: flow, trend, variation and return to work. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { flow } from './flow.js';
import { returnToWork } from './return-to-work.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { trend } from './trend.js';
import { variation } from './variation.js';

const ASOF = { pathway: 'test', asOf: '2026-03-01T00:00:00+01:00' };
const WAIT = { from: ['Referred'], to: ['Seen'], within: '7 days' };

describe('The events behind', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, DEFINITION);
    await log.record('a', [fact('Seen', OSLO(2)), fact('Treated', OSLO(5))]);
    await log.record('b', [fact('Referred', OSLO(1)), fact('Seen', OSLO(3))]);
    await log.record('c', [fact('Referred', OSLO(1))]);
    await log.record('d', [fact('Referred', OSLO(2)), fact('Seen', OSLO(8))]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  it('a flow are the steps of the kinds that are listed, as many as are asked for', async () => {
    const ask = async (limit: number, evidence: number) =>
      (await flow(log.models, { ...ASOF, limit, evidence })).evidence?.map(
        ({ patient, entry, exit, seconds }) => [patient, entry.type, exit?.type, seconds],
      );
    const [b, d] = [
      ['b', 'Referred', 'Seen', 2 * DAY],
      ['d', 'Referred', 'Seen', 6 * DAY],
    ];
    expect(await ask(1, 10)).toEqual([b, d]);
    expect(await ask(1, 1)).toEqual([b]);
    expect(await ask(2, 10)).toEqual([['a', 'Seen', 'Treated', 3 * DAY], b, d]);
    expect(await flow(log.models, ASOF)).not.toHaveProperty('evidence');
  });

  it('a trend and a variation are those of the same waits, those not ended among them', async () => {
    const query = { ...ASOF, ...WAIT, evidence: 3 };
    for (const { evidence } of [await trend(log.models, query), await variation(log.models, query)])
      expect(evidence?.map(({ patient, exit }) => [patient, exit?.type])).toEqual([
        ...[
          ['b', 'Seen'],
          ['c', undefined],
          ['d', 'Seen'],
        ],
      ]);
  });

  it('a return to work are the sick leave and what ended it', async () => {
    const leave = fact('SickLeaveIssued', '2026-01-05');
    await log.record('x', [
      leave,
      fact('ReturnedToWork', '2026-01-19', { data: { percent: 100 } }),
    ]);
    await log.record('y', [leave]);
    await log.runner.catchUp();
    const { evidence } = await returnToWork(log.models, { ...ASOF, evidence: 5 });
    expect(evidence).toMatchObject([
      {
        ...{ patient: 'x', cause: 'sustained-return', seconds: 42 * DAY },
        entry: { type: 'SickLeaveIssued', occurredAt: '2026-01-05' },
        exit: { type: 'ReturnedToWork', occurredAt: '2026-01-19' },
      },
      { patient: 'y', entry: { type: 'SickLeaveIssued' } },
    ]);
    expect(evidence?.[1]).not.toHaveProperty('cause');
  });
});
