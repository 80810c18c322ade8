/** What is parked, from when to when: the read model, and how things stood at an instant. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Parking } from '#care-event';
import { openSqliteEventStore } from '#event-store/sqlite';
import { openTestLog, parkIn, parkInV1, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { parkedAt } from './parked.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
type Type = 'Parked' | 'Retried' | 'Discarded';

describe('Parked sequences', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const step = async (type: Type, patient: string, processor = 'handovers'): Promise<void> => {
    log.now += 1_000;
    await parkIn(log, { type, patient, processor });
  };
  const stood = (at = Infinity): Promise<readonly Parking[]> =>
    log.models.read((view) => parkedAt(view, at));

  it('are listed with the longest parked first, then by patient', async () => {
    await step('Parked', 'p2');
    log.now -= 1_000;
    await step('Parked', 'p1');
    await step('Parked', 'p1', 'delivery');
    await log.runner.catchUp();
    const all = await stood();
    expect(all.map(({ patient, processor }) => [patient, processor])).toEqual([
      ['p1', 'handovers'],
      ['p2', 'handovers'],
      ['p1', 'delivery'],
    ]);
    expect(all[0]).toMatchObject({
      ...{ processor: 'handovers', patient: 'p1', event: { stream: 'patient-p1', revision: 0 } },
      ...{ code: 'type-error', since: log.now - 1_000, attempt: 1 },
    });
  });

  const cuts = [[[1, 2, 3]], [[3]], [[2, 3]]];
  it.each(cuts)('are parked again after a retry, written after %j events', async (at) => {
    for (const [n, type] of (['Parked', 'Retried', 'Parked'] as const).entries()) {
      await step(type, 'p1');
      if (at.includes(n + 1)) await log.runner.catchUp();
    }
    expect(await stood()).toMatchObject([{ since: log.now }]);
    await step('Discarded', 'p1');
    await log.runner.catchUp();
    expect(await stood()).toEqual([]);
  });

  it.each(cuts)('are read from the first version too, written after %j events', async (at) => {
    for (const [n, type] of (['Parked', 'Retried', 'Parked'] as const).entries()) {
      log.now += 1_000;
      await parkInV1(log, { type, patient: 'p1', position: '7' });
      if (at.includes(n + 1)) await log.runner.catchUp();
    }
    expect(await stood()).toMatchObject([{ event: { position: '7' }, since: log.now, attempt: 2 }]);
    log.now += 1_000;
    await parkInV1(log, { type: 'Retried', patient: 'p1', position: '7' });
    await log.runner.catchUp();
    expect(await stood()).toEqual([]);
  });

  it('can be read as of an earlier instant', async () => {
    await step('Parked', 'p1');
    const since = log.now;
    await step('Retried', 'p1');
    await log.runner.catchUp();
    expect(await stood(since - 1)).toEqual([]);
    expect(await stood(since)).toMatchObject([{ patient: 'p1' }]);
    expect(await stood(since + 999)).toHaveLength(1);
    expect(await stood(since + 1_000)).toEqual([]);
  });
});
