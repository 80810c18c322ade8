/**
 * When each patient should be looked at again: the hint that the last event of the
 * patient's stream carries. An event without a hint takes an earlier one away.
 *
 * Deadlines are derived from definitions, so a newly published one makes every
 * patient due at once. Waking too often or twice changes nothing.
 */
import type { Fold, LogEntry, Model, ReadModels, SqlValue, Write, WriteTransaction } from '../port.js';
import { isPublication } from './definitions.js';

/** Earlier than any instant: due at once. */
const AT_ONCE = 0;

export const wakeups: Model = {
  name: 'wakeups',
  version: 1,
  tables: ['wakeups'],
  async create(db) {
    await db.schema
      .createTable('wakeups')
      .addColumn('patient', 'text', (c) => c.primaryKey())
      .addColumn('wake', 'bigint')
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
const WAKE_ALL: Write = (db) => db.updateTable('wakeups').set({ wake: AT_ONCE });

class WakeupsFold implements Fold {
  #wakes = new Map<string, number | null>();
  #everybody = false;

  add(entry: LogEntry): void {
    if (isPublication(entry)) {
      this.#everybody = true;
      for (const patient of this.#wakes.keys()) this.#wakes.set(patient, AT_ONCE);
    } else if (entry.patient !== undefined) {
      const { wake } = entry.event.metadata;
      this.#wakes.set(entry.patient, typeof wake === 'number' ? wake : null);
    }
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const wakes: SqlValue[][] = [...this.#wakes].sort(([a], [b]) => (a < b ? -1 : 1));
    const everybody = this.#everybody;
    this.#wakes = new Map();
    this.#everybody = false;
    if (everybody) await transaction.run(WAKE_ALL, [[AT_ONCE]]);
    await transaction.run(SET, wakes);
  }
}

export interface DuePatient {
  readonly patient: string;
  /** Milliseconds since the epoch; 0 = at once. */
  readonly wake: number;
}

/**
 * Patients due at `now`, the longest due first. A sweep goes on with `after` set to
 * the last patient it got, so that a patient for whom there was nothing to decide
 * (the log then holds no newer hint) does not keep the others waiting.
 */
export async function duePatients(
  models: ReadModels,
  now: number,
  limit: number,
  after?: DuePatient,
): Promise<readonly DuePatient[]> {
  return models.read(async ({ db }) => {
    let query = db
      .selectFrom('wakeups')
      .select(['patient', 'wake'])
      .where('wake', 'is not', null)
      .where('wake', '<=', now)
      .orderBy('wake')
      .orderBy('patient')
      .limit(limit);
    if (after !== undefined)
      query = query.where((row) =>
        row.or([
          row('wake', '>', after.wake),
          row.and([row('wake', '=', after.wake), row('patient', '>', after.patient)]),
        ]),
      );
    return (await query.execute()).map(({ patient, wake }) => ({ patient, wake: wake ?? AT_ONCE }));
  });
}

export interface WakeupBacklog {
  readonly due: number;
  /** The next wake-up after `now`, ms since the epoch. */
  readonly next?: number;
}

/** How many patients are due at `now`, and when the next one will be. */
export async function wakeupBacklog(models: ReadModels, now: number): Promise<WakeupBacklog> {
  return models.read(async ({ db }) => {
    const { due } = await db
      .selectFrom('wakeups')
      .select((row) => row.fn.countAll<number>().as('due'))
      .where('wake', 'is not', null)
      .where('wake', '<=', now)
      .executeTakeFirstOrThrow();
    const later = await db
      .selectFrom('wakeups')
      .select('wake')
      .where('wake', '>', now)
      .orderBy('wake')
      .limit(1)
      .executeTakeFirst();
    return { due, ...(later?.wake == null ? {} : { next: later.wake }) };
  });
}
