/** A log in memory with its read models, for tests: real parts, a clock that is set by hand. */
import { appendOnce, readWholeStream, type EventStore, timeOrderedId } from '#event-store';
import { type CareEvent, storedFact } from '#care-event';
import type { ReadModels } from '../port/read-models.js';
import { ProjectionRunner } from '../runner/projection-runner.js';

export interface TestLog {
  readonly store: EventStore;
  readonly models: ReadModels;
  readonly runner: ProjectionRunner;
  /** What the store takes for now, ms since the epoch. */
  now: number;
  /** Appends facts of one patient in one batch; `wake` goes with the last of them. */
  record(patient: string, facts: readonly CareEvent[], wake?: number): Promise<void>;
  publish(id: string, version: number, yaml: string): Promise<void>;
  /** Moves all open episodes to this version. */
  migrate(id: string, version: number): Promise<void>;
  /** Notes that all patients were looked at after this publication, or the migration at that position. */
  /** `pinned: false`: as it was noted when every version reached everybody. */
  review(
    id: string,
    version: number,
    options?: { readonly migration?: number | undefined; readonly pinned?: boolean },
  ): Promise<void>;
  close(): Promise<void>;
}

/** The adapters that a test chooses. */
export interface Adapters {
  openStore(options: {
    readonly file: string;
    readonly access: 'write';
    readonly clock: () => number;
  }): Promise<EventStore>;
  openModels(options: { readonly file: string; readonly access: 'write' }): Promise<ReadModels>;
}

/** @param file of the read models; default in memory */
export async function openTestLog(adapters: Adapters, file = ':memory:'): Promise<TestLog> {
  const store = await adapters.openStore({
    file: ':memory:',
    access: 'write',
    clock: () => log.now,
  });
  const models = await adapters.openModels({ file, access: 'write' });
  const log: TestLog = {
    store,
    models,
    runner: new ProjectionRunner({ store, models }),
    now: Date.UTC(2026, 0, 1),
    async record(patient, facts, wake) {
      await appendOnce(
        store,
        `patient-${patient}`,
        facts.map((fact, i) => ({
          id: timeOrderedId(log.now, patient, fact.source, fact.id),
          ...storedFact(fact, i === facts.length - 1 ? wake : undefined),
        })),
      );
    },
    async publish(id, version, yaml) {
      await appendOnce(store, `definition-${id}`, [
        {
          id: timeOrderedId(log.now, id, String(version)),
          type: 'PathwayPublished.v1',
          data: { id, version, hash: `hash-of-${version}`, yaml, author: 'test', reason: 'test' },
          metadata: {},
        },
      ]);
    },
    async migrate(id, version) {
      await appendOnce(store, `definition-${id}`, [
        {
          id: timeOrderedId(log.now, 'migration', id, String(version)),
          type: 'PathwayMigrated.v1',
          data: { id, version, author: 'test', reason: 'test' },
          metadata: {},
        },
      ]);
    },
    async review(id, version, { migration, pinned = true } = {}) {
      await appendOnce(store, `definition-${id}`, [
        {
          id: timeOrderedId(
            log.now,
            'review',
            id,
            String(version),
            String(migration ?? ''),
            String(pinned),
          ),
          // Before episodes were pinned there was only the first version.
          type: pinned ? 'PathwayReviewed.v2' : 'PathwayReviewed.v1',
          data: {
            ...{ id, version, ...(migration === undefined ? {} : { migration }) },
          },
          metadata: {},
        },
      ]);
    },
    async close() {
      await models.close();
      await store.close();
    },
  };
  return log;
}

const DAY_MS = 86_400_000;

/** Events of several patients, mixed, some repeated on other pathways, a definition in the middle. */
export async function recordMixed(log: TestLog, events: number): Promise<void> {
  for (let i = 0; i < events; i++) {
    log.now += 1000;
    if (i === Math.floor(events / 2)) await log.publish('test', 1, 'pathway: test');
    const at = new Date(log.now - (i % 5) * DAY_MS).toISOString();
    await log.record(
      `p${i % 7}`,
      [fact(`Step${i % 3}`, at, { id: `f${i}`, pathway: i % 11 === 0 ? 'other' : 'test' })],
      i % 4 === 0 ? log.now + DAY_MS : undefined,
    );
  }
}

/** A care event of a plain kind: `fact('ReferralSent', '2026-01-05T10:00:00Z')`. */
export function fact(
  type: string,
  occurredAt: string,
  more: Partial<Omit<CareEvent, 'type' | 'occurredAt'>> = {},
): CareEvent {
  return {
    id: `${type} ${occurredAt}`,
    source: 'urn:test',
    version: 1,
    pathway: 'test',
    data: {},
    ...more,
    type,
    occurredAt,
  };
}

export interface ParkIn {
  readonly type: 'Parked' | 'Retried' | 'Discarded';
  readonly patient: string;
  readonly processor?: string;
}

/** Appends what parks a patient's sequence at the first event, or releases it, as the engine does. */
export async function parkIn(
  log: TestLog,
  { type, patient, processor = 'handovers' }: ParkIn,
): Promise<void> {
  const stream = `parked-${patient}`;
  const before = await readWholeStream(log.store, stream);
  const parked = before.findLast(
    (event) => event.type === 'SequenceParked.v2' && event.data['processor'] === processor,
  );
  const details =
    type === 'Parked'
      ? {
          ...{ stream: `patient-${patient}`, revision: 0, attempt: before.length + 1 },
          ...{ code: 'type-error', message: 'it cannot' },
        }
      : { parked: parked?.revision ?? -1, author: 'A. Berg', reason: 'mended' };
  await appendOnce(log.store, stream, [
    {
      id: timeOrderedId(log.now, type, patient, processor),
      type: `Sequence${type}.v2`,
      data: { processor, patient, ...details },
      metadata: {},
    },
  ]);
}

/** The same as the first version of the events had it, by the position of the event. */
export async function parkInV1(
  log: TestLog,
  { type, patient, processor = 'handovers', position }: ParkIn & { readonly position: string },
): Promise<void> {
  const details =
    type === 'Parked'
      ? { code: 'type-error', message: 'it cannot' }
      : { author: 'A. Berg', reason: 'mended' };
  await appendOnce(log.store, `parked-${patient}`, [
    {
      id: timeOrderedId(log.now, type, patient, processor, position),
      type: `Sequence${type}.v1`,
      data: { processor, patient, position, ...details },
      metadata: {},
    },
  ]);
}
