/** Who was notified of a stall, and whether the message arrived. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendOnce, timeOrderedId } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { DELIVERY_FAILED, type JsonObject, MESSAGE_DELIVERED, MESSAGE_SENT } from '#care-event';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { OSLO, WITH_HANDOVER } from './small-pathway.spec.support.js';
import { stalls } from './stalls.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Who was notified of a stall', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    const escalated = WITH_HANDOVER.replace(
      'silent: { then: remind }',
      'silent: { then: remind, next: [{ after: 2 days, then: { escalate: gp } }] }',
    )
      .replace('owner: hospital }', 'owner: hospital, severity: critical, escalate: [{ to: gp }] }')
      .replace('version: 2', 'version: 1');
    await log.publish('test', 1, escalated);
    log.now = Date.parse(OSLO(5));
    await log.record('p1', [fact('Referred', OSLO(1), { data: { referral: 'a' } })]);
    await log.record('p2', [fact('Referred', OSLO(1), { data: { referral: 'b' } })]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  let next = 0;
  const append = (type: string, data: JsonObject & { readonly message: string }) =>
    appendOnce(log.store, `handover-${data.message}`, [
      { id: timeOrderedId(0, String(next++)), type, data, metadata: {} },
    ]);
  const message = (id: string, kind: string, service: string, time: string) =>
    append(MESSAGE_SENT, {
      ...{ message: id, handoverId: id, kind, service, patient: 'p1', pathway: 'test', time },
      body: {},
    });
  const noticesOf = async (day: number, patient = 'p1') => {
    const { stalls: rows } = await stalls(log.models, { pathway: 'test', asOf: OSLO(day) });
    return rows.filter((row) => row.patient === patient).flatMap((row) => row.notified ?? []);
  };

  it('has the message, once that is written, and who fetched or pushed it when', async () => {
    await message('m1', 'reminded', 'hospital@ous', '2026-01-04T23:00:00Z');
    log.now = Date.parse(OSLO(6));
    await append(MESSAGE_DELIVERED, { message: 'm1', service: 'hospital', by: 'outbox' });
    log.now = Date.parse(OSLO(7));
    await message('m2', 'escalated', 'gp', '2026-01-06T23:00:00.000Z');
    await append(DELIVERY_FAILED, {
      ...{ message: 'm2', service: 'gp', by: 'webhook', attempt: 9, reason: 'status-500' },
    });
    await log.runner.catchUp();
    const reminded = { how: 'reminded', service: 'hospital', at: '2026-01-05T00:00:00+01:00' };
    const written = { writtenAt: '2026-01-05T10:00:00+01:00' };
    expect(await noticesOf(5, 'p1')).toEqual([{ ...reminded, message: written }]);
    const arrived = { how: 'fetched', at: '2026-01-06T10:00:00+01:00', by: 'hospital@ous' };
    expect(await noticesOf(8)).toEqual([
      { ...reminded, message: { ...written, arrived } },
      {
        ...{ how: 'escalated', service: 'gp', at: '2026-01-07T00:00:00+01:00' },
        message: {
          ...{ writtenAt: '2026-01-07T10:00:00+01:00', failed: 'status-500', givenUp: true },
        },
      },
    ]);
  });

  // The critical duty stands before the longer silence on the handover.
  it('says that nothing was sent where nothing was, as of an overdue duty', async () => {
    expect(await noticesOf(20, 'p2')).toEqual([
      { how: 'escalated', service: 'gp', at: '2026-01-09T00:00:00+01:00' },
      { how: 'reminded', service: 'hospital', at: '2026-01-05T00:00:00+01:00' },
      { how: 'escalated', service: 'gp', at: '2026-01-07T00:00:00+01:00' },
    ]);
  });

  it('stands in rows of which the critical come first, then the longest', async () => {
    log.now = Date.parse(OSLO(9));
    await log.record('p1', [fact('Seen', OSLO(9))]);
    await log.record('p3', [fact('Referred', OSLO(10), { data: { referral: 'c' } })]);
    await log.runner.catchUp();
    const answer = await stalls(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(answer).toMatchObject({ critical: 2, high: 0 });
    expect(answer.stalls.map(({ patient, kind, severity }) => [patient, kind, severity])).toEqual([
      ['p2', 'duty', 'critical'],
      ['p3', 'duty', 'critical'],
      ['p1', 'handover', 'normal'],
      ['p2', 'handover', 'normal'],
      ['p3', 'handover', 'normal'],
    ]);
  });
});
