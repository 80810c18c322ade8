/**
 * Puts the small rows of a patient's journey together: live, every event adds one. Rows that are
 * large stay, so that what a new event costs does not grow with the history.
 */
import { sql } from 'kysely';
import type { Position } from '#event-store';
import type { Insert } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { JourneysTable, Tables } from '../port/tables.js';

/** Small rows that a patient may have one after the other. */
const ROWS_MAX = 8;
/** A row of more is large. */
const SMALL_BYTES = 32 * 1024;

/** After rows of these patients were added. */
export async function compactJourneys(
  transaction: WriteTransaction,
  add: Insert<Tables, 'journeys'>,
  patients: readonly string[],
): Promise<void> {
  if (patients.length === 0) return;
  const { db } = transaction;
  const many = await db
    .selectFrom('journeys')
    .select('patient')
    .where('patient', 'in', patients)
    .groupBy('patient')
    .having(({ fn }) => fn.countAll<number>(), '>', ROWS_MAX)
    .execute();
  for (const { patient } of many) {
    const rows = await db
      .selectFrom('journeys')
      .select('position')
      .select(sql<number>`octet_length(facts)`.as('bytes'))
      .where('patient', '=', patient)
      .orderBy('position')
      .execute();
    for (const positions of smallRuns(rows)) {
      const own = db.selectFrom('journeys').selectAll().where('position', 'in', positions);
      const together = joined(await own.orderBy('position').execute());
      await db.deleteFrom('journeys').where('position', 'in', positions).execute();
      await transaction.insert(add, [together]);
    }
  }
}

interface Sized {
  readonly position: Position;
  readonly bytes: number;
}

/** Rows that follow one another without a large one between them: the order of the facts stays. */
function smallRuns(rows: readonly Sized[]): readonly (readonly Position[])[] {
  const runs: Position[][] = [[]];
  for (const { position, bytes } of rows)
    if (bytes > SMALL_BYTES) runs.push([]);
    else runs.at(-1)?.push(position);
  return runs.filter(({ length }) => length > ROWS_MAX);
}

/** The facts of all, where the first of them stood; of rows of several pathways for every one. */
function joined(rows: readonly JourneysTable[]): JourneysTable {
  const [first] = rows;
  if (first === undefined) throw new RangeError('Rows to be put together are at least one.');
  const lists = rows.map(({ facts }) => facts.slice(1, -1));
  const isOfOne = rows.every(({ pathway }) => pathway === first.pathway);
  return { ...first, pathway: isOfOne ? first.pathway : '', facts: `[${lists.join(',')}]` };
}
