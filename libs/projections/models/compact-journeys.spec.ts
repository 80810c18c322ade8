/** A patient's journey is a few rows, however many events came one by one, and reads the same. */
import { describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { openReadModels } from '../sqlite/open-read-models.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { fact, openTestLog } from '../testing/log.spec.support.js';
import type { ReadModels } from '../port/read-models.js';
import { Chunks, factsFor } from './chunks.js';
import { readNames } from './journeys.js';
import { JourneyReader } from './stored-journey.js';

const EVENTS = 60;

describe('A journey of events that came one by one', () => {
  it('is a few rows, which read as they came', async () => {
    const log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    try {
      for (let n = 0; n < EVENTS; n += 1) {
        log.now += 1_000;
        const occurredAt = new Date(log.now - (n % 3) * 60_000).toISOString();
        const pathway = n % 4 === 0 ? 'other' : 'test';
        const long = n % 15 === 14 ? { data: { text: 'x'.repeat(40_000) } } : {};
        await log.record('p1', [fact('Seen', occurredAt, { id: `f${n}`, pathway, ...long })]);
        await log.runner.catchUp();
      }
      const rows = await rowsOf(log.models);
      const large = rows.filter(({ facts }) => facts.length > 40_000);
      expect(large).toHaveLength(EVENTS / 15);
      expect(rows.length - large.length).toBeLessThan(EVENTS / 2);
      expect(await readIds(log.models)).toEqual(Array.from({ length: EVENTS }, (_, n) => `f${n}`));

      const models = await openReadModels({ file: ':memory:', access: 'write' });
      await new ProjectionRunner({ store: log.store, models }).catchUp();
      expect(await readIds(models)).toEqual(await readIds(log.models));
      await models.close();
    } finally {
      await log.close();
    }
  });
});

function rowsOf(models: ReadModels) {
  return models.read(({ db }) =>
    db.selectFrom('journeys').selectAll().orderBy('position').execute(),
  );
}

/** The ids of the facts, as a pathway that sees all of them reads them. */
async function readIds(models: ReadModels): Promise<readonly string[]> {
  const chunks = new Chunks();
  for (const { facts } of await rowsOf(models)) chunks.add({ pathway: '', facts });
  const names = await models.read(({ db }) => readNames(db));
  return factsFor('test', chunks, new JourneyReader(names)).map(({ id }) => id);
}
