/** The wake-up loop on a real folder: what falls due is noticed, once, and a new version reaches those waiting. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { WakeUpLoop } from '#engine';
import {
  appendOnce,
  readWholeLog,
  readWholeStream,
  timeOrderedId,
  requireReadable,
} from '#event-store';
import { ProjectionRunner, type ReadModels } from '#projections';
import {
  KeptReadModels,
  openWakeUpIndex,
  openWriter,
  type Writer,
} from '../apps/composition/index.js';
import { BACK_PAIN_PATHWAY, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

const DAY_MS = 86_400_000;
const ONSET_MS = Date.parse('2026-01-05T09:00:00Z');
const PATIENTS = 30;
const AUTHOR = { author: 'test', reason: 'test' };

describe('The wake-up loop', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let writer: Writer;
  let kept: KeptReadModels;
  let models: ReadModels;
  let index: Awaited<ReturnType<typeof openWakeUpIndex>>;
  let now: number;
  let yaml: string;

  const catchUp = async (): Promise<void> => {
    await new ProjectionRunner({ store: writer.store, models }).catchUp();
  };
  const loop = (batch = 10): WakeUpLoop =>
    new WakeUpLoop({ engine: writer.engine, index, clock: () => now, batch });
  /** Looks until nothing is left to do, as the running loop does; returns the decisions. */
  const settle = async (): Promise<number> => {
    const one = loop();
    let decisions = 0;
    for (let more = true; more;) {
      const looked = await one.tick();
      decisions += looked.decisions;
      more = looked.more || looked.decisions > 0;
      await catchUp();
    }
    return decisions;
  };
  const countOf = async (type: string): Promise<number> => {
    let n = 0;
    for await (const page of readWholeLog(writer.store)) {
      n += requireReadable(page).filter((event) => event.type === type).length;
    }
    return n;
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    now = ONSET_MS + DAY_MS;
    writer = await openWriter(installationOf(folder.path), { clock: () => now });
    yaml = await readFile(BACK_PAIN_PATHWAY, 'utf8');
    await writer.engine.publishDefinition(yaml, AUTHOR);
    for (let n = 0; n < PATIENTS; n += 1) {
      await writer.engine.recordFacts(`patient${n}`, [
        {
          id: `onset-${n}`,
          source: 'urn:test',
          type: 'SymptomOnsetReported',
          version: 1,
          occurredAt: new Date(ONSET_MS + n * DAY_MS).toISOString(),
          data: {},
        },
      ]);
    }
    const taken = await KeptReadModels.take(writer.folder, writer.store);
    if (taken === undefined) throw new Error('somebody else keeps the read models of a new folder');
    kept = taken;
    models = await kept.models();
    await catchUp();
    index = await openWakeUpIndex(writer.folder);
  });
  afterEach(async () => {
    await index.close();
    await kept.close();
    await writer.close();
    await folder.remove();
  });

  it('appends nothing before anything is due', async () => {
    await settle();
    expect(await countOf('DutyBreached.v1')).toBe(0);
  });

  it('works off what fell due while nobody looked, in bounded batches, each once', async () => {
    await settle();
    now = ONSET_MS + 200 * DAY_MS;
    const worked: number[] = [];
    do {
      worked.push((await loop().tick()).decisions);
      await catchUp();
    } while (worked.at(-1) !== 0);
    expect(await countOf('DutyBreached.v1')).toBe(PATIENTS);
    // Those whose onset lay ahead when it was reported take two decisions: armed and breached.
    expect(Math.max(...worked)).toBeLessThanOrEqual(2 * 10);
    expect(worked.length).toBeGreaterThanOrEqual(PATIENTS / 10);
  });

  it('stays quiet when it looks again before the read models have caught up', async () => {
    await settle();
    now = ONSET_MS + 200 * DAY_MS;
    const one = loop(1_000);
    await one.tick();
    expect((await one.tick()).decisions).toBe(0);
    expect((await loop(1_000).tick()).decisions).toBe(0);
    expect(await countOf('DutyBreached.v1')).toBe(PATIENTS);
  });

  it('wakes the others when one patient cannot be woken, and says so', async () => {
    await settle();
    now = ONSET_MS + 200 * DAY_MS;
    const errors: unknown[] = [];
    const broken = new Error('this stream cannot be read');
    const stubborn = new WakeUpLoop({
      engine: {
        wakePatient: (patient) =>
          patient === 'patient3' ? Promise.reject(broken) : writer.engine.wakePatient(patient),
        markReviewed: (review) => writer.engine.markReviewed(review),
      },
      index,
      clock: () => now,
      onError: (error) => errors.push(error),
    });
    await stubborn.tick();
    await catchUp();
    await stubborn.tick();
    expect(errors).toEqual([broken]);
    expect(await countOf('DutyBreached.v1')).toBe(PATIENTS - 1);
  });

  it('goes through everybody once more where a version once reached everybody', async () => {
    now = ONSET_MS + PATIENTS * DAY_MS;
    await settle();
    const shorter = yaml.replace(/^version: \d+$/m, 'version: 9').replaceAll(/6 weeks/g, '2 weeks');
    await writer.engine.publishDefinition(shorter, AUTHOR);
    // As a program before pinning left it: a duty moved, and the review noted without a mark.
    const { store } = writer;
    const stream = await readWholeStream(store, 'patient-patient0');
    const armed = stream.find(({ type }) => type === 'DutyArmed.v1');
    const dueAt = '2026-01-19T23:59:59.999+01:00';
    const { type = '', metadata = {} } = armed ?? {};
    const data = { ...armed?.data, version: 9, reason: 'due-moved', dueAt };
    await appendOnce(store, 'patient-patient0', [
      { id: timeOrderedId(now, 'moved'), type, data, metadata },
    ]);
    const id = timeOrderedId(0, 'PathwayReviewed.v1', 'back-pain', '9');
    await appendOnce(store, 'definition-back-pain', [
      { id, type: 'PathwayReviewed.v1', data: { id: 'back-pain', version: 9 }, metadata: {} },
    ]);
    await catchUp();
    expect(await settle()).toBe(1);
    expect((await readWholeStream(store, 'patient-patient0')).at(-1)?.data).toMatchObject({
      version: armed?.data['version'],
      reason: 'due-moved',
      dueAt: armed?.data['dueAt'],
    });
    expect(await index.pendingReviews()).toEqual([]);
    expect(await countOf('PathwayReviewed.v2')).toBe(2);
  });

  it('leaves everybody to their version after a new one, and moves them when they are migrated', async () => {
    now = ONSET_MS + PATIENTS * DAY_MS;
    await settle();
    const shorter = yaml.replace(/^version: \d+$/m, 'version: 9').replaceAll(/6 weeks/g, '2 weeks');
    expect(await writer.engine.publishDefinition(shorter, AUTHOR)).toMatchObject({
      status: 'published',
    });
    await catchUp();
    expect(await settle()).toBe(0);
    expect(await countOf('PathwayReviewed.v2')).toBe(2);
    now += 1;
    await writer.engine.migratePathway('back-pain', 9, AUTHOR);
    await catchUp();
    expect(await index.pendingReviews()).toMatchObject([{ id: 'back-pain', version: 9 }]);
    expect(await settle()).toBe(PATIENTS);
    expect(await countOf('PathwayReviewed.v2')).toBe(3);
    expect(await index.pendingReviews()).toEqual([]);
    now = ONSET_MS + (14 + PATIENTS + 1) * DAY_MS;
    await settle();
    expect(await countOf('DutyBreached.v1')).toBe(PATIENTS);
  });
});
