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
