/** The census tells the lost from the open, and compares groups. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { census } from './census.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';

describe('The census', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, DEFINITION);
    const there = (municipality: string, day: number) =>
      fact('Referred', OSLO(day), { municipality });
    for (let i = 0; i < 5; i++) {
      await log.record(`a${i}`, [there('0301', 1 + i)]);
      await log.record(`b${i}`, [there('4601', 1), fact('Treated', OSLO(2))]);
    }
    await log.record('a5', [there('0301', 1), fact('Seen', OSLO(19))]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  it('shows of the open ones how many were not heard of for long, and who they are', async () => {
    const query = { pathway: 'test', asOf: OSLO(20), lostAfter: '17 days', evidence: 9 };
    const answer = await census(log.models, query);
    expect(answer).toMatchObject({
      ...{ started: 11, open: 6, closed: 5, lost: { after: '17 days', n: 2, heardOf: 4 } },
      lostCases: [
        { patient: 'a0', sinceLastSeconds: 19 * DAY },
        { patient: 'a1', sinceLastSeconds: 18 * DAY },
      ],
    });
    const byDefault = await census(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(byDefault.lost).toEqual({ after: '180 days', n: 0, heardOf: 6 });
  });

  it('is the same for each group', async () => {
    const query = { pathway: 'test', asOf: OSLO(20), groupBy: 'municipality' };
    const answer = await census(log.models, query);
    expect(answer).toMatchObject({ started: 11, open: 6 });
    expect(answer.groups).toMatchObject([
      { group: '0301', patients: 6, started: 6, open: 6, holders: { gp: 5, hospital: 1 } },
      { group: '4601', patients: 5, started: 5, open: 0, closed: 5 },
    ]);
  });
});
