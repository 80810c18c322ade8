/** A folder with many patients whose duty falls due: taken in by the engine, as a server would. */
import { KeptReadModels, openWriter } from '../../apps/composition/index.js';
import { pseudonymOf } from '#exchange';
import { ProjectionRunner } from '#projections';
import { readFile } from 'node:fs/promises';

const DAY_MS = 86_400_000;
/** Patients come in over so many days; all of one day fall due at the same instant. */
const DAYS = 30;
const AT_ONCE = 512;

export const FIRST_ONSET_MS = Date.UTC(2026, 0, 5, 8);
/** Before anybody is due: six weeks after the first onset are 2026-02-16. */
export const NOBODY_DUE_MS = FIRST_ONSET_MS + 40 * DAY_MS;
/** After everybody is: six weeks and the days in which they came. */
export const EVERYBODY_DUE_MS = FIRST_ONSET_MS + (42 + DAYS + 3) * DAY_MS;

/** Takes in `count` patients, one onset each, and builds the read models. */
export async function takeInPatients(folder: string, count: number): Promise<void> {
  let now = FIRST_ONSET_MS;
  const writer = await openWriter(folder, { clock: () => now });
  try {
    const yaml = await readFile('test/pathways/back-pain.yaml', 'utf8');
    await writer.engine.publishDefinition(yaml, { author: 'bench', reason: 'bench' });
    const perDay = Math.ceil(count / DAYS);
    const one = async (n: number): Promise<void> => {
      const onset = FIRST_ONSET_MS + Math.floor(n / perDay) * DAY_MS + (n % perDay);
      now = Math.max(now, onset + 3_600_000);
      await writer.engine.recordFacts(pseudonymOf(writer.secret, 'bench', String(n)), [
        {
          id: `onset-${n}`,
          source: 'urn:stafett:bench:gp',
          type: 'SymptomOnsetReported',
          version: 1,
          occurredAt: new Date(onset).toISOString(),
          actor: { role: 'physiotherapist', organisation: 'urn:org:4601' },
          municipality: '4601',
          data: {},
        },
      ]);
    };
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < count) await one(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const kept = await KeptReadModels.take(writer.folder, writer.store);
    if (kept === undefined) throw new Error('somebody keeps the read models of a new folder');
    const models = await kept.models();
    await new ProjectionRunner({ store: writer.store, models }).catchUp();
    await kept.close();
  } finally {
    await writer.close();
  }
}
