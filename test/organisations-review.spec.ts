/** After an import of organisations: those who are meant now are asked, though nobody reports anything. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WakeUpLoop } from '#engine';
import { readWholeLog, readWholeStream, requireReadable, type RecordedEvent } from '#event-store';
import { ProjectionRunner, timers, type ReadModels } from '#projections';
import {
  KeptReadModels,
  openWakeUpIndex,
  openWriter,
  type Writer,
} from '../apps/composition/index.js';
import { temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';
import { itInParts } from './setup/in-parts.js';

const PATIENTS = 40;
const START_MS = Date.parse('2026-03-02T08:00:00Z');
const BY = { author: 'A. Berg', reason: 'a test' };
const MUNICIPALITY = {
  ...{ id: 'oslo', name: 'Oslo', kind: 'municipality', level: 'municipal' },
  ...{ municipalities: ['0301'], services: ['rehabilitation'] },
};

const pathway = (binding: string): string => `
pathway: back
version: 1
title: Back pain
source: a test
zone: Europe/Oslo
services:
  gp: { level: municipal }
  rehabilitation: { level: municipal${binding} }
entry: { events: [SymptomOnsetReported], unfiltered: every onset counts }
closes: [PathwayClosed]
stages: [{ id: primary-care, holder: gp }, { id: training, holder: rehabilitation }]
handovers:
  - id: to-rehabilitation
    when: ReferralSent
    from: gp
    to: rehabilitation
    answer-within: 100 days
    accepted: { by: ResponsibilityAccepted, opens: training }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
`;

describe('After an import of organisations', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let writer: Writer;
  let kept: KeptReadModels;
  let models: ReadModels;
  let index: Awaited<ReturnType<typeof openWakeUpIndex>>;
  let now: number;

  const catchUp = async (): Promise<void> => {
    await new ProjectionRunner({ store: writer.store, models }).catchUp();
  };
  const loop = (wakePatient = (patient: string) => writer.engine.wakePatient(patient)) =>
    new WakeUpLoop({
      engine: { wakePatient, markReviewed: (review) => writer.engine.markReviewed(review) },
      ...{ index, clock: () => now, batch: 16 },
    });
  const settle = async (): Promise<void> => {
    const one = loop();
    for (let more = true; more; await catchUp()) {
      const looked = await one.tick();
      more = looked.more || looked.decisions > 0;
    }
  };
  const all = async (): Promise<readonly RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const page of readWholeLog(writer.store)) events.push(...requireReadable(page));
    return events;
  };
  const askedOf = async (patient: string): Promise<readonly unknown[]> =>
    (await readWholeStream(writer.store, `patient-${patient}`))
      .filter(({ type }) => type === 'HandoverOffered.v1')
      .map(({ data }) => data['toOrganisation'] ?? null);
  const reviews = async (): Promise<number> =>
    (await timers(models, { at: new Date(now).toISOString() })).reviews;
  const begin = async (binding: string): Promise<void> => {
    const published = await writer.engine.publishDefinition(pathway(binding), BY);
    expect(published.status).toBe('published');
    for (let n = 0; n < PATIENTS; n += 1) {
      const events = ['SymptomOnsetReported', 'ReferralSent'].map((type, at) => ({
        ...{ id: `${type} ${n}`, source: 'urn:test', type, version: 1, municipality: '0301' },
        ...{ occurredAt: new Date(START_MS + at).toISOString(), data: {} },
      }));
      await writer.engine.recordFacts(`p${n}`, events);
    }
    await catchUp();
    await settle();
  };
  const open = async (): Promise<void> => {
    writer = await openWriter(installationOf(folder.path), { clock: () => now });
    const taken = await KeptReadModels.take(writer.folder, writer.store);
    if (taken === undefined) throw new Error('somebody else keeps the read models of a new folder');
    kept = taken;
    models = await kept.models();
    await catchUp();
    index = await openWakeUpIndex(writer.folder);
  };
  const close = async (): Promise<void> => {
    await index.close();
    await kept.close();
    await writer.close();
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    now = START_MS + 1_000;
    await open();
  });
  afterEach(async () => {
    await close();
    await folder.remove();
  });

  it('everybody is asked who is meant now, once', async () => {
    await begin(', organisation: municipality-of-patient');
    expect(await askedOf('p7')).toEqual([null]);
    now += 60_000;
    await writer.engine.importOrganisations([MUNICIPALITY], BY);
    await catchUp();
    expect(await reviews()).toBe(1);
    await settle();
    expect(await reviews()).toBe(0);
    for (let n = 0; n < PATIENTS; n += 1) expect(await askedOf(`p${n}`)).toEqual([null, 'oslo']);
    const before = (await all()).length;
    await writer.engine.importOrganisations([MUNICIPALITY], BY);
    await catchUp();
    await settle();
    expect(await all()).toHaveLength(before);
  });

  itInParts('the review goes on where the process was killed in the middle of it', async () => {
    await begin(', organisation: municipality-of-patient');
    now += 60_000;
    await writer.engine.importOrganisations([MUNICIPALITY], BY);
    await catchUp();
    await loop().tick();
    await close();
    await open();
    expect(await reviews()).toBe(1);
    await settle();
    expect(await reviews()).toBe(0);
    for (let n = 0; n < PATIENTS; n += 1) expect(await askedOf(`p${n}`)).toEqual([null, 'oslo']);
    const reviewed = (await all()).filter(({ type }) => type === 'OrganisationsReviewed.v1');
    expect(reviewed.map(({ data }) => data)).toEqual([{ revision: 0 }]);
  });
});
