/**
 * Puts the small rows of a patient's journey together: live, every event adds one. Rows that are
 * large stay, so that what a new event costs does not grow with the history.
 */
import { sql } from 'kysely';
import type { Insert } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { JourneysTable, Tables } from '../port/tables.js';

/** Small rows that a patient may have of one pathway. */
const ROWS_MAX = 8;
/** A row of more characters is large. */
const SMALL_CHARACTERS = 32 * 1024;

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
      .selectAll()
      .where('patient', '=', patient)
      .where(sql<number>`octet_length(facts)`, '<=', SMALL_CHARACTERS)
      .orderBy('position')
      .execute();
    for (const own of Map.groupBy(rows, ({ pathway }) => pathway).values()) {
      if (own.length <= ROWS_MAX) continue;
      const positions = own.map(({ position }) => position);
      await db.deleteFrom('journeys').where('position', 'in', positions).execute();
      await transaction.insert(add, [together(own)]);
    }
  }
}

/** The facts of all, where the first of them stood. */
function together(rows: readonly JourneysTable[]): JourneysTable {
  const [first] = rows;
  if (first === undefined) throw new RangeError('Rows to be put together are at least one.');
  const lists = rows.map(({ facts }) => facts.slice(1, -1));
  const recorded_from = Math.min(...rows.map((row) => row.recorded_from));
  return { ...first, recorded_from, facts: `[${lists.join(',')}]` };
}
