/** The wake-up loop on a real folder: what falls due is noticed, once, and a new version reaches those waiting. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { WakeUpLoop } from '#engine';
import { readWholeLog } from '#event-store';
import { ProjectionRunner, type ReadModels } from '#projections';
import { openKeptModels, openWakeUpIndex, openWriter, type Writer } from '../apps/compose/index.js';
import { BACK_PAIN_PATHWAY, temporaryFolder } from './data-folder.js';

const DAY_MS = 86_400_000;
const ONSET_MS = Date.parse('2026-01-05T09:00:00Z');
const PATIENTS = 30;
const AUTHOR = { author: 'test', reason: 'test' };

describe('The wake-up loop', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let writer: Writer;
  let models: ReadModels;
  let index: Awaited<ReturnType<typeof openWakeUpIndex>>;
  let now: number;
  let yaml: string;

  const catchUp = async (): Promise<void> => {
    await new ProjectionRunner({ store: writer.store, models }).catchUp();
  };
  const loop = (batch = 10): WakeUpLoop =>
    new WakeUpLoop({ engine: writer.engine, index, clock: () => now, batch });
  const countOf = async (type: string): Promise<number> => {
    let n = 0;
    for await (const page of readWholeLog(writer.store)) {
      n += page.filter((event) => event.type === type).length;
    }
    return n;
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    now = ONSET_MS + DAY_MS;
    writer = await openWriter(folder.path, { clock: () => now });
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
    const kept = await openKeptModels(writer.folder);
    if (kept === undefined) throw new Error('somebody else keeps the read models of a new folder');
    models = kept;
    await catchUp();
    index = await openWakeUpIndex(writer.folder);
  });
  afterEach(async () => {
    await index.close();
    await models.close();
    await writer.close();
    await folder.remove();
  });

  it('appends nothing before anything is due', async () => {
    await loop().tick();
    expect(await countOf('DutyBreached.v1')).toBe(0);
  });

  it('works off what fell due while nobody looked, in bounded batches, each once', async () => {
    now = ONSET_MS + 200 * DAY_MS;
    const worked: number[] = [];
    for (let looks = 0; looks < 6; looks += 1) {
      worked.push(await loop().tick());
      await catchUp();
    }
    expect(await countOf('DutyBreached.v1')).toBe(PATIENTS);
    expect(worked.at(-1)).toBe(0);
  });

  it('stays quiet when it looks again before the read models have caught up', async () => {
    now = ONSET_MS + 200 * DAY_MS;
    const one = loop(1_000);
    await one.tick();
    expect(await one.tick()).toBe(0);
    expect(await loop(1_000).tick()).toBe(0);
    expect(await countOf('DutyBreached.v1')).toBe(PATIENTS);
  });

  it('goes through all patients once after a new version, and remembers that it did', async () => {
    now = ONSET_MS + PATIENTS * DAY_MS;
    await loop().tick();
    await catchUp();
    const shorter = yaml.replace(/^version: 1$/m, 'version: 2').replaceAll(/6 weeks/g, '2 weeks');
    expect(await writer.engine.publishDefinition(shorter, AUTHOR)).toMatchObject({
      status: 'published',
    });
    await catchUp();
    expect(await loop().tick()).toBe(PATIENTS);
    await catchUp();
    expect(await countOf('PathwayReviewed.v1')).toBe(2);
    expect(await index.pendingReviews()).toEqual([]);
    now = ONSET_MS + (14 + PATIENTS + 1) * DAY_MS;
    await loop(1_000).tick();
    expect(await countOf('DutyBreached.v1')).toBe(PATIENTS);
  });
});
