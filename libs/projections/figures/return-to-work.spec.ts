/** Return to work and what competes with it, worked by hand. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { JsonObject } from '#care-event';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { returnToWork } from './return-to-work.js';

const LEAVE = `
pathway: test
version: 1
zone: Europe/Oslo
services: { gp: { level: municipal } }
entry: { events: SickLeaveIssued }
closes: PatientDied
stages: [{ id: on-leave, holder: gp }]
`;

describe('Return to work', () => {
  let log: TestLog;
  const on = (type: string, day: string, data: JsonObject = {}) =>
    fact(type, `2026-${day}`, { data });
  const leave = on('SickLeaveIssued', '01-05');
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, LEAVE);
  });
  afterEach(() => log.close());

  const ask = async () => {
    await log.runner.catchUp();
    const asOf = '2026-04-01T12:00:00+02:00';
    return returnToWork(log.models, { pathway: 'test', asOf, at: ['8 weeks'] });
  };

  it('counts once it has lasted, and competes with partial return, benefits and death', async () => {
    await log.record('back', [leave, on('ReturnedToWork', '02-02', { percent: 100 })]);
    await log.record('in-part', [
      ...[leave, on('ReturnedToWork', '02-02', { percent: 50 })],
      on('SickLeaveIssued', '02-03', { grade: 50 }),
    ]);
    await log.record('allowance', [
      ...[leave, on('BenefitDecided', '02-09', { benefit: 'AAP', outcome: 'granted' })],
    ]);
    await log.record('refused', [
      ...[leave, on('BenefitDecided', '02-09', { benefit: 'pension', outcome: 'refused' })],
    ]);
    await log.record('died', [leave, on('PatientDied', '01-12')]);
    const answer = await ask();
    expect(answer).toMatchObject({
      ...{ sustained: '4 weeks', n: 5, censored: 1 },
      counts: { 'sustained-return': 1, 'partial-return': 1, AAP: 1, pension: 0, death: 1 },
    });
    // Nobody is censored before eight weeks, so the shares are those of five.
    expect(answer.at[0]?.causes).toEqual({
      ...{ 'sustained-return': expect.closeTo(0.2), 'partial-return': expect.closeTo(0.2) },
      ...{ AAP: expect.closeTo(0.2), pension: 0, death: expect.closeTo(0.2) },
    });
  });

  it('is none where sick leave follows, and open while it has not lasted yet', async () => {
    await log.record('relapsed', [
      ...[leave, on('ReturnedToWork', '02-02'), on('SickLeaveIssued', '02-20')],
    ]);
    await log.record('recent', [leave, on('ReturnedToWork', '03-20')]);
    await log.record(
      'told-later',
      [
        ...[leave, on('ReturnedToWork', '02-02')],
        on('ReturnedToWork', '02-02', { percent: 100, sustained: true, changedDuties: true }),
      ].map((event, index) => ({ ...event, id: `told-later ${index}` })),
    );
    await log.record('more-and-more', [
      ...[leave, on('ReturnedToWork', '02-02', { percent: 50 })],
      on('ReturnedToWork', '02-16', { percent: 100 }),
    ]);
    const { counts, censored } = await ask();
    expect(counts).toMatchObject({ 'sustained-return': 2, 'partial-return': 0 });
    expect(censored).toBe(2);
  });
});
