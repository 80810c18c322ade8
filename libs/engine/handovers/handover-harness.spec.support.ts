/** An engine, a log in memory and the saga on its processor, for the specs of handovers. */
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readWholeLog, requireReadable, type EventStore, type RecordedEvent } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { decisionFromStored } from '#pathway';
import {
  type CareEvent,
  type HandoverMessage,
  type JsonObject,
  MESSAGE_SENT,
  receiverOf,
} from '#care-event';
import { EngineModule } from '../engine.module.js';
import { ParkedSequences } from '../parking/parked-sequences.js';
import { InMemoryCheckpointStore } from '../processors/checkpoint-store.js';
import { LogProcessor } from '../processors/log-processor.js';
import { StafettEngine } from '../stafett-engine.js';
import { HandoverProcess } from './handover-process.js';

/** From a GP to a clinic within ten days; then reminded, escalated to the coordinator five days later. */
export const PATHWAY = `
pathway: back
version: 1
title: Back pain
source: a test
zone: Europe/Oslo
services:
  gp: { name: General practitioner, level: municipal }
  clinic: { name: Clinic, level: specialist }
  coordinator: { name: Coordinator, level: municipal }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: [PathwayClosed]
stages:
  - { id: primary-care, title: Primary care, holder: gp }
  - { id: clinic, title: Clinic, holder: clinic }
handovers:
  - id: to-clinic
    when: ReferralSent
    from: gp
    to: clinic
    matching: referral
    answer-within: 10 days
    accepted: { by: { event: ReferralAssessed, where: { outcome: accepted } }, opens: clinic }
    refused: { by: { event: ReferralAssessed, where: { outcome: rejected } }, then: return-to-sender }
    information: { requested: InformationRequested, supplied: InformationSupplied, within: 2 days }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    overtaken: PatientDied
    silent:
      then: remind
      next: [{ after: 5 days, then: { escalate: coordinator } }]
  - id: to-gp
    when: DischargedToMunicipality
    from: clinic
    to: gp
    answer-within: 2 days
    accepted: { by: { event: ResponsibilityAccepted, where: { to: gp } }, opens: primary-care }
    refused: { by: { event: ResponsibilityRefused, where: { to: gp } }, then: { escalate: coordinator } }
    silent: { then: { escalate: coordinator } }
`;
export const DAY_MS = 86_400_000;
export const START_MS = Date.parse('2026-03-02T08:00:00Z');

export class HandoverHarness {
  now = START_MS;
  private n = 0;
  private readonly contexts: INestApplicationContext[] = [];
  readonly checkpoints = new InMemoryCheckpointStore();

  private constructor(
    readonly store: EventStore,
    private engine: StafettEngine,
  ) {}

  /** @param more of the definition */
  static open(more = ''): Promise<HandoverHarness> {
    return HandoverHarness.of(PATHWAY + more);
  }

  /** @param definition the text of any */
  static async of(definition: string): Promise<HandoverHarness> {
    const clock = { now: (): number => START_MS };
    const store = await openSqliteEventStore({
      file: ':memory:',
      access: 'write',
      clock: () => clock.now(),
    });
    const module = EngineModule.register({ store, clock: () => clock.now() });
    const context = await NestFactory.createApplicationContext(module, { logger: false });
    const harness = new HandoverHarness(store, context.get(StafettEngine));
    harness.contexts.push(context);
    clock.now = () => harness.now;
    await harness.engine.publishDefinition(definition, { author: 'a test', reason: 'a test' });
    return harness;
  }

  /** States which organisations there are. */
  async organisations(all: readonly JsonObject[]): Promise<this> {
    await this.engine.importOrganisations(all, { author: 'a test', reason: 'a test' });
    return this;
  }

  /** Days after the beginning, at the same time of day. */
  at(day: number): this {
    this.now = START_MS + day * DAY_MS;
    return this;
  }

  /** Tells what happens now, unless `occurredAt` says when. */
  async record(type: string, data: JsonObject = {}, more: Partial<CareEvent> = {}): Promise<this> {
    this.n += 1;
    const occurredAt = new Date(this.now).toISOString();
    const fact = { id: `e${this.n}`, source: 'urn:gp:1', type, version: 1, occurredAt, data };
    const { outcomes } = await this.engine.recordFacts('p1', [{ ...fact, ...more }]);
    if (outcomes[0]?.status === 'refused') throw new Error(outcomes[0].message);
    return this;
  }

  async wake(): Promise<this> {
    await this.engine.wakePatient('p1');
    return this;
  }

  /** A new process's saga: processes what the log holds. */
  async saga(checkpoints = this.checkpoints) {
    const { store } = this;
    const parking = new ParkedSequences({ store });
    await parking.load();
    const process = new HandoverProcess(store);
    const processor = new LogProcessor({
      name: 'handovers',
      store,
      checkpoints,
      parking,
      partitionKeyOf: (event) => HandoverProcess.partitionKeyOf(event),
      handle: async (event) => void (await process.handle(event)),
      clock: () => this.now,
    });
    return processor.runOnce();
  }

  async events(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of readWholeLog(this.store)) events.push(...requireReadable(page));
    return events;
  }

  /** What was sent so far, in order: `kind > service`. */
  async messages(): Promise<readonly string[]> {
    return (await this.events())
      .filter(({ type }) => type === MESSAGE_SENT)
      .map(({ data }) => {
        const { kind, ...to } = data as unknown as HandoverMessage;
        return `${kind} > ${receiverOf(to)}`;
      });
  }

  /** Decisions on handovers, in order. */
  async decisions(): Promise<readonly string[]> {
    return (await this.events()).flatMap((event) => {
      const decision = decisionFromStored(event);
      return decision?.handover === undefined ? [] : [decision.type];
    });
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
    await this.store.close();
  }
}
