/** What the program could not go on with: seen in the stall list, and never the end of a figure. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, parkIn, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { census } from './census.js';
import { flow } from './flow.js';
import { migration } from './migration.js';
import { outcomes } from './outcomes.js';
import { queues } from './queues.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { stalls } from './stalls.js';
import { waits } from './waits.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('What the program could not go on with', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, DEFINITION);
    log.now = Date.parse(OSLO(1));
  });
  afterEach(() => log.close());

  const query = { pathway: 'test', asOf: OSLO(5) };

  describe('a parked sequence', () => {
    it('is a stall of every pathway that the patient is on, for the operators', async () => {
      await log.record('p1', [fact('Referred', OSLO(1))]);
      await log.record('p2', [fact('Referred', OSLO(1))]);
      await log.record('p3', [fact('Referred', OSLO(1), { pathway: 'other' })]);
      for (const patient of ['p1', 'p3']) await parkIn(log, { type: 'Parked', patient });
      await log.runner.catchUp();
      const answer = await stalls(log.models, query);
      expect(answer).toMatchObject({ total: 1, parked: 1, unreadable: 0, patients: 1 });
      expect(answer.stalls).toEqual([
        {
          patient: 'p1',
          kind: 'parked',
          severity: 'high',
          noticedBy: [],
          version: 1,
          stage: 'waiting',
          holder: 'gp',
          processor: 'handovers',
          stream: 'patient-p1',
          revision: 0,
          parkedAt: OSLO(1),
          code: 'type-error',
          ageSeconds: 4 * DAY,
          expectedSeconds: 0,
          excessSeconds: 4 * DAY,
          missing: [],
          missingWords: '',
          from: 'operators',
        },
      ]);
      expect((await stalls(log.models, { ...query, pathway: 'other' })).parked).toBe(1);
    });

    it('stays in the list when the journey is over, and leaves it with the release', async () => {
      await log.record('p1', [fact('Referred', OSLO(1)), fact('Died', OSLO(2))]);
      await parkIn(log, { type: 'Parked', patient: 'p1' });
      await log.runner.catchUp();
      const [stall] = (await stalls(log.models, query)).stalls;
      expect(stall).toMatchObject({ kind: 'parked', stage: '', holder: '' });
      log.now = Date.parse(OSLO(4));
      await parkIn(log, { type: 'Retried', patient: 'p1' });
      await log.runner.catchUp();
      expect((await stalls(log.models, query)).total).toBe(0);
      expect((await stalls(log.models, { ...query, asOf: OSLO(3) })).parked).toBe(1);
      expect((await stalls(log.models, { ...query, knownAt: OSLO(3) })).parked).toBe(1);
    });
  });

  describe('a patient who cannot be assessed', () => {
    beforeEach(async () => {
      await log.record('p1', [fact('Referred', OSLO(1)), fact('Seen', OSLO(2))]);
      await log.record('p2', [fact('Referred', 'no time at all')]);
      await log.runner.catchUp();
    });

    it('comes first in the stall list, before what is known', async () => {
      const answer = await stalls(log.models, { ...query, asOf: OSLO(30) });
      expect(answer).toMatchObject({ unreadable: 1 });
      expect(answer.stalls[0]).toMatchObject({
        patient: 'p2',
        kind: 'unreadable',
        stage: '',
        holder: '',
        from: 'operators',
      });
      expect(answer.byHolder.map(({ holder }) => holder)).not.toContain('');
    });

    it('is left out of every other figure, which says so', async () => {
      const spell = { ...query, from: ['Referred'] };
      const { models } = log;
      expect(await census(models, query)).toMatchObject({ unreadable: 1, started: 1, open: 1 });
      expect(await waits(models, { ...spell, to: ['Seen'] })).toMatchObject({
        unreadable: 1,
        n: 1,
      });
      const causes = [{ label: 'seen', types: ['Seen'] }];
      expect(await outcomes(models, { ...spell, causes, at: ['4h'] })).toMatchObject({
        unreadable: 1,
        n: 1,
      });
      expect(await flow(models, query)).toMatchObject({ unreadable: 1, cases: 1 });
      expect(await queues(models, query)).toMatchObject({ unreadable: 1 });
      expect(await migration(models, { ...query, version: 1 })).toMatchObject({
        unreadable: 1,
        open: 1,
      });
    });

    it('is not spoken of where there is none', async () => {
      expect(
        await census(log.models, { ...query, knownAt: '2025-01-01T00:00:00Z' }),
      ).not.toHaveProperty('unreadable');
    });
  });
});
