/** Deviations across patients, worked by hand. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendOnce, timeOrderedId } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { replayJourney } from '../journey/replay-journey.js';
import { deviations } from './deviations.js';
import { DEFINITION, OSLO } from './small-pathway.spec.support.js';

const WITH_ORDER = `${DEFINITION.replace('events:', 'events:\n  Imaging: {}\n  Plan: {}')}
sequences:
  - { id: imaging-first, title: Imaging before the plan, flag: { event: Imaging, where: { kind: mri } }, before: Plan }
guards:
  - { id: seen-first, title: No plan unseen, on: Plan, requires: Seen }
`;

describe('Deviations', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, WITH_ORDER);
    const mri = (day: number, organisation: string) =>
      fact('Imaging', OSLO(day), { data: { kind: 'mri' }, actor: { organisation } });
    await log.record('p1', [fact('Referred', OSLO(1)), mri(2, 'north'), mri(3, 'south')]);
    await log.record('p2', [
      ...[fact('Referred', OSLO(1)), fact('Seen', OSLO(2))],
      ...[fact('Plan', OSLO(3)), mri(4, 'north')],
    ]);
    await log.record('p3', [fact('Referred', OSLO(1)), fact('Plan', OSLO(5))]);
    await log.record('p4', [
      fact('Referred', OSLO(1)),
      fact('Imaging', OSLO(2), { data: { kind: 'x-ray' } }),
    ]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  it('are counted by kind and rule, and by who reported them', async () => {
    const answer = await deviations(log.models, { pathway: 'test', asOf: OSLO(20) });
    const sources = (n: number) => ({ sources: { 'urn:test': n } });
    expect(answer).toMatchObject({ total: 3, patientsDeviating: 2 });
    expect(answer.kinds).toEqual([
      {
        ...{ kind: 'sequence', rule: 'imaging-first', count: 2, patientsDeviating: 1 },
        ...{ ...sources(2), organisations: { north: 1, south: 1 }, newestAt: OSLO(3) },
      },
      {
        ...{ kind: 'guard', rule: 'seen-first', count: 1, patientsDeviating: 1 },
        ...{ ...sources(1), organisations: {}, newestAt: OSLO(5) },
      },
    ]);
  });

  it('of order are compared with how often the event came at all', async () => {
    const { rules } = await deviations(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(rules).toEqual([
      {
        ...{ kind: 'sequence', rule: 'imaging-first', events: 3, patientsWithEvent: 2 },
        ...{ deviating: 2, patientsDeviating: 1, share: 0.5 },
      },
      {
        ...{ kind: 'guard', rule: 'seen-first', events: 2, patientsWithEvent: 2 },
        ...{ deviating: 1, patientsDeviating: 1, share: 0.5 },
      },
    ]);
  });

  it('are listed, the newest first, of one kind where that is asked for', async () => {
    const query = { pathway: 'test', asOf: OSLO(20), evidence: 2 };
    const { evidence } = await deviations(log.models, query);
    expect(evidence?.map(({ patient, rule }) => [patient, rule])).toEqual([
      ['p3', 'seen-first'],
      ['p1', 'imaging-first'],
    ]);
    const ofKind = await deviations(log.models, { ...query, kind: 'sequence' });
    expect(ofKind.evidence?.map(({ at, event }) => [at, event?.type])).toEqual([
      [OSLO(3), 'Imaging'],
      [OSLO(2), 'Imaging'],
    ]);
  });

  describe('of one source and id for two patients', () => {
    const REFERRED = { id: 'shared', source: 'urn:other' };
    const notice = (patient: string) =>
      appendOnce(log.store, `id-collisions-${patient}`, [
        {
          id: timeOrderedId(log.now, 'collision', patient),
          ...{ type: 'IdCollisionNoticed.v1', data: REFERRED, metadata: {} },
        },
      ]);
    beforeEach(async () => {
      await log.record('p5', [fact('Referred', OSLO(6), REFERRED)]);
      await log.record('p6', [fact('Referred', OSLO(7), REFERRED)]);
      for (const patient of ['p5', 'p6']) await notice(patient);
      await log.runner.catchUp();
    });

    it('are shown on both, with the event', async () => {
      const query = { pathway: 'test', asOf: OSLO(20), kind: 'shared-id', evidence: 9 };
      const { kinds, evidence, total } = await deviations(log.models, query);
      expect(total).toBe(5);
      expect(kinds.find(({ kind }) => kind === 'shared-id')).toMatchObject({
        ...{ count: 2, patientsDeviating: 2, sources: { 'urn:other': 2 } },
      });
      expect(evidence?.map(({ patient, at, event }) => [patient, at, event?.type])).toEqual([
        ['p6', OSLO(7), 'Referred'],
        ['p5', OSLO(6), 'Referred'],
      ]);
      const earlier = await deviations(log.models, { ...query, asOf: OSLO(6) });
      expect(earlier.evidence).toHaveLength(1);
    });

    it('are shown in the journeys of both, and of nobody else', async () => {
      const none = { inForce: () => [], setAside: () => undefined, allSetAside: () => [] };
      const query = { asOf: Date.parse(OSLO(20)) };
      const shown = async (patient: string) => {
        const { deviations: all } = await replayJourney(log.store, none, patient, query);
        return all.filter(({ kind }) => kind === 'shared-id');
      };
      for (const patient of ['p5', 'p6'])
        expect(await shown(patient)).toMatchObject([{ fact: 'urn:other shared' }]);
      expect(await shown('p1')).toEqual([]);
    });
  });
});
