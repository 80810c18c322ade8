/** The engine's commands on a real store: what they append, what they refuse, where they stay quiet. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { LIMITS, readWholeStream, WrongExpectedRevision, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { decisionFromStored } from '#pathway';
import { type CareEvent } from '#care-event';
import { DefinitionRegistry, EngineModule, patientStream, StafettEngine } from './index.js';
import { ATTEMPTS_MAX, retryOnConflict } from './shared/retry-on-conflict.js';

const PATHWAY = `
pathway: back
version: 1
title: Back pain
source: a test
zone: Europe/Oslo
services:
  gp: { name: General practitioner, level: municipal }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: [PathwayClosed]
stages:
  - { id: primary-care, title: Primary care, holder: gp, opens: [SymptomOnsetReported] }
duties:
  - { id: plan, title: Plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: 6 weeks, owner: gp }
`;
const SHORTER = PATHWAY.replace('version: 1', 'version: 2').replace('6 weeks', '2 weeks');
const PUBLISHER = { author: 'a physiotherapist', reason: 'first version' };
const DAY_MS = 86_400_000;
const ONSET_MS = Date.parse('2026-01-05T09:00:00Z');

function fact(
  id: string,
  type: string,
  occurredAt: string,
  more: Partial<CareEvent> = {},
): CareEvent {
  return { id, source: 'urn:gp:1', type, version: 1, occurredAt, data: {}, ...more };
}
const onset = fact('e1', 'SymptomOnsetReported', '2026-01-05T10:00:00+01:00');
const plan = fact('e2', 'RehabPlanAgreed', '2026-02-02T10:00:00+01:00');

describe('The engine', () => {
  let now: number;
  let store: EventStore;
  let contexts: INestApplicationContext[];
  let engine: StafettEngine;

  const openEngine = async (): Promise<StafettEngine> => {
    const module = EngineModule.register({ store, clock: () => now });
    const context = await NestFactory.createApplicationContext(module, { logger: false });
    contexts.push(context);
    return context.get(StafettEngine);
  };
  const decisions = async (patient: string): Promise<string[]> =>
    (await readWholeStream(store, patientStream(patient)))
      .map(decisionFromStored)
      .filter((decision) => decision !== undefined)
      .map(({ type }) => type);

  beforeEach(async () => {
    now = ONSET_MS + DAY_MS;
    contexts = [];
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => now });
    engine = await openEngine();
    await engine.publishDefinition(PATHWAY, PUBLISHER);
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    await store.close();
  });

  const wakeOf = async (patient: string): Promise<unknown> =>
    (await readWholeStream(store, patientStream(patient))).at(-1)?.metadata['wake'];

  describe('given a fact', () => {
    it('appends it with the decisions that follow from it in one batch', async () => {
      const recorded = await engine.recordFacts('p1', [onset]);
      const events = await readWholeStream(store, patientStream('p1'));
      const { position } = recorded;
      expect(recorded.outcomes).toMatchObject([{ status: 'accepted', revision: 0, position }]);
      expect(recorded.position).toBe(events[1]?.position);
      expect(events.map(({ type }) => type)).toEqual(['SymptomOnsetReported.v1', 'DutyArmed.v1']);
      expect(recorded.nextWakeUp).toBe(Date.parse('2026-02-16T23:59:59.999+01:00') + 1);
    });

    it('stays quiet when the same fact comes again', async () => {
      const first = await engine.recordFacts('p1', [onset]);
      const again = await engine.recordFacts('p1', [onset, onset]);
      expect(first.outcomes[0]?.status).toBe('accepted');
      expect(again.outcomes.map(({ status }) => status)).toEqual(['repeated', 'repeated']);
      const [fact, ...more] = await readWholeStream(store, patientStream('p1'));
      expect(more).toHaveLength(1);
      expect(again.outcomes[0]).toMatchObject({ revision: 0, position: fact?.position });
    });

    it('answers a repeat inside one request as a repeat', async () => {
      const { outcomes } = await engine.recordFacts('p1', [onset, { ...onset }]);
      expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'repeated']);
    });

    it('refuses the same id with other content and names both versions', async () => {
      await engine.recordFacts('p1', [onset]);
      const other = { ...onset, occurredAt: '2026-01-02' };
      const { outcomes } = await engine.recordFacts('p1', [other, plan]);
      expect(outcomes[0]).toMatchObject({ code: 'conflict', faults: [{ path: '/occurredAt' }] });
      const message = outcomes[0]?.status === 'refused' ? outcomes[0].message : '';
      expect(message).toContain(onset.occurredAt);
      expect(message).toContain('2026-01-02');
      expect(message).toContain(`as a correction of "${onset.id}"`);
      expect(outcomes[1]?.status).toBe('accepted');
    });

    it('refuses what does not hold to its schema and lets the rest in', async () => {
      const wrong = fact('e9', 'RehabPlanAgreed', '2026-02-30');
      const { outcomes } = await engine.recordFacts('p1', [wrong, onset]);
      expect(outcomes[0]).toMatchObject({ status: 'refused', code: 'invalid' });
      expect(outcomes[1]?.status).toBe('accepted');
    });

    it('keeps an event of an unknown type', async () => {
      await engine.recordFacts('p1', [fact('e3', 'Horoscope Read', '2026-01-06T08:00:00Z')]);
      const events = await readWholeStream(store, patientStream('p1'));
      expect(events.map(({ type }) => type)).toEqual(['Horoscope Read.v1']);
    });

    it('takes back a breach that a late report undoes, and keeps both', async () => {
      await engine.recordFacts('p1', [onset]);
      now = ONSET_MS + 60 * DAY_MS;
      await engine.wakePatient('p1');
      await engine.recordFacts('p1', [plan]);
      expect(await decisions('p1')).toEqual([
        'DutyArmed',
        'DutyBreached',
        'DutyReopened',
        'DutyMet',
      ]);
    });

    it('takes more facts than one batch holds', async () => {
      const many = Array.from({ length: 1_200 }, (_, i) =>
        fact(`v${i}`, 'VisitCompleted', new Date(ONSET_MS + i * 60_000).toISOString()),
      );
      const { outcomes } = await engine.recordFacts('p1', [onset, ...many]);
      expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(1_201);
    });
  });

  describe('with several versions of a pathway', () => {
    const scored = (version: number, data: string): string =>
      SHORTER.replace('version: 2', `version: ${version}`).replace(
        'stages:',
        `events: { ScoreTaken: { publisher: gp${data} } }\nstages:`,
      );
    const score = fact('s1', 'ScoreTaken', '2026-01-06T09:00:00+01:00', { pathway: 'back' });

    it('takes what fits one of them: patients on an older one are reported on by that', async () => {
      await engine.publishDefinition(scored(2, ''), PUBLISHER);
      await engine.recordFacts('p1', [onset]);
      const strict = ', data: { type: object, required: [score], properties: { score: {} } }';
      const published = await engine.publishDefinition(scored(3, strict), PUBLISHER);
      expect(published).toMatchObject({ status: 'published' });
      const { outcomes } = await engine.recordFacts('p1', [score]);
      expect(outcomes).toMatchObject([{ status: 'accepted' }]);
    });

    it('decides by the version that the log shows in force, even if the clock was set back', async () => {
      now += DAY_MS;
      await engine.publishDefinition(SHORTER, PUBLISHER);
      now -= DAY_MS / 2;
      await engine.recordFacts('p1', [onset]);
      const [recorded, armed] = await readWholeStream(store, patientStream('p1'));
      expect(armed?.data).toMatchObject({ version: 2 });
      expect(recorded?.recordedAt).toBe(now + DAY_MS / 2);
      expect((await engine.wakePatient('p1')).decisions).toBe(0);
    });
  });

  describe('with more to decide than one batch holds', () => {
    const DAYS = 900;
    beforeEach(async () => {
      const daily = PATHWAY.replace('pathway: back', 'pathway: daily').replace(
        'within: 6 weeks,',
        'within: 1 day, per: period, ends: PathwayClosed,',
      );
      expect(await engine.publishDefinition(daily, PUBLISHER)).toMatchObject({ id: 'daily' });
      now = ONSET_MS + DAYS * DAY_MS;
    });
    const settled = async (): Promise<void> => {
      const all = await decisions('p1');
      expect(all.filter((type) => type === 'DutyBreached').length).toBeGreaterThanOrEqual(DAYS - 1);
      expect((await engine.wakePatient('p1')).decisions).toBe(0);
    };

    it('takes all of it with the fact', async () => {
      const recorded = await engine.recordFacts('p1', [onset]);
      const events = await readWholeStream(store, patientStream('p1'));
      expect(events.length).toBeGreaterThan(LIMITS.batchEvents);
      expect(recorded.position).toBe(events.at(-1)?.position);
      expect(recorded.outcomes).toMatchObject([{ status: 'accepted', revision: 0 }]);
      await settled();
    });

    it('takes what is missing when it was killed between two batches', async () => {
      const append = store.append.bind(store);
      let left = 1;
      store.append = (...args) =>
        left-- > 0 ? append(...args) : Promise.reject(new Error('killed'));
      await expect(engine.recordFacts('p1', [onset])).rejects.toThrow('killed');
      store.append = append;
      expect(await wakeOf('p1')).toBeLessThanOrEqual(now);
      expect((await engine.wakePatient('p1')).decisions).toBeGreaterThan(0);
      await settled();
    });
  });

  describe('under concurrent writers', () => {
    it('records every fact once when many come for one patient at the same time', async () => {
      const second = await openEngine();
      const facts = Array.from({ length: 60 }, (_, i) =>
        fact(`c${i}`, 'VisitCompleted', new Date(ONSET_MS + i * 60_000).toISOString()),
      );
      await Promise.all(
        facts.map((each, i) => (i % 2 ? engine : second).recordFacts('p1', [each])),
      );
      const ids = (await readWholeStream(store, patientStream('p1')))
        .filter((event) => decisionFromStored(event) === undefined)
        .map(({ metadata }) => metadata['id']);
      expect(ids.sort()).toEqual(facts.map(({ id }) => id).sort());
    });

    it('gives up after a bounded number of lost races', async () => {
      let tries = 0;
      const losing = retryOnConflict(() => {
        tries += 1;
        return Promise.reject(new WrongExpectedRevision('s', 0, 1));
      });
      await expect(losing).rejects.toBeInstanceOf(WrongExpectedRevision);
      expect(tries).toBe(ATTEMPTS_MAX);
    });
  });

  describe('woken', () => {
    it('appends what became due, once', async () => {
      await engine.recordFacts('p1', [onset]);
      now = Date.parse('2026-02-16T23:59:59.999+01:00');
      expect((await engine.wakePatient('p1')).decisions).toBe(0);
      now += 1;
      const other = await openEngine();
      const woken = await Promise.all([engine.wakePatient('p1'), other.wakePatient('p1')]);
      expect(woken.map(({ decisions: n }) => n).sort()).toEqual([0, 1]);
      expect((await engine.wakePatient('p1')).decisions).toBe(0);
      expect(await decisions('p1')).toEqual(['DutyArmed', 'DutyBreached']);
    });

    it('writes down when to look again where there is nothing to decide yet', async () => {
      const ahead = fact('f1', 'SymptomOnsetReported', '2026-03-01T10:00:00+01:00', {
        pathway: 'late',
      });
      await engine.recordFacts('p1', [ahead]);
      expect(await wakeOf('p1')).toBeUndefined();
      await engine.publishDefinition(PATHWAY.replace('pathway: back', 'pathway: late'), PUBLISHER);
      await engine.wakePatient('p1');
      await engine.wakePatient('p1');
      expect(await wakeOf('p1')).toBe(Date.parse(ahead.occurredAt));
      expect(await readWholeStream(store, patientStream('p1'))).toHaveLength(2);
    });

    it('takes a breach back that a clock running ahead took, once it would be in effect', async () => {
      await engine.recordFacts('p1', [onset]);
      now = ONSET_MS + 60 * DAY_MS;
      await engine.wakePatient('p1');
      now = ONSET_MS + 30 * DAY_MS;
      await engine.recordFacts('p1', [plan]);
      const effectiveAt = Date.parse('2026-02-17T00:00:00+01:00');
      expect(await wakeOf('p1')).toBe(effectiveAt);
      now = effectiveAt;
      await engine.wakePatient('p1');
      expect((await decisions('p1')).slice(-2)).toEqual(['DutyReopened', 'DutyMet']);
      expect(await wakeOf('p1')).toBeUndefined();
    });

    it('leaves those already waiting to their version when a new one shortens a limit', async () => {
      await engine.recordFacts('p1', [onset]);
      now += DAY_MS;
      await engine.publishDefinition(SHORTER, PUBLISHER);
      expect((await engine.wakePatient('p1')).decisions).toBe(0);
      expect(await wakeOf('p1')).toBe(Date.parse('2026-02-16T23:59:59.999+01:00') + 1);
      await engine.recordFacts('p2', [{ ...onset, id: 'e3' }]);
      expect(await wakeOf('p2')).toBe(Date.parse('2026-01-19T23:59:59.999+01:00') + 1);
    });

    it('reaches those already waiting once they are migrated', async () => {
      await engine.recordFacts('p1', [onset]);
      now += DAY_MS;
      await engine.publishDefinition(SHORTER, PUBLISHER);
      const moved = await engine.migratePathway('back', 2, PUBLISHER);
      expect(moved).toMatchObject({ status: 'migrated', id: 'back', version: 2 });
      await engine.wakePatient('p1');
      expect(await wakeOf('p1')).toBe(Date.parse('2026-01-19T23:59:59.999+01:00') + 1);
      expect(await decisions('p1')).toEqual(['DutyArmed', 'DutyArmed']);
    });
  });

  describe('publishing', () => {
    it('answers the same text with the version it already has', async () => {
      const again = await engine.publishDefinition(PATHWAY, PUBLISHER);
      expect(again).toMatchObject({ status: 'repeated', id: 'back', version: 1 });
      expect(await engine.versions('back')).toHaveLength(1);
    });

    it('refuses to change a version that is published', async () => {
      const changed = PATHWAY.replace('6 weeks', '7 weeks');
      const refused = await engine.publishDefinition(changed, PUBLISHER);
      expect(refused).toMatchObject({ status: 'refused', code: 'version-taken' });
    });

    it('refuses a version whose days begin and end elsewhere', async () => {
      const elsewhere = SHORTER.replace('Europe/Oslo', 'Europe/Helsinki');
      const refused = await engine.publishDefinition(elsewhere, PUBLISHER);
      expect(refused).toMatchObject({ status: 'refused', code: 'zone-changed' });
      expect(await engine.versions('back')).toHaveLength(1);
    });

    it('refuses what its check calls an error, and not for warnings', async () => {
      const nobody = SHORTER.replace('duties:', '  - { id: never, holder: gp }\nduties:');
      const refused = await engine.publishDefinition(nobody, PUBLISHER);
      expect(refused).toMatchObject({ status: 'refused', code: 'invalid' });
      const published = await engine.publishDefinition(SHORTER, PUBLISHER);
      expect(published).toMatchObject({ status: 'published', version: 2 });
    });

    it('publishes nothing of a text that is wrong', async () => {
      const wrong = PATHWAY.replace('6 weeks', '6 fortnights').replace('version: 1', 'version: 2');
      const refused = await engine.publishDefinition(wrong, PUBLISHER);
      expect(refused).toMatchObject({ status: 'refused', code: 'invalid' });
      expect(await engine.versions('back')).toHaveLength(1);
    });

    it('knows which version was in force at an earlier instant', async () => {
      const before = now;
      now += DAY_MS;
      const next = PATHWAY.replace('version: 1', 'version: 2').replace('6 weeks', '4 weeks');
      await engine.publishDefinition(next, PUBLISHER);
      const registry = new DefinitionRegistry(store);
      await registry.load();
      const versionAt = (at?: number): unknown => registry.inForce(at)[0]?.definition.version;
      expect([versionAt(0), versionAt(before), versionAt(now), versionAt()]).toEqual([1, 1, 2, 2]);
    });

    it('refuses to migrate to what is not published', async () => {
      expect(await engine.migratePathway('back', 2, PUBLISHER)).toMatchObject({
        status: 'refused',
        code: 'unknown-version',
      });
      expect(await engine.migratePathway('front', 1, PUBLISHER)).toMatchObject({
        status: 'refused',
        code: 'unknown-pathway',
      });
    });

    it('migrates once where nobody can have come since', async () => {
      const migrate = (version: number) => engine.migratePathway('back', version, PUBLISHER);
      await engine.recordFacts('p1', [onset]);
      await engine.publishDefinition(SHORTER, PUBLISHER);
      const migrated = await migrate(2);
      expect(migrated).toMatchObject({ status: 'migrated' });
      await engine.wakePatient('p1');
      await engine.markReviewed({ id: 'back', version: 2 });
      expect(await migrate(2)).toEqual({ ...migrated, status: 'repeated' });
      await engine.recordFacts('p2', [{ ...onset, id: 'e3' }]);
      expect(await migrate(2)).toMatchObject({ status: 'migrated' });
      expect(await migrate(1)).toMatchObject({ status: 'migrated' });
      expect(await migrate(1)).toMatchObject({ status: 'repeated' });
      const longer = SHORTER.replace('version: 2', 'version: 3').replace('2 weeks', '3 weeks');
      await engine.publishDefinition(longer, PUBLISHER);
      expect(await migrate(1)).toMatchObject({ status: 'migrated' });
    });

    it('finds what was published when it is opened again', async () => {
      const reopened = await openEngine();
      expect(reopened.definitions().map(({ id, version }) => `${id} ${version}`)).toEqual([
        'back 1',
      ]);
    });
  });
});
