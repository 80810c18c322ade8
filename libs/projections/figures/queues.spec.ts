/** Queues of a small pathway: who was overtaken at equal urgency, and which ages are suppressed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { agesOf, type PatientEntry } from './queue-ages.js';
import { queues } from './queues.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';

const WITH_QUEUE = `${DEFINITION}
queues:
  - { id: line, joins: Referred, served: Seen, urgency: { field: urgency, order: [urgent, routine] } }
`;

describe('Queues', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, WITH_QUEUE);
  });
  afterEach(() => log.close());

  it('name who was served before an equally urgent patient who had joined earlier', async () => {
    const joins = (day: number, urgency: string) => {
      return fact('Referred', OSLO(day), { data: { urgency } });
    };
    await log.record('p1', [joins(1, 'routine'), fact('Seen', OSLO(9))]);
    await log.record('p2', [joins(2, 'routine'), fact('Seen', OSLO(5))]);
    await log.record('p3', [joins(3, 'urgent'), fact('Seen', OSLO(4))]);
    await log.record('p4', [joins(4, 'routine')]);
    await log.runner.catchUp();
    const answer = await queues(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(answer).toMatchObject({
      total: 1,
      queues: [{ queue: 'line', joined: 4, served: 3, left: 0, waiting: 1, overtaken: 1 }],
    });
    const row = { queue: 'line', urgency: 'routine', overtaken: 'p1', by: 'p2' };
    const at = OSLO(5);
    expect(answer.overtakings).toEqual([
      { ...row, at, joinedEarlierSeconds: DAY, waitedOnSeconds: 4 * DAY },
    ]);
    const before = await queues(log.models, { pathway: 'test', asOf: OSLO(6) });
    expect(before.overtakings).toMatchObject([{ waitedOnSeconds: null }]);
  });
});

describe('The ages in a queue', () => {
  const counts = (...ages: readonly (number | undefined)[]) => {
    const entries = ages.map((age, n): PatientEntry => {
      const entry = { episode: 1, queue: 'line', joinedAt: n, fact: `${n}`, rank: 0 };
      return { ...entry, patient: `p${n}`, ...(age === undefined ? {} : { patientAge: age }) };
    });
    return agesOf(entries, new Set()).map(({ patients }) => patients);
  };
  const times = (n: number, age: number | undefined) => Array.from({ length: n }, () => age);

  it('are counted by age group from five patients on', () => {
    expect(counts(...times(5, 17), ...times(6, 18), ...times(2, 66), ...times(7, 67))).toEqual([
      ...[5, 8, 7, 0],
    ]);
  });

  it('hide a smaller group, and with it the next one, which would give it away', () => {
    expect(counts(...times(4, 17), ...times(6, 30), ...times(9, 80))).toEqual([null, null, 9, 0]);
    const four = [...times(2, 17), ...times(1, 30), ...times(7, 80), ...times(8, undefined)];
    expect(counts(...four)).toEqual([null, null, null, 8]);
    expect(counts(...times(4, 17), ...times(4, 30), ...times(9, 80))).toEqual([null, null, 9, 0]);
  });
});

describe('A queue', () => {
  let log: TestLog;
  const LEAVING = `${WITH_QUEUE.replace('served: Seen,', 'served: Seen, leaves: [CareDeclined],')}
episodes:
  out-of-sight: { after: 10 days }
measures:
  waits:
    - { id: to-visit, title: To the visit, from: Referred, to: Seen, standard: { within: 4 weeks, share: 92 % } }
`.replace('entry: any', 'entry: { events: Referred }');
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    const rules = LEAVING.replace(/duties:\n.*\n/, '');
    await log.publish('test', 1, rules.replace('entry: any', 'entry: { events: Referred }'));
    const joins = (day: string, urgency: string) =>
      fact('Referred', `2026-${day}T10:00:00+01:00`, { data: { urgency } });
    await log.record('served', [
      joins('01-28', 'urgent'),
      fact('Seen', '2026-02-03T10:00:00+01:00'),
    ]);
    await log.record('declined', [
      joins('01-30', 'urgent'),
      fact('CareDeclined', '2026-02-02T10:00:00+01:00', { data: { what: 'visit' } }),
    ]);
    await log.record('died', [joins('01-28', 'other'), fact('Died', '2026-01-29')]);
    await log.record('lost', [joins('01-20', 'routine')]);
    await log.record('waiting', [joins('02-01', 'routine')]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  const ask = async (period?: 'month') => {
    const asOf = '2026-02-08T10:00:00+01:00';
    const query = { pathway: 'test', asOf, ...(period !== undefined && { period }) };
    return (await queues(log.models, query)).queues[0]!;
  };

  it('adds up but for those of whom nobody says why they no longer wait', async () => {
    const line = await ask('month');
    expect(line).toMatchObject({ joined: 5, served: 1, left: 3, waiting: 1, residual: 1 });
    expect(line.removed).toEqual({ CareDeclined: 1, Died: 1 });
    expect(line.periods).toHaveLength(12);
    expect(line.periods?.slice(-2)).toEqual([
      {
        ...{ from: '2026-01-01T00:00:00+01:00', until: '2026-01-31T23:59:59.999+01:00' },
        ...{ openBefore: 0, joined: 4, served: 0, removed: 1, openAfter: 2, residual: 1 },
      },
      {
        ...{ from: '2026-02-01T00:00:00+01:00', until: '2026-02-08T10:00:00+01:00' },
        ...{ openBefore: 2, joined: 1, served: 1, removed: 1, openAfter: 1, residual: 0 },
      },
    ]);
  });

  it('is told apart by urgency, and compared with the standard of the wait', async () => {
    const { urgencies, pressure } = await ask();
    expect(urgencies).toEqual([
      { urgency: 'urgent', joined: 2, waiting: 0, overtaken: 0 },
      { urgency: 'routine', joined: 2, waiting: 1, overtaken: 0 },
      { urgency: null, joined: 1, waiting: 0, overtaken: 0 },
    ]);
    // One waits, for 7 days; 5 joined in 12 weeks; 5/12 × 4 / 4 = 5/12 may wait at once.
    expect(pressure).toMatchObject({ meanWaitSeconds: 7 * DAY, pressure: 0.5, target: '4 weeks' });
    expect(pressure?.demandPerWeek).toBeCloseTo(5 / 12);
    expect(pressure?.targetQueue).toBeCloseTo(5 / 12);
    expect(pressure?.reliefCapacityPerWeek).toBeCloseTo(5 / 12 + (1 - 5 / 12) / 26);
  });

  it('is counted for a group that was asked for, whoever overtook its patients', async () => {
    const where = [{ dimension: 'urgency', value: 'routine' }];
    const answer = await queues(log.models, { pathway: 'test', asOf: OSLO(25), where });
    expect(answer.queues).toMatchObject([{ joined: 1, waiting: 1 }]);
  });
});
