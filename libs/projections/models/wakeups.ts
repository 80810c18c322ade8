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
import type { Insert } from '../port/bulk-write.js';
import { standingOf } from '../port/checkpoints.js';
import type { ReadModels, WriteTransaction } from '../port/read-models.js';
import type { Tables, WakeupsTable } from '../port/tables.js';
import type { Fold, LogEntry, Model } from './model.js';

const SET: Insert<Tables, 'wakeups'> = {
  into: {
    name: 'wakeups',
    columns: { patient: 'text', wake: 'integer?', position: 'position' },
    key: ['patient'],
    indexes: [
      {
        name: 'wakeups_due',
        columns: ['wake', 'position'],
        rows: { where: 'wake', is: 'not null' },
      },
    ],
  },
  onConflict: { key: ['patient'], replace: ['wake', 'position'] },
};

export const wakeups: Model = {
  name: 'wakeups',
  version: 3,
  tables: [SET.into],
  begin: () => Promise.resolve(new WakeupsFold()),
};

class WakeupsFold implements Fold {
  private rows = new Map<string, WakeupsTable>();

  add({ event: { metadata, position }, patient }: LogEntry): void {
    if (patient === undefined) return;
    const { wake } = metadata;
    this.rows.set(patient, {
      patient,
      wake: Number.isSafeInteger(wake) ? Number(wake) : null,
      position,
    });
  }

  async write(transaction: WriteTransaction): Promise<void> {
    // In the order of the key, neighbouring rows share pages.
    const rows = [...this.rows.values()].sort((a, b) => (a.patient < b.patient ? -1 : 1));
    this.rows = new Map();
    await transaction.insert(SET, rows);
  }
}

export interface DuePatient {
  readonly patient: string;
  /** Milliseconds since the epoch. */
  readonly wake: number;
  /** Of the event that carries the hint: unique. */
  readonly position: Position;
}

/** How far the index has come in the log; undefined for an empty log. @throws ReadModelsOutdated */
export function wakeUpsPosition(models: ReadModels): Promise<Position | undefined> {
  return models.read((view) => standingOf(view, [wakeups]));
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
  after?: Pick<DuePatient, 'wake' | 'position'>,
): Promise<readonly DuePatient[]> {
  return models.read(async (view) => {
    await standingOf(view, [wakeups]);
    const due = view.db
      .selectFrom('wakeups')
      .select(['patient', 'wake', 'position'])
      .where('wake', 'is not', null)
      .where('wake', '<=', now)
      .orderBy('wake')
      .orderBy('position')
      .limit(limit)
      .$narrowType<{ wake: number }>();
    if (after === undefined) return due.execute();
    return due
      .where((row) =>
        row(row.refTuple('wake', 'position'), '>', row.tuple(after.wake, after.position)),
      )
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
