/** What only the log can refuse: an event of another patient, and what is too large for it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CareEvent, FactOutcome } from '#care-event';
import { readWholeLog, readWholeStream, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { EngineModule } from '../engine.module.js';
import { StafettEngine } from '../stafett-engine.js';
import { eventBytesMax, factBytes } from './batches.js';
import { patientStream } from './patient-history.js';

const PATHWAY = `
pathway: back
version: 1
title: Back pain
source: a test
zone: Europe/Oslo
services: { gp: { name: General practitioner, level: municipal } }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: [PathwayClosed]
stages: [{ id: care, title: Care, holder: gp }]
duties:
  - { id: plan, title: Plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: 6 weeks, owner: gp }
`;
const NOW = Date.parse('2026-03-02T08:00:00Z');

function fact(id: string, more: Partial<CareEvent> = {}): CareEvent {
  return {
    id,
    source: 'urn:gp:1',
    type: 'LetterScanned',
    version: 1,
    occurredAt: '2026-03-01T10:00:00+01:00',
    data: {},
    ...more,
  };
}
const onset = fact('onset', { type: 'SymptomOnsetReported' });

/** A fact that takes exactly so many bytes in the log. */
function factOfBytes(id: string, bytes: number): CareEvent {
  const frame = factBytes(fact(id, { data: { text: '' } }));
  return fact(id, { data: { text: 'x'.repeat(bytes - frame) } });
}

/** What became of each: the status, or why it was refused. */
function answers(outcomes: readonly FactOutcome[]): string[] {
  return outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.code : outcome.status));
}

describe('What only the log can refuse', () => {
  let store: EventStore;
  let contexts: INestApplicationContext[];
  let engine: StafettEngine;

  const openEngine = async (on: EventStore = store): Promise<StafettEngine> => {
    const module = EngineModule.register({ store: on, clock: () => NOW });
    const context = await NestFactory.createApplicationContext(module, { logger: false });
    contexts.push(context);
    return context.get(StafettEngine);
  };
  const publish = () => engine.publishDefinition(PATHWAY, { author: 'a test', reason: 'a test' });
  const idsOf = async (patient: string) =>
    (await readWholeStream(store, patientStream(patient))).flatMap(
      ({ metadata }) => metadata['id'] ?? [],
    );

  beforeEach(async () => {
    contexts = [];
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => NOW });
    engine = await openEngine();
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    await store.close();
  });

  describe('the same source and id for another patient', () => {
    it('is refused without a word of that patient, and keeps no other fact out', async () => {
      await publish();
      await engine.recordFacts('p1', [onset]);
      const { outcomes, decisions } = await engine.recordFacts('p2', [
        fact('a'),
        onset,
        { ...onset, data: { date: '2026-02' } },
        fact('onset', { source: 'urn:gp:2', type: 'SymptomOnsetReported' }),
      ]);
      expect(answers(outcomes)).toEqual(['accepted', 'other-patient', 'other-patient', 'accepted']);
      expect(decisions).toBe(1);
      expect(JSON.stringify(outcomes)).not.toContain('p1');
      expect(await idsOf('p2')).toEqual(['a', 'onset']);
      const again = await engine.recordFacts('p2', [onset, fact('a')]);
      expect(answers(again.outcomes)).toEqual(['other-patient', 'repeated']);
      const own = await engine.recordFacts('p1', [onset]);
      expect(answers(own.outcomes)).toEqual(['repeated']);
    });

    it('is refused for hundreds at once', async () => {
      const facts = Array.from({ length: 600 }, (_, n) => fact(`e${n}`));
      await engine.recordFacts('p1', facts);
      const mixed = facts.flatMap((each) => [each, fact(`${each.id}-new`)]);
      const { outcomes } = await engine.recordFacts('p2', mixed);
      const expected = facts.flatMap(() => ['other-patient', 'accepted']);
      expect(answers(outcomes)).toEqual(expected);
    });

    it('goes to one of many patients that are reported at the same moment, at two doors', async () => {
      const doors = [engine, await openEngine()];
      const reports = await Promise.all(
        Array.from({ length: 20 }, (_, n) => doors[n % 2]!.recordFacts(`p${n}`, [onset])),
      );
      const all = reports.flatMap(({ outcomes }) => answers(outcomes)).sort();
      expect(all).toEqual(['accepted', ...Array<string>(19).fill('other-patient')]);
      let events = 0;
      for await (const page of readWholeLog(store)) events += page.length;
      expect(events).toBe(1);
    });

    it('moves to the right patient as a void there and a new id here', async () => {
      await engine.recordFacts('p1', [fact('mistaken')]);
      const voided = fact('void', { type: 'EventCorrected', correctionOf: 'mistaken' });
      const here = await engine.recordFacts('p2', [fact('mistaken-2')]);
      const there = await engine.recordFacts('p1', [voided]);
      expect([...answers(here.outcomes), ...answers(there.outcomes)]).toEqual([
        'accepted',
        'accepted',
      ]);
    });

    it('is recorded by a store that keeps no keys', async () => {
      const keyless = Object.create(store, { uniqueKeys: { value: false } }) as EventStore;
      const other = await openEngine(keyless);
      for (const patient of ['p1', 'p2']) {
        const { outcomes } = await other.recordFacts(patient, [onset]);
        expect(answers(outcomes)).toEqual(['accepted']);
      }
    });
  });

  describe('a fact that is too large', () => {
    it('is refused from one byte over the limit on, beside facts that are recorded', async () => {
      await publish();
      const max = eventBytesMax(store);
      const facts = [onset, factOfBytes('just', max), factOfBytes('over', max + 1), fact('small')];
      const { outcomes } = await engine.recordFacts('p1', facts);
      expect(answers(outcomes)).toEqual(['accepted', 'accepted', 'too-large', 'accepted']);
      // With the hint for the next wake-up on it.
      const alone = await engine.recordFacts('p1', [factOfBytes('last', max)]);
      expect(answers(alone.outcomes)).toEqual(['accepted']);
      const last = (await readWholeStream(store, patientStream('p1'))).at(-1)!;
      expect(last.metadata).toMatchObject({ id: 'last', wake: expect.any(Number) });
    });

    it('is refused where what follows from it is too large, and the others are recorded', async () => {
      await publish();
      const small = Object.create(store, {
        limits: { value: { ...store.limits, eventBytes: 250 } },
      }) as EventStore;
      const other = await openEngine(small);
      const { outcomes } = await other.recordFacts('p1', [fact('a'), onset, fact('b'), fact('c')]);
      expect(answers(outcomes)).toEqual(['accepted', 'too-large', 'accepted', 'accepted']);
      expect(await idsOf('p1')).toEqual(['a', 'b', 'c']);
    });

    it('is no wall where many large ones come at once', async () => {
      const facts = Array.from({ length: 12 }, (_, n) => factOfBytes(`e${n}`, 400_000));
      const { outcomes } = await engine.recordFacts('p1', facts);
      expect(answers(outcomes)).toEqual(facts.map(() => 'accepted'));
      expect(await idsOf('p1')).toHaveLength(12);
    });
  });

  describe('a patient of whom too much is recorded', () => {
    const large = (n: number) => factOfBytes(`e${n}`, 500_000);

    it('gets no more facts, while time goes on passing and all others go on', async () => {
      await publish();
      await engine.recordFacts('p1', [onset]);
      const all: string[] = [];
      for (let n = 0; n < 120; n += 1)
        all.push(...answers((await engine.recordFacts('p1', [large(n)])).outcomes));
      const accepted = all.filter((each) => each === 'accepted').length;
      expect(accepted).toBeGreaterThan(60);
      expect(all.slice(accepted)).toEqual(all.slice(accepted).map(() => 'history-too-large'));
      const cold = await openEngine();
      const { outcomes } = await cold.recordFacts('p1', [onset, large(0), fact('x')]);
      expect(answers(outcomes)).toEqual(['repeated', 'repeated', 'accepted']);
      expect((await cold.recordFacts('p2', [fact('y')])).outcomes[0]?.status).toBe('accepted');
      await expect(cold.wakePatient('p1')).resolves.toMatchObject({ decisions: 0 });
    });

    it('is refused by name where a log of before holds more than can be read', async () => {
      for (let n = 0; n < 120; n += 1) {
        const { data } = large(n);
        const metadata = { source: 'urn:gp:1', id: `e${n}`, at: '2026-03-01' };
        const id = `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
        const event = { id, type: 'LetterScanned.v1', data, metadata };
        await store.append(patientStream('p1'), n === 0 ? 'none' : n - 1, [event]);
      }
      const { outcomes } = await engine.recordFacts('p1', [fact('new')]);
      expect(answers(outcomes)).toEqual(['history-too-large']);
      await expect(engine.wakePatient('p1')).rejects.toMatchObject({ code: 'history-too-large' });
      const other = await engine.recordFacts('p2', [fact('y')]);
      expect(answers(other.outcomes)).toEqual(['accepted']);
    });
  });
});
