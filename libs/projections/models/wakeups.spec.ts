/** The index of wake-ups: who is due in which order, by the last hint of each patient. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { duePatients, patientsAfter } from './wakeups.js';
import { openReadModels } from '../sqlite/open-read-models.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Wake-ups', () => {
  let log: TestLog;
  let next = 0;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const record = (patient: string, wake?: number) =>
    log.record(
      patient,
      [
        fact('A', '2026-01-01T00:00:00Z', { id: `a${next++}` }),
        fact('B', '2026-01-02', { id: `b${next++}` }),
      ],
      wake,
    );

  it('gives patients in the order in which they became due', async () => {
    await record('late', 300);
    await record('early', 100);
    await record('later', 900);
    await record('never');
    await log.runner.catchUp();
    expect(await duePatients(log.models, 300, 10)).toMatchObject([
      { patient: 'early', wake: 100 },
      { patient: 'late', wake: 300 },
    ]);
    expect(await duePatients(log.models, 300, 1)).toHaveLength(1);
  });

  it('goes by the last event of a patient, which may have no reason to wake up', async () => {
    await record('a', 100);
    await record('b', 100);
    await log.runner.catchUp();
    await record('a', 500);
    await record('b');
    await log.runner.catchUp();
    expect(await duePatients(log.models, 1000, 10)).toMatchObject([{ patient: 'a', wake: 500 }]);
  });

  it('gives those due at one instant in the order in which they were reported', async () => {
    for (const patient of ['z', 'b', 'x', 'a']) await record(patient, 100);
    await record('first', 50);
    await log.runner.catchUp();
    const names = (await duePatients(log.models, 100, 10)).map(({ patient }) => patient);
    expect(names).toEqual(['first', 'z', 'b', 'x', 'a']);
  });

  it('goes on after the last one seen, page by page, and names each once', async () => {
    for (const patient of ['z', 'b', 'x', 'a', 'c']) await record(patient, 100);
    await record('first', 50);
    await log.runner.catchUp();
    const seen: string[] = [];
    let page = await duePatients(log.models, 100, 2);
    while (page.length > 0) {
      seen.push(...page.map(({ patient }) => patient));
      page = await duePatients(log.models, 100, 2, page.at(-1));
    }
    expect(seen).toEqual(['first', 'z', 'b', 'x', 'a', 'c']);
  });

  it('names all patients in order, whether they have a reason to wake up or not', async () => {
    for (const patient of ['c', 'a', 'd', 'b'])
      await record(patient, patient === 'a' ? 100 : undefined);
    await log.runner.catchUp();
    const first = await patientsAfter(log.models, '', 3);
    expect(first).toEqual(['a', 'b', 'c']);
    expect(await patientsAfter(log.models, first.at(-1)!, 3)).toEqual(['d']);
    expect(await patientsAfter(log.models, 'd', 3)).toEqual([]);
  });
});
