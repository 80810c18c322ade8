/**
 * Timers and clocks: whatever the clock does, nobody's timer fires early, twice or never. A
 * decision is never recorded while the clock shows less than the instant it holds from.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DefinitionRegistry, PatientStates, PatientWaker, WakeUpLoop } from '#engine';
import {
  readWholeLog,
  readWholeStream,
  type EventStore,
  type RecordedEvent,
  requireReadable,
} from '#event-store';
import { ProjectionRunner, timers, type ReadModels, replayJourney } from '#projections';
import {
  KeptReadModels,
  openWakeUpIndex,
  openWriter,
  type Writer,
} from '../apps/composition/index.js';
import { openLogInThread } from '../apps/composition/stores/log.js';
import { temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

const DAY_MS = 86_400_000;
const TEN_YEARS_MS = 3_652 * DAY_MS;
const START_MS = Date.parse('2026-01-05T09:00:00Z');

/** A pathway with one duty, so that one thing falls due. */
const pathway = (id: string, zone: string, within: string): string => `
pathway: ${id}
version: 1
title: One duty
zone: ${zone}
services: { a: { name: A, level: other } }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: PathwayClosed
stages: [{ id: s, holder: a }]
duties:
  - { id: plan, title: Plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: ${within}, owner: a }
`;

describe('Timers', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let writer: Writer;
  let now: number;

  const publish = (id: string, zone: string, within: string): Promise<unknown> =>
    writer.engine.publishDefinition(pathway(id, zone, within), { author: 'test', reason: 'test' });
  const report = (patient: string, occurredAt: string): Promise<unknown> =>
    writer.engine.recordFacts(patient, [
      {
        id: `onset-${patient}`,
        source: 'urn:test',
        type: 'SymptomOnsetReported',
        version: 1,
        occurredAt,
        data: {},
      },
    ]);
  const agreePlan = (patient: string): Promise<unknown> =>
    writer.engine.recordFacts(patient, [
      {
        id: `plan-${patient}`,
        source: 'urn:test',
        type: 'RehabPlanAgreed',
        version: 1,
        occurredAt: new Date(now).toISOString(),
        data: { goals: ['d450'], consent: true },
      },
    ]);
  const streamOf = (patient: string): Promise<readonly RecordedEvent[]> =>
    readWholeStream(writer.store, `patient-${patient}`);
  const breaches = async (patient: string): Promise<RecordedEvent[]> =>
    (await streamOf(patient)).filter(({ type }) => type === 'DutyBreached.v1');
  const effective = ({ metadata }: RecordedEvent): number => Number(metadata['effective']);

  beforeEach(async () => {
    folder = await temporaryFolder();
    now = START_MS;
    writer = await openWriter(installationOf(folder.path), { clock: () => now });
  });
  afterEach(async () => {
    await writer.close();
    await folder.remove();
  });

  describe('with an index and a loop', () => {
    const PATIENTS = 40;
    let kept: KeptReadModels;
    let models: ReadModels;
    let index: Awaited<ReturnType<typeof openWakeUpIndex>>;

    const catchUp = async (): Promise<void> => {
      await new ProjectionRunner({ store: writer.store, models }).catchUp();
    };
    /** As the running loop does, until nothing is left to do. */
    const settle = async (): Promise<void> => {
      const loop = new WakeUpLoop({ engine: writer.engine, index, clock: () => now, batch: 7 });
      for (let again = true; again;) {
        const { more, woken } = await loop.tick();
        await catchUp();
        again = more || woken > 0;
      }
    };
    const allBreaches = async (): Promise<RecordedEvent[]> => {
      const found: RecordedEvent[] = [];
      for await (const page of readWholeLog(writer.store))
        found.push(...requireReadable(page).filter(({ type }) => type === 'DutyBreached.v1'));
      return found;
    };
    const overdue = () => timers(models, { at: new Date(now).toISOString() });

    beforeEach(async () => {
      await publish('one', 'Europe/Oslo', '10 days');
      for (let n = 0; n < PATIENTS; n += 1) {
        now = START_MS + n * 3_600_000;
        await report(`p${n}`, new Date(now).toISOString());
      }
      const taken = await KeptReadModels.take(writer.folder, writer.store);
      if (taken === undefined)
        throw new Error('somebody else keeps the read models of a new folder');
      kept = taken;
      models = await kept.models();
      await catchUp();
      index = await openWakeUpIndex(writer.folder);
      await settle();
    });
    afterEach(async () => {
      await index.close();
      await kept.close();
    });

    it('fire once each, marked as late, after the process was down for a week', async () => {
      now = Date.parse('2026-01-15T12:00:00+01:00');
      await settle();
      expect(await allBreaches()).toEqual([]);
      now = Date.parse('2026-01-23T12:00:00+01:00');
      expect(await overdue()).toMatchObject({ overdue: PATIENTS });
      await settle();
      const all = await allBreaches();
      expect(all).toHaveLength(PATIENTS);
      expect(new Set(all.map(({ stream }) => stream)).size).toBe(PATIENTS);
      expect(await overdue()).toMatchObject({ overdue: 0, oldestSeconds: 0 });
      const registry = new DefinitionRegistry(writer.store);
      await registry.load();
      const journey = await replayJourney(writer.store, registry, 'p0', { asOf: now });
      const late = journey.decisions.map(({ type, lateSeconds }) => [type, lateSeconds]);
      // Due with the end of 15 January, Norwegian time: seven and a half days before.
      expect(late).toEqual([
        ['DutyArmed', null],
        ['DutyBreached', 7.5 * 86_400],
      ]);
    });

    it('say how many are overdue and since when, as a figure', async () => {
      now = Date.parse('2026-01-16T01:00:00+01:00');
      const answer = await overdue();
      // Of the first day fourteen were reported before midnight, Norwegian time.
      expect(answer.overdue).toBe(14);
      expect(answer.oldestSeconds).toBeCloseTo(3_600, 1);
      expect(answer.next).toBe('2026-01-16T23:00:00.000Z');
    });

    it('fire once though the clock goes ten years ahead and back again', async () => {
      const real = now;
      now = real + TEN_YEARS_MS;
      await settle();
      expect(await allBreaches()).toHaveLength(PATIENTS);
      now = real;
      await settle();
      await report('afterwards', new Date(now).toISOString());
      await catchUp();
      await settle();
      expect(await breaches('afterwards')).toEqual([]);
      now = real + 12 * DAY_MS;
      await settle();
      expect(await breaches('afterwards')).toHaveLength(1);
      expect(await allBreaches()).toHaveLength(PATIENTS + 1);
      now = real + TEN_YEARS_MS + DAY_MS;
      await settle();
      expect(await allBreaches()).toHaveLength(PATIENTS + 1);
    });

    it('wait for their time though the clock is set back ten years, before the log’s end', async () => {
      const real = now;
      now = real - TEN_YEARS_MS;
      await settle();
      expect(await allBreaches()).toEqual([]);
      await report('early', '2016-01-01T00:00:00Z');
      await catchUp();
      await settle();
      // Its clock shows 2016-01: the duty of ten days is not due, whatever the log's end says.
      expect(await breaches('early')).toEqual([]);
      now = real + 20 * DAY_MS;
      await settle();
      expect(await allBreaches()).toHaveLength(PATIENTS + 1);
    });
  });

  describe('on days that are longer or shorter than others', () => {
    it.each([
      ['Europe/Helsinki', '24h', '2026-03-28T12:00:00Z', '2026-03-29T15:00:00+03:00'],
      ['Europe/Oslo', '24h', '2026-10-24T12:00:00Z', '2026-10-25T13:00:00+01:00'],
      ['Europe/Helsinki', '1 day', '2026-03-28T12:00:00Z', '2026-03-29T23:59:59.999+03:00'],
      ['Europe/Oslo', '1 day', '2026-03-28T12:00:00Z', '2026-03-29T23:59:59.999+02:00'],
      ['Europe/Helsinki', '1 day', '2026-10-24T12:00:00Z', '2026-10-25T23:59:59.999+02:00'],
      ['Europe/Oslo', '1 day', '2026-10-24T12:00:00Z', '2026-10-25T23:59:59.999+01:00'],
      ['Europe/Oslo', '1 day', '2028-02-28', '2028-02-29T23:59:59.999+01:00'],
      ['Europe/Helsinki', '1 month', '2028-01-31T12:00:00Z', '2028-02-29T23:59:59.999+02:00'],
      ['Europe/Helsinki', '1 day', '2028-02-29', '2028-03-01T23:59:59.999+02:00'],
    ])(
      'in %s %s after %s fires with the end of %s and not before',
      async (zone, within, from, due) => {
        await publish('one', zone, within);
        now = Date.parse(from) + 1_000;
        await report('anna', from);
        const dueAt = Date.parse(due);
        expect((await streamOf('anna')).at(-1)?.metadata['wake']).toBe(dueAt + 1);
        now = dueAt;
        await writer.engine.wakePatient('anna');
        expect(await breaches('anna')).toEqual([]);
        now = dueAt + 1;
        await writer.engine.wakePatient('anna');
        const [breach] = await breaches('anna');
        expect(breach && effective(breach)).toBe(dueAt + 1);
        expect(breach?.knownAt).toBe(dueAt + 1);
      },
    );
  });

  it('fire once though a report comes from another thread at the moment at which they do', async () => {
    await publish('one', 'UTC', '10 days');
    await publish('two', 'UTC', '5 days');
    const options = { clock: () => now, shared: writer.shareWriter(), groupEvents: 4 };
    const shared = await openLogInThread(writer.folder, options);
    let interrupted = 0;
    /** Between reading and appending, a report of the same patient gets in first. */
    const store: EventStore = {
      limits: shared.limits,
      uniqueKeys: shared.uniqueKeys,
      append: async (...args) => {
        if (interrupted++ === 0) await agreePlan('anna');
        return shared.append(...args);
      },
      readStream: (...args) => shared.readStream(...args),
      readLog: (...args) => shared.readLog(...args),
      identity: () => shared.identity(),
      head: () => shared.head(),
      subscribe: (...args) => shared.subscribe(...args),
      close: () => shared.close(),
    };
    const registry = new DefinitionRegistry(store);
    await registry.load();
    await report('anna', new Date(now).toISOString());
    now += 7 * DAY_MS;
    // The report brings the same breach along, with other decisions beside it.
    await new PatientWaker(store, registry, new PatientStates(store)).wake('anna', now);
    await shared.close();
    expect(interrupted).toBe(1);
    expect(await breaches('anna')).toHaveLength(1);
  });

  it('end with the same decisions whatever way the clock took to get there', async () => {
    await publish('one', 'Europe/Helsinki', '10 days');
    await publish('two', 'Europe/Oslo', '3 days');
    await publish('three', 'UTC', '36h');
    const end = START_MS + 30 * DAY_MS;
    let patients = 0;
    const decided = async (patient: string): Promise<string[]> =>
      (await streamOf(patient))
        .filter(({ metadata }) => metadata['effective'] !== undefined)
        .map(({ type, metadata }) => JSON.stringify([type, metadata['key'], metadata['effective']]))
        .sort();
    const live = async (clock: readonly number[]): Promise<string[]> => {
      const patient = `q${patients++}`;
      now = START_MS;
      await report(patient, new Date(START_MS).toISOString());
      for (const at of [...clock, end]) {
        now = at;
        const before = (await streamOf(patient)).length;
        await writer.engine.wakePatient(patient);
        for (const event of (await streamOf(patient)).slice(before))
          if (event.metadata['effective'] !== undefined)
            expect(effective(event)).toBeLessThanOrEqual(at);
      }
      return decided(patient);
    };
    const straight = await live([]);
    expect(straight).toHaveLength(6);
    const instant = fc.oneof(
      fc.integer({ min: START_MS, max: end }),
      fc.integer({ min: START_MS - TEN_YEARS_MS, max: START_MS }),
      fc.integer({ min: end, max: end + TEN_YEARS_MS }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(instant, { maxLength: 8 }), async (clock) => {
        expect(await live(clock)).toEqual(straight);
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2) },
    );
  });
});
