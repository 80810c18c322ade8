/** Whom a change of the definition would be about: open episodes by version, stage, duty and offer. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { openEpisodes } from './open-episodes.js';
import { DEFINITION, OSLO, WITH_HANDOVER } from './small-pathway.spec.support.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Open episodes', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, DEFINITION);
    await log.record('p1', [fact('Referred', OSLO(1))]);
    log.now += 1000;
    await log.publish('test', 2, WITH_HANDOVER);
    log.now += 1000;
    await log.record('p2', [fact('Referred', OSLO(1), { data: { referral: 'a' } })]);
    await log.record('p3', [fact('Referred', OSLO(1)), fact('Seen', OSLO(2))]);
    await log.record('p4', [fact('Referred', OSLO(1)), fact('Died', OSLO(2))]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  it('are counted by version, stage, duty still to be done and offer unanswered', async () => {
    expect(await openEpisodes(log.models, { pathway: 'test', asOf: OSLO(3) })).toMatchObject({
      open: 3,
      versions: [
        { version: 1, open: 1 },
        { version: 2, open: 2 },
      ],
      stages: { waiting: 2, 'in-care': 1 },
      duties: { 'seen-in-time': 2 },
      handovers: { 'to-hospital': 2 },
    });
  });

  it('are those of the instant asked about', async () => {
    const before = await openEpisodes(log.models, { pathway: 'test', asOf: OSLO(1) });
    expect(before).toMatchObject({ open: 4, stages: { waiting: 4 } });
    const nobody = await openEpisodes(log.models, { pathway: 'test', asOf: OSLO(1, '09:00:00') });
    expect(nobody).toMatchObject({ open: 0, versions: [], stages: {}, duties: {} });
  });
});
