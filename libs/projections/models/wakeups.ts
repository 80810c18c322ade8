/**
 * When each patient should next be assessed: the hint in the metadata of the last event of
 * the patient's stream. An event without a hint cancels an earlier one. Waking too often or
 * twice changes nothing.
 *
 * Many are due at one instant (a day ends for everybody at once). They are ordered as they
 * were reported, which is fair and keeps neighbours in the index neighbours in the log;
 * ordered by pseudonym, each would be somewhere else.
 */
import type { Position } from '#event-store';
import { checkNext, Contiguity } from './contiguity.js';
import { damaged } from './damaged.js';
import type { Insert } from '../port/bulk-write.js';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadModels, WriteTransaction } from '../port/read-models.js';
import type { Tables, WakeupsTable } from '../port/tables.js';
import type { PatientEvents, PatientRun } from '../batches/log-batch.js';
import type { Fold, Model } from './model.js';

const SET: Insert<Tables, 'wakeups'> = {
  into: {
    name: 'wakeups',
    columns: {
      ...{ patient: 'text', wake: 'integer?', position: 'position' },
      ...{ revision: 'integer', recorded_at: 'integer' },
    },
    key: ['patient'],
    indexes: [
      {
        name: 'wakeups_due',
        columns: ['wake', 'position'],
        rows: { where: 'wake', is: 'not null' },
      },
    ],
  },
  onConflict: { key: ['patient'], replace: ['wake', 'position', 'revision', 'recorded_at'] },
};

export const wakeups: Model = {
  name: 'wakeups',
  version: 4,
  tables: [SET.into],
  begin: () => Promise.resolve(new WakeupsFold()),
};

class WakeupsFold implements Fold {
  private readonly contiguity = new Contiguity();

  async write(transaction: WriteTransaction, events: PatientEvents): Promise<void> {
    const rows: WakeupsTable[] = [];
    for (const run of events.runs()) {
      this.checkRun(events, run);
      rows.push(rowOf(events, run));
    }
    await this.contiguity.check((patients) =>
      transaction.db
        .selectFrom('wakeups')
        .select(['patient as stream', 'revision'])
        .where('patient', 'in', patients)
        .execute(),
    );
    // Sorted by key, neighbouring rows share pages.
    rows.sort((a, b) => (a.patient < b.patient ? -1 : 1));
    await transaction.insert(SET, rows);
  }

  /** @throws RevisionSkipped */
  private checkRun(events: PatientEvents, { patient, events: run }: PatientRun): void {
    const { revision } = events.columns;
    const placeOf = (event: number) => ({
      ...{ revision: revision[event]!, position: events.position(event), named: 'a patient' },
    });
    const first = revision[run[0]!]!;
    // Where a place is only named when something is amiss: there are as many as events.
    for (const [n, event] of run.entries())
      if (revision[event] !== first + n) checkNext(placeOf(event), first + n);
    this.contiguity.add(patient, placeOf(run[0]!), first + run.length - 1);
  }
}

/** As the last event of the patient says. */
function rowOf(events: PatientEvents, { patient, events: run }: PatientRun): WakeupsTable {
  const { wake, revision, knownAt } = events.columns;
  const last = run.at(-1)!;
  return {
    ...{ patient, wake: Number.isNaN(wake[last]) ? null : wake[last]! },
    ...{ position: events.position(last), revision: revision[last]! },
    recorded_at: knownAt[last]!,
  };
}

export interface DuePatient {
  readonly patient: string;
  /** Milliseconds since the epoch. */
  readonly wake: number;
  /** Of the event with the hint: unique. */
  readonly position: Position;
}

/** Position up to which the index has read the log; undefined for an empty log. @throws ReadModelsOutdated */
export function wakeUpsPosition(models: ReadModels): Promise<Position | undefined> {
  return models.read((view) => modelsPosition(view, [wakeups]));
}

/**
 * Patients due at `now`, the longest due first; at the same instant, the first reported
 * first. A patient for whom there was nothing to decide stays due, because the log holds no
 * newer hint.
 *
 * Who has a damaged event is not among them: nobody can tell what is due there.
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
    await modelsPosition(view, [wakeups, damaged]);
    const due = view.db
      .selectFrom('wakeups')
      .select(['patient', 'wake', 'position'])
      .where('wake', 'is not', null)
      .where('wake', '<=', now)
      .where('patient', 'not in', view.db.selectFrom('damaged').select('patient'))
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
 * All patients with events, but those of whom one is damaged, ordered by pseudonym, after the given one (the empty text to
 * begin with).
 *
 * @throws ReadModelsOutdated
 */
export function patientsAfter(
  models: ReadModels,
  patient: string,
  limit: number,
): Promise<readonly string[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [wakeups, damaged]);
    const rows = await view.db
      .selectFrom('wakeups')
      .select('patient')
      .where('patient', '>', patient)
      .where('patient', 'not in', view.db.selectFrom('damaged').select('patient'))
      .orderBy('patient')
      .limit(limit)
      .execute();
    return rows.map((row) => row.patient);
  });
}
