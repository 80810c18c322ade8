/** What the model of standing puts off, and that nothing is left of it afterwards. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { SMALL } from '#pathway/testing';
import { waitUntil } from '#event-store/testing';
import { openReadModels } from '../sqlite/open-read-models.js';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { ALL_MODELS } from './all-models.js';

const PATIENTS = 120;
const FACT = fact('SymptomOnsetReported', '2025-12-02T10:00:00Z', { pathway: 'small' });

describe('Standing after a large batch', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('small', 1, SMALL);
    await log.runner.catchUp();
    for (let n = 0; n < PATIENTS; n += 1) await log.record(`p${n}`, [FACT]);
  });
  afterEach(() => log.close());

  it('puts its patients down as due, and assesses each of them before it is done', async () => {
    const due: number[] = [];
    const watched = ALL_MODELS.map((model) =>
      model.name !== 'standing'
        ? model
        : {
            ...model,
            async begin(...of: Parameters<typeof model.begin>) {
              const fold = await model.begin(...of);
              const settle = fold.settle?.bind(fold);
              fold.settle = async (transaction) => {
                const rows = transaction.db.selectFrom('standing_due').selectAll();
                due.push((await rows.execute()).length);
                return (await settle?.(transaction)) ?? true;
              };
              return fold;
            },
          },
    );
    await new ProjectionRunner({
      ...{ store: log.store, models: log.models, definitions: watched },
    }).catchUp();
    expect(due).toEqual([PATIENTS, 70, 20, 0]);
    expect(await rowsOf(log)).toHaveLength(PATIENTS);
  });

  it('goes through everybody again after a publication, while it follows the log', async () => {
    await log.runner.catchUp();
    await log.models.write(({ db }) =>
      db.updateTable('standing').set({ stage: 'other' }).execute(),
    );
    const stop = new AbortController();
    const following = log.runner.follow({ signal: stop.signal });
    log.now += 1_000;
    await log.publish('small', 2, SMALL.replace('version: 1', 'version: 2'));
    const sweeps = () =>
      log.models.read(({ db }) => db.selectFrom('standing_sweeps').selectAll().execute());
    const known = () =>
      log.models.read(({ db }) => db.selectFrom('definitions').selectAll().execute());
    await waitUntil('everybody to be assessed again', async () => {
      return (await known()).length === 2 && (await sweeps()).length === 0;
    });
    stop.abort();
    await following;
    const stages = (await rowsOf(log)).map(({ stage }) => stage);
    expect(stages).toEqual(Array.from({ length: PATIENTS }, () => 'one'));
  });

  it('says of whom it cannot assess why', async () => {
    await log.record('p-unclear', [{ ...FACT, occurredAt: 'no time at all' }]);
    await log.runner.catchUp();
    const unreadable = (await rowsOf(log)).filter(({ state }) => state === 'unreadable');
    expect(unreadable).toMatchObject([{ patient: 'p-unclear', pathway: 'small' }]);
    expect(unreadable[0]?.code).toMatch(/range/i);
  });
});

function rowsOf({ models }: TestLog) {
  return models.read(({ db }) => db.selectFrom('standing').selectAll().execute());
}
