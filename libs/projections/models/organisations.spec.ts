/** The directory as figures have it: folded from the log, as known at any instant. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dayOf } from '#calendar';
import { ORGANISATIONS_REVIEWED, storedOrganisation, type Organisation } from '#care-event';
import { appendOnce, timeOrderedId } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { readDirectory } from './organisations.js';
import { pendingReviews } from './pending-reviews.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const BY = { author: 'A. Berg', reason: 'a test' };
const HOSPITAL: Organisation = {
  ...{ id: 'haukeland', name: 'Haukeland', kind: 'hospital', level: 'specialist' },
  ...{ municipalities: [], services: ['hospital'] },
  identifiers: [{ system: 'no-herid', value: '4711' }],
};
const TODAY = dayOf('2026-01-01');

describe('The directory of the read models', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const state = async (organisation: Organisation): Promise<void> => {
    const event = storedOrganisation({ change: 'registered', organisation }, BY);
    const id = timeOrderedId(log.now, organisation.name);
    await appendOnce(log.store, 'organisations', [{ id, ...event, metadata: {} }]);
    await log.runner.catchUp();
  };

  it('has what was stated, and at an earlier instant what was known then', async () => {
    const before = log.now;
    await state(HOSPITAL);
    log.now += 1_000;
    await state({ ...HOSPITAL, name: 'Haukeland University Hospital' });
    const nameAt = async (knownAt?: number): Promise<string | undefined> =>
      log.models.read(async (view) => {
        const directory = await readDirectory(view, knownAt);
        return directory.byId('haukeland', TODAY)?.name;
      });
    expect(await nameAt()).toBe('Haukeland University Hospital');
    expect(await nameAt(before)).toBe('Haukeland');
    expect(await nameAt(before - 1)).toBeUndefined();
  });

  it('asks for a review of all patients until the last statement was taken into account', async () => {
    const review = async (revision: number): Promise<void> => {
      const id = timeOrderedId(log.now, 'review', String(revision));
      const event = { id, type: ORGANISATIONS_REVIEWED, data: { revision }, metadata: {} };
      await appendOnce(log.store, 'organisations', [event]);
      await log.runner.catchUp();
    };
    await log.runner.catchUp();
    expect(await pendingReviews(log.models)).toEqual([]);
    await state(HOSPITAL);
    await state({ ...HOSPITAL, name: 'Haukeland University Hospital' });
    expect(await pendingReviews(log.models)).toEqual([{ revision: 1 }]);
    await review(0);
    expect(await pendingReviews(log.models)).toEqual([{ revision: 1 }]);
    await review(1);
    expect(await pendingReviews(log.models)).toEqual([]);
    log.now += 1_000;
    await state(HOSPITAL);
    expect(await pendingReviews(log.models)).toEqual([{ revision: 4 }]);
  });

  it('takes no event of another stream for an organisation', async () => {
    const event = storedOrganisation({ change: 'registered', organisation: HOSPITAL }, BY);
    const id = timeOrderedId(log.now, 'elsewhere');
    await appendOnce(log.store, 'patient-p1', [{ id, ...event, metadata: {} }]);
    await log.runner.catchUp();
    expect(await log.models.read(async (view) => (await readDirectory(view)).size)).toBe(0);
  });
});
