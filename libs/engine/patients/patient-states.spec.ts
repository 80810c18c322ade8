/** What is kept of patients between commands changes nothing but the time that they take. */
import { describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import fc from 'fast-check';
import type { CareEvent } from '#care-event';
import {
  readWholeLog,
  requireReadable,
  StoreFull,
  type EventStore,
  type RecordedEvent,
} from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { DefinitionRegistry } from '../definitions/definition-registry.js';
import { EngineModule } from '../engine.module.js';
import { StafettEngine } from '../stafett-engine.js';
import { PatientStates, type PatientStatesOptions } from './patient-states.js';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-03-02T08:00:00Z');
const BY = { author: 'a test', reason: 'a test' };

function pathway(version: number, weeks: number): string {
  return `
pathway: back
version: ${version}
title: Back pain
source: a test
zone: Europe/Oslo
services: { gp: { name: General practitioner, level: municipal } }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: [PathwayClosed]
episodes: { reopens-within: 3 days }
stages: [{ id: care, title: Care, holder: gp }]
duties:
  - { id: plan, title: Plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: ${weeks} weeks, owner: gp }
  - { id: visit, title: Visit, from: ReferralSent, until: VisitCompleted, within: 5 days, owner: gp, per: occurrence }
`;
}

interface Engine {
  readonly engine: StafettEngine;
  readonly registry: DefinitionRegistry;
  readonly states: PatientStates;
}

/** One log with two writers; the second appends right before the first does, where it is asked to. */
class World {
  now = START_MS;
  private between: (() => Promise<unknown>) | undefined;
  private readonly contexts: INestApplicationContext[] = [];

  private constructor(readonly store: EventStore) {}

  static async open(): Promise<World> {
    const clock = { now: (): number => START_MS };
    const store = await openSqliteEventStore({
      file: ':memory:',
      access: 'write',
      clock: () => clock.now(),
    });
    const world = new World(store);
    clock.now = () => world.now;
    return world;
  }

  async start(keep: PatientStatesOptions, store = this.store): Promise<Engine> {
    const module = EngineModule.register({ store, clock: () => this.now, keep });
    const context = await NestFactory.createApplicationContext(module, { logger: false });
    this.contexts.push(context);
    return {
      engine: context.get(StafettEngine),
      registry: context.get(DefinitionRegistry),
      states: context.get(PatientStates),
    };
  }

  /** The store of a writer that can be interrupted between its reading and its appending. */
  interruptible(): EventStore {
    const append: EventStore['append'] = async (stream, expected, events) => {
      const between = stream.startsWith('patient-') ? this.between : undefined;
      if (between !== undefined) this.between = undefined;
      await between?.();
      return this.store.append(stream, expected, events);
    };
    return Object.create(this.store, { append: { value: append } }) as EventStore;
  }

  interrupt(by: () => Promise<unknown>): void {
    this.between = by;
  }

  async log(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of readWholeLog(this.store)) events.push(...requireReadable(page));
    return events;
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
    await this.store.close();
  }
}

const fact = fc.record({
  type: fc.constantFrom(
    ...['SymptomOnsetReported', 'RehabPlanAgreed', 'ReferralSent', 'VisitCompleted'],
    'PathwayClosed',
  ),
  /** Days since it happened; 0 mostly, so that facts mostly come in order. */
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 })),
  corrects: fc.option(fc.nat({ max: 20 }), { freq: 6 }),
});
type Reported = typeof fact extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('record' as const), fact }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('other' as const), fact }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('between' as const), fact, other: fact }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('full' as const), fact }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('publish' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('migrate' as const), to: fc.nat(4) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Plays the steps and returns what each command answered, then the log. */
async function play(steps: readonly Step[], keep: PatientStatesOptions): Promise<unknown> {
  const world = await World.open();
  try {
    const first = await world.start(keep, world.interruptible());
    await first.engine.publishDefinition(pathway(1, 6), BY);
    const second = await world.start({ weightMax: 0 });
    const player = new Player(world, first, second);
    const answers: unknown[] = [];
    for (const each of steps) answers.push(await player.take(each));
    return { answers, log: await world.log() };
  } finally {
    await world.close();
  }
}

class Player {
  private sent: CareEvent[] = [];
  private version = 1;

  constructor(
    private readonly world: World,
    private readonly first: Engine,
    private readonly second: Engine,
  ) {}

  async take(step: Step): Promise<unknown> {
    const { world, first } = this;
    switch (step.kind) {
      case 'record':
        return first.engine.recordFacts('p1', [this.factOf(step.fact)]);
      case 'other':
        return this.byOther(step.fact);
      case 'between':
        world.interrupt(() => this.byOther(step.other));
        return first.engine.recordFacts('p1', [this.factOf(step.fact)]);
      case 'full': {
        // The disk is full: what was sent is not recorded.
        world.interrupt(() => Promise.reject(new StoreFull()));
        const sent = first.engine.recordFacts('p1', [this.factOf(step.fact)]);
        return sent.catch((error: unknown) => String(error));
      }
      case 'repeat':
        return first.engine.recordFacts('p1', this.sent.slice(-3));
      case 'wake':
        return first.engine.wakePatient('p1');
      case 'wait':
        return (world.now += step.days * DAY_MS);
      case 'publish':
        this.version += 1;
        return first.engine.publishDefinition(pathway(this.version, 7 - (this.version % 6)), BY);
      case 'migrate':
        return first.engine.migratePathway('back', (step.to % this.version) + 1, BY);
    }
  }

  private async byOther(reported: Reported): Promise<unknown> {
    await this.second.registry.refreshChanged();
    return this.second.engine.recordFacts('p1', [this.factOf(reported)]);
  }

  private factOf({ type, late, corrects }: Reported): CareEvent {
    this.world.now += 60_000;
    const n = this.sent.length;
    const corrected = corrects === null ? undefined : this.sent[corrects];
    const event: CareEvent = {
      ...{ id: `e${n}`, source: 'urn:test:gp', type, version: 1, data: {} },
      occurredAt: new Date(this.world.now - late * DAY_MS).toISOString(),
      ...(corrected !== undefined && { correctionOf: corrected.id }),
    };
    this.sent.push(event);
    return event;
  }
}

describe('Patients that are kept between commands', () => {
  it('leave the same log as patients that are read from the start each time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
        const expected = await play(steps, { weightMax: 0 });
        expect(await play(steps, {})).toEqual(expected);
        expect(await play(steps, { weightMax: 0, mostlyNew: true })).toEqual(expected);
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 4) },
    );
  });

  it('hold no more than they may, and those used last', async () => {
    const world = await World.open();
    try {
      const { engine, states } = await world.start({ weightMax: 640 });
      await engine.publishDefinition(pathway(1, 6), BY);
      for (let n = 0; n < 8; n += 1) {
        const occurredAt = new Date(world.now).toISOString();
        await engine.recordFacts(`p${n}`, [
          {
            ...{ id: `e${n}`, source: 'urn:test:gp', type: 'SymptomOnsetReported', version: 1 },
            ...{ occurredAt, data: {} },
          },
        ]);
        // The next command reads on, and sees what this one appended.
        await engine.wakePatient(`p${n}`);
        expect(states.weight).toBeLessThanOrEqual(640);
      }
      expect(states.patients()).toEqual(['p5', 'p6', 'p7']);
    } finally {
      await world.close();
    }
  });

  it('count from their first command on, before what it appended was read back', async () => {
    const world = await World.open();
    try {
      const { engine, states } = await world.start({ weightMax: 500 });
      await engine.publishDefinition(pathway(1, 6), BY);
      for (let n = 0; n < 8; n += 1) {
        const occurredAt = new Date(world.now).toISOString();
        const event = { id: `e${n}`, source: 'urn:test:gp', version: 1, occurredAt, data: {} };
        await engine.recordFacts(`p${n}`, [{ ...event, type: 'SymptomOnsetReported' }]);
      }
      expect(states.patients()).toEqual(['p6', 'p7']);
    } finally {
      await world.close();
    }
  });

  it('are none of whom nothing was recorded', async () => {
    const world = await World.open();
    try {
      const { engine, states } = await world.start({});
      const invalid = { id: '', source: 'urn:test:gp', type: 'X', version: 1, data: {} };
      await engine.recordFacts('p1', [{ ...invalid, occurredAt: '2026-01-05' }]);
      expect(states.patients()).toEqual([]);
      expect(states.weight).toBe(0);
    } finally {
      await world.close();
    }
  });
});
