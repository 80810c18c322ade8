/** Published definitions: which versions still wait for their review. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { ReadModelsOutdated } from '../port/errors.js';
import { openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { pendingReviews } from './pending-reviews.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Published definitions', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  it('wait for a review until it is noted, each version by itself', async () => {
    await log.publish('a', 1, 'pathway: a');
    await log.publish('b', 1, 'pathway: b');
    await log.runner.catchUp();
    expect(await pendingReviews(log.models)).toEqual([
      { id: 'a', version: 1 },
      { id: 'b', version: 1 },
    ]);
    await log.review('a', 1);
    await log.publish('a', 2, 'pathway: a');
    await log.review('b', 1);
    await log.runner.catchUp();
    expect(await pendingReviews(log.models)).toEqual([{ id: 'a', version: 2 }]);
  });

  it('wait for a review of a migration beside that of the version, each time it is migrated', async () => {
    await log.publish('a', 1, 'pathway: a');
    await log.review('a', 1);
    await log.migrate('a', 1);
    log.now += 1;
    await log.migrate('a', 1);
    await log.runner.catchUp();
    const pending = await pendingReviews(log.models);
    expect(pending).toEqual([
      { id: 'a', version: 1, migration: 2 },
      { id: 'a', version: 1, migration: 3 },
    ]);
    await log.review('a', 1, { migration: 2 });
    await log.runner.catchUp();
    expect(await pendingReviews(log.models)).toEqual(pending.slice(1));
  });

  it('wait for another review where the last one was before episodes were pinned', async () => {
    await log.publish('a', 1, 'pathway: a');
    await log.review('a', 1, { pinned: false });
    await log.runner.catchUp();
    expect(await pendingReviews(log.models)).toEqual([{ id: 'a', version: 1 }]);
    await log.review('a', 1);
    await log.runner.catchUp();
    expect(await pendingReviews(log.models)).toEqual([]);
  });

  it('need models that were built', async () => {
    await log.runner.catchUp();
    await log.models.write(({ db }) => db.updateTable('checkpoints').set({ version: 0 }).execute());
    await expect(pendingReviews(log.models)).rejects.toThrow(ReadModelsOutdated);
  });
});
