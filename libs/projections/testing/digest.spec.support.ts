/**
 * A digest of what the read models say, whatever batches they were written in: equal
 * for a rebuild and for the same log folded event by event. The oracle of the tests.
 */
import { createHash } from 'node:crypto';
import { readNames } from '../models/journeys.js';
import type { ReadModels } from '../port/read-models.js';
import { JourneyReader, type JourneyFact } from '../models/stored-journey.js';

/** SHA-256 in hex. */
export function digestOf(models: ReadModels): Promise<string> {
  return models.read(async (view) => {
    const { db } = view;
    const hash = createHash('sha256');
    const add = (...parts: readonly unknown[]) => hash.update(`${JSON.stringify(parts)}\n`);
    const checkpoints = await db.selectFrom('checkpoints').selectAll().orderBy('model').execute();
    for (const row of checkpoints) add(row);
    for (const row of await db.selectFrom('definitions').selectAll().orderBy('position').execute())
      add(row);
    for (const row of await db.selectFrom('migrations').selectAll().orderBy('position').execute())
      add(row);
    const types = db.selectFrom('types').selectAll().orderBy('literal').orderBy('pathway');
    for (const row of await types.execute()) add(row);
    const feeds = db
      .selectFrom('feeds')
      .selectAll()
      .orderBy('source')
      .orderBy('day')
      .orderBy('pathway');
    for (const row of await feeds.execute()) add(row);
    for await (const rows of view.pages(db.selectFrom('wakeups').selectAll().orderBy('patient')))
      for (const row of rows) add(row);
    const reader = new JourneyReader(await readNames(db));
    const journeys = db
      .selectFrom('journeys')
      .select(['patient', 'facts'])
      .orderBy('patient')
      .orderBy('position');
    for await (const rows of view.pages(journeys))
      for (const row of rows) {
        const facts: JourneyFact[] = [];
        reader.readInto(facts, row.facts);
        for (const fact of facts) add(row.patient, fact, fact.position);
      }
    return hash.digest('hex');
  });
}
