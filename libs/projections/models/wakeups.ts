/**
 * When each patient should be looked at again: the hint that the last event of the
 * patient's stream carries. An event without a hint takes an earlier one away.
 * Waking too often or twice changes nothing.
 *
 * Those due at one instant are many (a day ends for everybody at once). They lie in the
 * order in which they were reported, which is fair, and in which neighbours in the index
 * are neighbours in the log: in the order of their pseudonyms every one would be elsewhere.
 */
import type { Position } from '#event-store';
import { standingOf } from '../port/checkpoints.js';
import type { Fold, LogEntry, Model } from './model.js';
import type { ReadModels, SqlValue, Write, WriteTransaction } from '../port/read-models.js';

export const wakeups: Model = {
  name: 'wakeups',
  version: 2,
  tables: ['wakeups'],
  async create({ db, clustered }) {
    await db.schema
      .createTable('wakeups')
      .addColumn('patient', 'text', (c) => c.primaryKey())
      .addColumn('wake', 'bigint')
      .addColumn('place', 'integer', (c) => c.notNull())
      .modifyEnd(clustered)
      .execute();
    await db.schema
      .createIndex('wakeups_due')
      .on('wakeups')
      .columns(['wake', 'place'])
      .where('wake', 'is not', null)
      .execute();
  },
  begin: () => Promise.resolve(new WakeupsFold()),
};

const SET: Write = (db) =>
  db
    .insertInto('wakeups')
    .values({ patient: '', wake: 0, place: 0 })
    .onConflict((conflict) =>
      conflict.column('patient').doUpdateSet((row) => ({
        wake: row.ref('excluded.wake'),
        place: row.ref('excluded.place'),
      })),
    );

class WakeupsFold implements Fold {
  #wakes = new Map<string, { readonly wake: number | null; readonly place: number }>();

  add({ event, patient, place }: LogEntry): void {
    if (patient === undefined) return;
    const { wake } = event.metadata;
    this.#wakes.set(patient, { wake: typeof wake === 'number' ? wake : null, place });
  }

  async write(transaction: WriteTransaction): Promise<void> {
    // In the order of the key, neighbouring rows share pages.
    const changed = [...this.#wakes].sort(([a], [b]) => (a < b ? -1 : 1));
    const rows: SqlValue[][] = changed.map(([patient, { wake, place }]) => [patient, wake, place]);
    this.#wakes = new Map();
    await transaction.run(SET, rows);
  }
}

export interface DuePatient {
  readonly patient: string;
  /** Milliseconds since the epoch. */
  readonly wake: number;
  /** Place in the log of the event that carries the hint: unique. */
  readonly place: number;
}

/** How far the index has come in the log; undefined for an empty log. @throws ReadModelsOutdated */
export function wakeUpsPosition(models: ReadModels): Promise<Position | undefined> {
  return models.read(async (view) => (await standingOf(view, [wakeups])).position);
}

/**
 * Patients due at `now`, the longest due first; of one instant, the first reported first.
 * One for whom there was nothing to decide stays due, because the log then holds no newer
 * hint.
 *
 * @param after only those that come after this one
 * @throws ReadModelsOutdated
 */
export function duePatients(
  models: ReadModels,
  now: number,
  limit: number,
  after: Pick<DuePatient, 'wake' | 'place'> = { wake: -Infinity, place: -1 },
): Promise<readonly DuePatient[]> {
  const from = Math.max(after.wake, Number.MIN_SAFE_INTEGER);
  return models.read(async (view) => {
    await standingOf(view, [wakeups]);
    return view.db
      .selectFrom('wakeups')
      .select(['patient', 'wake', 'place'])
      .where('wake', 'is not', null)
      .where('wake', '<=', now)
      .where((row) => row(row.refTuple('wake', 'place'), '>', row.tuple(from, after.place)))
      .orderBy('wake')
      .orderBy('place')
      .limit(limit)
      .$narrowType<{ wake: number }>()
      .execute();
  });
}

/**
 * All patients that have events, in order of their pseudonyms, after the one given
 * (the empty text begins).
 *
 * @throws ReadModelsOutdated
 */
export function patientsAfter(
  models: ReadModels,
  patient: string,
  limit: number,
): Promise<readonly string[]> {
  return models.read(async (view) => {
    await standingOf(view, [wakeups]);
    const rows = await view.db
      .selectFrom('wakeups')
      .select('patient')
      .where('patient', '>', patient)
      .orderBy('patient')
      .limit(limit)
      .execute();
    return rows.map((row) => row.patient);
  });
}
