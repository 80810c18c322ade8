/**
 * When each patient should be looked at again: the hint that the last event of the
 * patient's stream carries. An event without a hint takes an earlier one away.
 * Waking too often or twice changes nothing.
 */
import { standingOf } from '../checkpoints.js';
import type {
  Fold,
  LogEntry,
  Model,
  ReadModels,
  SqlValue,
  Write,
  WriteTransaction,
} from '../port.js';

export const wakeups: Model = {
  name: 'wakeups',
  version: 1,
  tables: ['wakeups'],
  async create({ db, clustered }) {
    await db.schema
      .createTable('wakeups')
      .addColumn('patient', 'text', (c) => c.primaryKey())
      .addColumn('wake', 'bigint')
      .modifyEnd(clustered)
      .execute();
    await db.schema
      .createIndex('wakeups_due')
      .on('wakeups')
      .columns(['wake', 'patient'])
      .where('wake', 'is not', null)
      .execute();
  },
  begin: () => Promise.resolve(new WakeupsFold()),
};

const SET: Write = (db) =>
  db
    .insertInto('wakeups')
    .values({ patient: '', wake: 0 })
    .onConflict((conflict) =>
      conflict.column('patient').doUpdateSet((row) => ({ wake: row.ref('excluded.wake') })),
    );

class WakeupsFold implements Fold {
  #wakes = new Map<string, number | null>();

  add({ event, patient }: LogEntry): void {
    if (patient === undefined) return;
    const { wake } = event.metadata;
    this.#wakes.set(patient, typeof wake === 'number' ? wake : null);
  }

  async write(transaction: WriteTransaction): Promise<void> {
    // In the order of the key, neighbouring rows share pages.
    const rows: SqlValue[][] = [...this.#wakes].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#wakes = new Map();
    await transaction.run(SET, rows);
  }
}

export interface DuePatient {
  readonly patient: string;
  /** Milliseconds since the epoch. */
  readonly wake: number;
}

/**
 * Patients due at `now`, the longest due first. One for whom there was nothing to decide
 * stays due, because the log then holds no newer hint.
 *
 * @throws ReadModelsOutdated
 */
export function duePatients(
  models: ReadModels,
  now: number,
  limit: number,
): Promise<readonly DuePatient[]> {
  return models.read(async (view) => {
    await standingOf(view, [wakeups]);
    return view.db
      .selectFrom('wakeups')
      .select(['patient', 'wake'])
      .where('wake', 'is not', null)
      .where('wake', '<=', now)
      .orderBy('wake')
      .orderBy('patient')
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
