/** Each read model, as far as it has come: for operators. */
import type { Position } from '#event-store';
import { ALL_MODELS } from '../models/all-models.js';
import { checkpointPosition, readCheckpoints } from '../port/checkpoints.js';
import type { ReadModels } from '../port/read-models.js';
import type { Tables } from '../port/tables.js';

export interface ListedModel {
  readonly name: string;
  /** The version that this program keeps. */
  readonly version: number;
  /** The version that was built; null where none was. */
  readonly built: number | null;
  /** Of the last event folded; null before the first. */
  readonly position: Position | null;
  /** In all of its tables. */
  readonly rows: number;
}

/** @throws ReadModelsOutdated nothing was ever built */
export function listModels(models: ReadModels): Promise<readonly ListedModel[]> {
  return models.read(async (view) => {
    const stored = await readCheckpoints(view);
    const listed: ListedModel[] = [];
    for (const { name, version, tables } of ALL_MODELS) {
      const found = stored.get(name);
      let rows = 0;
      // The tables of another version may be others.
      if (found?.version === version)
        for (const table of tables) rows += await countOf(view.db, table.name as keyof Tables);
      const position = checkpointPosition(found) ?? null;
      listed.push({ name, version, built: found?.version ?? null, position, rows });
    }
    return listed;
  });
}

async function countOf(
  db: Parameters<typeof readCheckpoints>[0]['db'],
  table: keyof Tables,
): Promise<number> {
  const { n } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}
