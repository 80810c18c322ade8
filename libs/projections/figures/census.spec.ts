/** The census counts everybody who is on the pathway, whoever holds them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { census } from './census.js';
import { DEFINITION, OSLO } from './small-pathway.spec.support.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const HELD_FROM_A_CONTACT = DEFINITION.replace(
  'entry: any',
  'entry: { events: [Referred], unfiltered: a test, custody-from: Seen }',
);

describe('The census', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  it('counts as open whom nobody holds yet', async () => {
    await log.publish('test', 1, HELD_FROM_A_CONTACT);
    await log.record('p1', [fact('Referred', OSLO(1))]);
    await log.record('p2', [fact('Referred', OSLO(1)), fact('Seen', OSLO(2))]);
    await log.record('p3', [fact('Referred', OSLO(1)), fact('Died', OSLO(2))]);
    await log.runner.catchUp();
    const asked = { pathway: 'test', asOf: OSLO(3), evidence: 5 };
    const answer = await census(log.models, asked);
    expect(answer).toMatchObject({
      ...{ started: 3, open: 2, closed: 1, stages: { waiting: 1, 'in-care': 1 } },
      holders: { nobody: 1 },
    });
    expect(answer.evidence?.map(({ patient, holder }) => [patient, holder])).toContainEqual([
      'p1',
      'nobody',
    ]);
  });
});
