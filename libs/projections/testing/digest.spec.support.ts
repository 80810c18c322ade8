/**
 * A digest of what the read models say, whatever batches they were written in: equal
 * for a rebuild and for the same log folded event by event. The oracle of the tests.
 */
import { createHash } from 'node:crypto';
import { contentsOf, comparedTables } from '../comparing/contents.js';
import { ALL_MODELS } from '../models/all-models.js';
import { readCheckpoints } from '../port/checkpoints.js';
import type { ReadModels } from '../port/read-models.js';

/** SHA-256 in hex. @param but a model that may differ */
export function digestOf(models: ReadModels, but?: string): Promise<string> {
  return models.read(async (view) => {
    const hash = createHash('sha256');
    hash.update(JSON.stringify([...(await readCheckpoints(view))].sort()));
    for (const model of ALL_MODELS.filter(({ name }) => name !== but))
      for (const table of comparedTables(model))
        for await (const page of contentsOf(view, model, table))
          for (const { text } of page) hash.update(`${text}\n`);
    return hash.digest('hex');
  });
}
