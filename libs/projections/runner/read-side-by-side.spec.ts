/** Models from batches that several readers have made side by side. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { LogBatches } from '../batches/log-batches.js';
import { batchesOfParts, inOrderOfLog, type Division } from '../batches/log-parts.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { digestOf } from '../testing/digest.spec.support.js';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { ProjectionRunner } from './projection-runner.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const EVENTS = 60;

describe('Readers side by side', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, 'pathway: test');
    for (let n = 1; n < EVENTS; n += 1) {
      log.now += 1_000;
      const at = new Date(log.now).toISOString();
      // Texts go on turning up, and come back later, with the number that they had.
      const municipality = `municipality-${(n * 7) % 23}`;
      const actor = { organisation: `organisation-${n % 9}`, role: 'gp' };
      const source = `urn:source:${Math.floor(n / 4)}`;
      await log.record(`p${n % 5}`, [fact(`Step${n % 11}`, at, { municipality, actor, source })]);
    }
  });
  afterEach(() => log.close());

  async function digestWith(batches?: LogBatches): Promise<string> {
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    try {
      const { store } = log;
      await new ProjectionRunner({ store, models, ...(batches && { batches }) }).catchUp();
      return await digestOf(models);
    } finally {
      await models.close();
    }
  }

  const sideBySide =
    (division: Division): LogBatches =>
    (stretch, options) => {
      const readers = Array.from({ length: division.readers }, (_, reader) =>
        batchesOfParts(log.store, stretch, { ...division, reader }, options),
      );
      return inOrderOfLog(stretch, division, async (reader) => {
        const { value } = await readers[reader]!.next();
        if (value === undefined) throw new Error('A reader has fewer parts than the log.');
        return value;
      });
    };

  it('give the models that one gives, numbers of texts included', async () => {
    const alone = await digestWith();
    const sizes = fc.integer({ min: 1, max: EVENTS });
    const divisions = fc.record({
      ...{ readers: fc.integer({ min: 1, max: 4 }), first: sizes, each: sizes },
    });
    await fc.assert(
      fc.asyncProperty(divisions, async (division) => {
        expect(await digestWith(sideBySide(division))).toBe(alone);
      }),
      { seed: 96, numRuns: 40 },
    );
  });

  it('give what was recorded after the head was looked up to the last part', async () => {
    const late: LogBatches = async function* (stretch, options) {
      await log.record('p1', [fact('Late', new Date(log.now).toISOString())]);
      yield* sideBySide({ readers: 2, first: 10, each: 20 })(stretch, options);
    };
    expect(await digestWith(late)).toBe(await digestWith());
  });
});
