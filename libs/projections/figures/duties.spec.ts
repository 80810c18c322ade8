/** Duty compliance, worked by hand. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { duties } from './duties.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';

const WITH_EXEMPTION = DEFINITION.replace(
  'owner: hospital }',
  'owner: hospital, exempt: [{ on: CareDeclined, code: patient-declined }] }',
);

describe('Duty compliance', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, WITH_EXEMPTION);
    const municipality = { municipality: '0301' };
    await log.record('in-time', [fact('Referred', OSLO(1)), fact('Seen', OSLO(5))]);
    await log.record('late', [fact('Referred', OSLO(1)), fact('Seen', OSLO(12))]);
    await log.record('breached', [fact('Referred', OSLO(2), municipality)]);
    await log.record('earlier', [fact('Referred', OSLO(1), municipality)]);
    await log.record('died', [fact('Referred', OSLO(3)), fact('Died', OSLO(15))]);
    await log.record('not-due', [fact('Referred', OSLO(18))]);
    await log.record('ahead', [fact('Referred', OSLO(17)), fact('Seen', OSLO(18))]);
    await log.record('lapsed', [fact('Referred', OSLO(16)), fact('Died', OSLO(17))]);
    await log.record('declined', [fact('Referred', OSLO(1)), fact('CareDeclined', OSLO(2))]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  const COUNTS = {
    ...{ due: 5, met: 1, metLate: 1, breachedAndClosed: 1, breachedAndOpen: 2, shareMet: 0.2 },
    ...{ notAttributable: 0, notYetDue: 1, metAheadOfTime: 1, lapsed: 1 },
    exempt: { 'patient-declined': 1 },
  };

  it('counts all that were due, and what is not due yet apart, also where it is met', async () => {
    const answer = await duties(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(answer).toMatchObject({
      total: COUNTS,
      duties: [{ duty: 'seen-in-time', ...COUNTS }],
    });
    expect(answer).not.toHaveProperty('evidence');
  });

  it('lists the breached, the longest overdue of the open ones first', async () => {
    const query = { pathway: 'test', asOf: OSLO(20), evidence: 2 };
    const { evidence } = await duties(log.models, query);
    const row = { episode: 1, duty: 'seen-in-time', instance: 1, owner: 'hospital', open: true };
    expect(evidence).toEqual([
      {
        ...{ ...row, patient: 'earlier', awaits: ['Seen'] },
        dueAt: '2026-01-08T23:59:59.999+01:00',
        overdueSeconds: 11.416666678240741 * DAY,
        from: { type: 'Referred', occurredAt: OSLO(1), position: expect.any(String) },
      },
      expect.objectContaining({ ...row, patient: 'breached' }),
    ]);
    const all = await duties(log.models, { ...query, evidence: 9 });
    expect(all.evidence?.map(({ patient, open }) => [patient, open])).toEqual([
      ['earlier', true],
      ['breached', true],
      ['died', false],
    ]);
  });

  it('is counted for those who are asked for', async () => {
    const where = [{ dimension: 'municipality', value: '0301' }];
    // As a list, since they are few.
    const asked = { asOf: OSLO(20), where, evidence: 9 };
    const answer = await duties(log.models, { pathway: 'test', ...asked });
    expect(answer.total).toMatchObject({ due: 2, breachedAndOpen: 2, metAheadOfTime: 0 });
  });
});
