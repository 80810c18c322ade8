/**
 * Events that could not be read when the log was folded. Whom and what they concern is left out of
 * every answer, which says so.
 *
 * What an earlier fold has read stays in the read models, though its bytes were damaged since.
 */
import { DEFINITION_STREAM, PATIENT_STREAM } from '#care-event';
import { LogDamaged, type Damage, type DamagedEvent } from '#event-store';
import type { Insert } from '../port/bulk-write.js';
import type { ReadView, WriteTransaction } from '../port/read-models.js';
import type { DamagedTable, Tables } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const ADD: Insert<Tables, 'damaged'> = {
  into: {
    name: 'damaged',
    columns: {
      position: 'position',
      stream: 'text',
      patient: 'text',
      revision: 'integer',
      damage: 'text',
      recorded_at: 'integer',
    },
    key: ['position'],
  },
};

export const damaged: Model = {
  name: 'damaged',
  version: 1,
  tables: [ADD.into],
  begin: () => Promise.resolve(new DamagedFold()),
};

class DamagedFold implements Fold {
  private rows: DamagedTable[] = [];

  addDamaged({ position, stream, revision, damage, knownAt: recorded_at }: DamagedEvent): void {
    const isPatient = stream.startsWith(PATIENT_STREAM);
    const patient = isPatient ? stream.slice(PATIENT_STREAM.length) : '';
    this.rows.push({ position, stream, patient, revision, damage, recorded_at });
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { rows } = this;
    this.rows = [];
    await transaction.insert(ADD, rows);
  }
}

/** Patients of whom an event cannot be read that was known at that instant (ms since the epoch). */
export async function damagedPatients(
  view: Pick<ReadView, 'db'>,
  knownAt = Infinity,
): Promise<ReadonlySet<string>> {
  const rows = await damagedIn(view, PATIENT_STREAM);
  const known = rows.filter(({ recorded_at }) => recorded_at <= knownAt);
  return new Set(known.map(({ patient }) => patient));
}

/** Pathways of which an event cannot be read that was known at that instant, each with the first such event. */
export async function damagedPathways(
  view: Pick<ReadView, 'db'>,
  knownAt = Infinity,
): Promise<ReadonlyMap<string, LogDamaged>> {
  const found = new Map<string, LogDamaged>();
  for (const { recorded_at, ...row } of await damagedIn(view, DEFINITION_STREAM)) {
    const id = row.stream.slice(DEFINITION_STREAM.length);
    if (recorded_at > knownAt || found.has(id)) continue;
    found.set(id, new LogDamaged({ ...row, damage: row.damage as Damage }));
  }
  return found;
}

/** How many of the streams that begin so have an event that cannot be read. */
export async function damagedStreams(view: Pick<ReadView, 'db'>, prefix: string): Promise<number> {
  return new Set((await damagedIn(view, prefix)).map(({ stream }) => stream)).size;
}

/** They are few: the filter needs no index. */
async function damagedIn({ db }: Pick<ReadView, 'db'>, prefix: string): Promise<DamagedTable[]> {
  const rows = await db.selectFrom('damaged').selectAll().orderBy('position').execute();
  return rows.filter(({ stream }) => stream.startsWith(prefix));
}
