/** What is sent of the log: what a subscription asks for, at least once, each patient's in order. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { storedFact, type CareEvent } from '#care-event';
import { timeOrderedId, type EventStore, type LogToken } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { storedDecision } from '#pathway';
import { KafkaInMemory } from '../client/kafka-in-memory.spec.support.js';
import { LogPublisher } from './log-publisher.js';
import type { Subscription } from './subscription.js';

const fact = (id: string, more: Partial<CareEvent> = {}): CareEvent => ({
  ...{ id, source: 'urn:gp', type: 'ReferralSent', version: 1, occurredAt: '2026-03-14', data: {} },
  ...more,
});
const never = new AbortController().signal;

describe('What is sent of the log', () => {
  let store: EventStore;
  let kafka: KafkaInMemory;
  let saved: Map<string, LogToken>;

  beforeEach(async () => {
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 0 });
    kafka = new KafkaInMemory();
    saved = new Map();
  });
  afterEach(() => store.close());
  const append = async (stream: string, at: number, content: object): Promise<void> => {
    const event = { id: timeOrderedId(0, stream, String(at)), ...content };
    await store.append(stream, at === 0 ? 'none' : at - 1, [event as never]);
  };
  const publisher = (more: Partial<Subscription> = {}): LogPublisher =>
    new LogPublisher({
      subscription: { kind: 'care-events', topic: 'out', mode: 'structured', ...more },
      store,
      cursors: {
        load: (name) => Promise.resolve(saved.get(name)),
        save: (name, cursor) => Promise.resolve(void saved.set(name, cursor)),
      },
      producer: () => kafka.openProducer(),
      onDamaged: (error) => {
        throw error;
      },
    });
  const sent = (): readonly { id: string; type: string }[] =>
    kafka.valuesOf('out').map((value) => JSON.parse(value) as { id: string; type: string });
  const idsSent = (): readonly string[] => sent().map(({ id }) => id);

  it('is each care event once, in the order of the log, and later what came since', async () => {
    await append('patient-p1', 0, storedFact(fact('a')));
    await append('patient-p2', 0, storedFact(fact('b')));
    await append('definition-x', 0, { type: 'X.v1', data: {}, metadata: {} });
    const one = publisher();
    await one.runOnce(never);
    await append('patient-p1', 1, storedFact(fact('c')));
    await one.runOnce(never);
    await one.runOnce(never);
    expect(idsSent()).toEqual(['a', 'b', 'c']);
    expect(kafka.topics.get('out')?.map(({ key }) => key?.toString())).toEqual(['p1', 'p2', 'p1']);
    expect(sent()[0]).toMatchObject({ subject: 'p1', source: 'urn:gp', partitionkey: 'p1' });
    expect(one.sent).toBe(3);
  });

  it('comes again with the same ids where nobody knows whether it was sent', async () => {
    await append('patient-p1', 0, storedFact(fact('a')));
    await append('patient-p1', 1, storedFact(fact('b')));
    kafka.unansweredSends = 1;
    const one = publisher();
    await expect(one.runOnce(never)).rejects.toMatchObject({ code: 'unreachable' });
    expect(saved.size).toBe(0);
    await one.runOnce(never);
    expect(idsSent()).toEqual(['a', 'b', 'a', 'b']);
  });

  it('goes on after its cursor, and from the beginning without one or with that of another log', async () => {
    await append('patient-p1', 0, storedFact(fact('a')));
    await publisher().runOnce(never);
    await publisher().runOnce(never);
    expect(idsSent()).toEqual(['a']);
    saved.set('kafka:care-events:out', `1.${'a'.repeat(32)}` as LogToken);
    await publisher().runOnce(never);
    expect(idsSent()).toEqual(['a', 'a']);
  });

  it('is only what the subscription asks for', async () => {
    await append('patient-p1', 0, storedFact(fact('a', { pathway: 'hip' })));
    await append('patient-p1', 1, storedFact(fact('b', { type: 'VisitCompleted' })));
    await append('patient-p1', 2, storedFact(fact('c', { actor: { organisation: 'north' } })));
    await publisher({ types: ['ReferralSent'], pathways: ['back'] }).runOnce(never);
    expect(idsSent()).toEqual(['c']);
    saved.clear();
    await publisher({ organisations: ['north'] }).runOnce(never);
    expect(idsSent()).toEqual(['c', 'c']);
  });

  it('is decisions, with the time at which they took effect', async () => {
    const decision = {
      ...({ type: 'DutyBreached', key: 'hip/plan/1', effectiveAt: Date.UTC(2026, 2, 14) } as const),
      data: { pathway: 'hip', duty: 'plan', owner: 'hospital', organisation: 'north' },
    };
    await append('patient-p1', 0, storedDecision(decision));
    await append('patient-p1', 1, storedFact(fact('a')));
    await publisher({ kind: 'decisions', organisations: ['north'] }).runOnce(never);
    await publisher({ kind: 'decisions', topic: 'none', pathways: ['back'] }).runOnce(never);
    expect(sent()).toMatchObject([
      {
        type: 'stafett.decision.duty-breached.v1',
        source: 'urn:stafett:decisions',
        ...{ subject: 'p1', time: '2026-03-14T00:00:00.000Z', data: { duty: 'plan' } },
      },
    ]);
    expect(kafka.valuesOf('none')).toEqual([]);
  });
});
