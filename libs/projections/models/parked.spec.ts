/** What is parked, from when to when: the read model, and how things stood at an instant. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { openTestLog, parkIn, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { openRows, parkedSequence, parkedSequences } from './parked.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Parked sequences', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const step = async (
    type: 'Parked' | 'Retried' | 'Discarded',
    patient: string,
    position = '7',
    processor = 'handovers',
  ): Promise<void> => {
    log.now += 1_000;
    await parkIn(log, { type, patient, position, processor });
  };

  it('are listed with the longest parked first, then by patient', async () => {
    await step('Parked', 'p2');
    log.now -= 1_000;
    await step('Parked', 'p1');
    await step('Parked', 'p1', '9', 'delivery');
    await log.runner.catchUp();
    const all = await parkedSequences(log.models);
    expect(all.map(({ patient, processor }) => [patient, processor])).toEqual([
      ['p1', 'handovers'],
      ['p2', 'handovers'],
      ['p1', 'delivery'],
    ]);
    expect(all[0]).toEqual({
      processor: 'handovers',
      patient: 'p1',
      position: '7',
      code: 'type-error',
      message: 'it cannot',
      since: log.now - 1_000,
      attempts: 1,
    });
    expect(await parkedSequences(log.models, { processor: 'delivery' })).toHaveLength(1);
    expect(await parkedSequences(log.models, { limit: 2 })).toEqual(all.slice(0, 2));
    expect((await parkedSequence(log.models, 'p1')).map(({ processor }) => processor)).toEqual([
      'delivery',
      'handovers',
    ]);
  });

  it.each([[[1, 2, 3]], [[3]]])('count every attempt, written after %j events', async (cuts) => {
    const steps = ['Parked', 'Retried', 'Parked'] as const;
    for (const [at, type] of steps.entries()) {
      await step(type, 'p1');
      if (cuts.includes(at + 1)) await log.runner.catchUp();
    }
    expect(await parkedSequences(log.models)).toMatchObject([{ attempts: 2, since: log.now }]);
    await step('Discarded', 'p1');
    await log.runner.catchUp();
    expect(await parkedSequences(log.models)).toEqual([]);
  });

  it('can be asked for as they stood', async () => {
    await step('Parked', 'p1');
    const parkedAt = log.now;
    await step('Retried', 'p1');
    await log.runner.catchUp();
    const stood = (at: number) => log.models.read((view) => openRows(view, { at }));
    expect(await stood(parkedAt - 1)).toEqual([]);
    expect(await stood(parkedAt)).toMatchObject([{ patient: 'p1' }]);
    expect(await stood(parkedAt + 999)).toHaveLength(1);
    expect(await stood(parkedAt + 1_000)).toEqual([]);
  });
});
