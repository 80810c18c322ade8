/** Read models compared with a new fold: batches make no difference, and what differs is named. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { ALL_MODELS } from '../models/all-models.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { openTestLog, recordMixed, type TestLog } from '../testing/log.spec.support.js';
import { compareModels, type ComparedTable } from './compare-models.js';
import { listModels } from './model-list.js';

describe('Read models compared with a new fold of the log', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    for (let round = 0; round < 5; round += 1) {
      await recordMixed(log, 8);
      await log.runner.catchUp();
    }
  });
  afterEach(() => log.close());

  const differences = async (): Promise<readonly ComparedTable[]> => {
    const { store, models: serving } = log;
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    try {
      await new ProjectionRunner({ store, models }).catchUp();
      const compared = await serving.read((one) =>
        models.read((other) => compareModels(one, other, ALL_MODELS)),
      );
      return compared.filter(({ digest, expected, differing }) => {
        expect(differing === 0).toBe(digest === expected);
        return differing > 0;
      });
    } finally {
      await models.close();
    }
  };

  it('say the same, however they were brought up to date', async () => {
    expect(await differences()).toEqual([]);
    const listed = await listModels(log.models);
    const position = await log.store.head();
    expect(listed.find(({ name }) => name === 'journeys')).toMatchObject({ position });
    expect(listed.every(({ built, version }) => built === version)).toBe(true);
  });

  it('differ where a row was changed, is missing or was added, and name whom it is about', async () => {
    const patients = await log.models.read(({ db }) =>
      db.selectFrom('wakeups').select('patient').orderBy('patient').execute(),
    );
    const [one, two] = patients.map(({ patient }) => patient);
    await log.models.write(async ({ db }) => {
      await db.updateTable('wakeups').set({ wake: 1 }).where('patient', '=', one!).execute();
      await db.deleteFrom('wakeups').where('patient', '=', two!).execute();
      await db.deleteFrom('journeys').where('patient', '=', one!).execute();
      await db
        .insertInto('types')
        .values({ literal: 'Added.v1', pathway: '', n: 1, ...at('1') })
        .execute();
    });
    expect(
      (await differences()).map(({ table, differing, examples }) => [table, differing, examples]),
    ).toEqual([
      ['types', 1, ['Added.v1 ']],
      ['journeys', 1, [one]],
      ['wakeups', 2, [one, two]],
    ]);
  });
});

function at(position: string) {
  return { first_position: position as never, last_position: position as never };
}
