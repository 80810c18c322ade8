/**
 * Where each patient stands on each pathway, assessed by the engine's own function when
 * something of the patient is recorded, so that a question as of now need not replay anybody.
 *
 * The patients that a small batch touches are assessed in its transaction. After a large one they
 * are due, and after an event that concerns everybody on a pathway all of them are assessed one
 * after the other: in small steps, once the log has been read. Until then their rows are marked,
 * and whoever reads them assesses those patients from their journeys.
 *
 * An assessment is made at the instant at which the patient's last event was recorded, so the
 * rows follow from the log alone, whenever and in whatever order they are made.
 */
import {
  DEFINITION_STREAM,
  ORGANISATIONS_STREAM,
  PATHWAY_MIGRATED,
  PATHWAY_PUBLISHED,
} from '#care-event';
import type { DamagedEvent, Position, RecordedEvent } from '#event-store';
import type { Insert, Update } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { TableDefinition } from '../port/table-definition.js';
import type { StandingTable, Tables } from '../port/tables.js';
import type { PatientEvents } from '../batches/log-batch.js';
import type { Fold, Model } from './model.js';
import { StandingAssessor } from './standing-assessor.js';
import type { StandingRows } from './standing-rows.js';

const STANDING: TableDefinition<Tables, 'standing'> = {
  name: 'standing',
  columns: {
    ...{ patient: 'text', pathway: 'text', ordinal: 'integer', key: 'text?' },
    ...{ position: 'position', assessed_at: 'integer', next_wake: 'integer?' },
    ticking: 'integer',
    ...{ version: 'integer', state: 'text', entered_at: 'integer?', closed_at: 'integer?' },
    ...{ stage: 'text?', stage_since: 'integer?', holder: 'text?', organisation: 'text?' },
    ...{ severity: 'text?', overdue_since: 'integer?', last_at: 'integer?' },
    ...{ municipality: 'text?', born: 'text?', sex: 'text?', urgency: 'text?', code: 'text?' },
  },
  key: ['patient', 'pathway', 'ordinal'],
};

const ASSESSMENTS: TableDefinition<Tables, 'assessments'> = {
  name: 'assessments',
  columns: { patient: 'text', pathway: 'text', ordinal: 'integer', assessment: 'text' },
  key: ['patient', 'pathway', 'ordinal'],
  isLong: true,
};

const DUE: Insert<Tables, 'standing_due'> = {
  into: { name: 'standing_due', columns: { patient: 'text' }, key: ['patient'] },
  onConflict: { key: ['patient'] },
};

const SWEEPS: TableDefinition<Tables, 'standing_sweeps'> = {
  name: 'standing_sweeps',
  columns: { position: 'position', pathway: 'text', after: 'text' },
  key: ['position', 'pathway'],
};

const SET_STANDING: Insert<Tables, 'standing'> = {
  into: STANDING,
  onConflict: { key: STANDING.key, replace: allBut(STANDING.columns, STANDING.key) },
};
const SET_ASSESSMENTS: Insert<Tables, 'assessments'> = {
  into: ASSESSMENTS,
  onConflict: { key: ASSESSMENTS.key, replace: ['assessment'] },
};
const ADD_SWEEPS: Insert<Tables, 'standing_sweeps'> = { into: SWEEPS };
const MOVE_SWEEP: Update<Tables, 'standing_sweeps'> = {
  table: SWEEPS,
  key: SWEEPS.key,
  set: ['after'],
};

/** Everybody, on every pathway: the model begins from nothing. */
const FROM_NOTHING = { position: '0' as Position, pathway: '', after: '' };

/** A batch that touches more is put off: a transaction should take no more than a tenth of a second. */
const PATIENTS_AT_ONCE = 100;

/**
 * How long a batch waits for its patients to be assessed, ms, and how many are between two looks at
 * the clock. With many pathways, or where others use the cores, the rest is put off: an event is
 * visible in time, and who is due is assessed when asked about.
 */
const ASSESSED_MS = 30;
const PATIENTS_BETWEEN_LOOKS = 20;

/** Patients who are assessed in one step of what was put off, and where nobody waits for a step. */
const PATIENTS_A_STEP = 50;
const PATIENTS_FIRST = 100;

export const standing: Model = {
  name: 'standing',
  version: 1,
  tables: [STANDING, ASSESSMENTS, DUE.into, SWEEPS],
  putOff: ['standing_due', 'standing_sweeps'],
  async begin(db) {
    const own = db.selectFrom('checkpoints').select('token').where('model', '=', 'standing');
    const checkpoint = await own.executeTakeFirst();
    const assessor = new StandingAssessor();
    // Definitions take longer to parse than a live event may wait.
    await assessor.readPathways(db);
    return new StandingFold(assessor, (checkpoint?.token ?? null) === null);
  },
};

class StandingFold implements Fold {
  /** Pathways that were published or migrated, with the position of the last such event. */
  private changed = new Map<string, Position>();
  /** Of the last event about organisations. */
  private organisations: Position | undefined;
  /** False if something may be left to do. */
  private isSettled = false;

  constructor(
    private readonly assessor: StandingAssessor,
    private isNew: boolean,
  ) {}

  add({ stream, type, position }: RecordedEvent): void {
    if (stream === ORGANISATIONS_STREAM) this.organisations = position;
    else if (type === PATHWAY_PUBLISHED || type === PATHWAY_MIGRATED)
      this.changed.set(stream.slice(DEFINITION_STREAM.length), position);
  }

  addDamaged({ stream, position }: DamagedEvent): void {
    if (stream.startsWith(DEFINITION_STREAM))
      this.changed.set(stream.slice(DEFINITION_STREAM.length), position);
  }

  async write(transaction: WriteTransaction, { patients }: PatientEvents): Promise<void> {
    const touched = [...patients].sort();
    await this.beginSweeps(transaction);
    const sweeps = await transaction.db.selectFrom('standing_sweeps').selectAll().execute();
    // Whoever has yet to be assessed on every pathway will be.
    const everybody = sweeps.find(({ pathway }) => pathway === '');
    const behind = touched.filter(
      (patient) => everybody === undefined || patient <= everybody.after,
    );
    const due =
      behind.length > PATIENTS_AT_ONCE ? behind : await this.assessed(transaction, behind);
    await transaction.insert(
      DUE,
      due.map((patient) => ({ patient })),
    );
    if (sweeps.length > 0 || due.length > 0) this.isSettled = false;
  }

  /** @returns those for whom there was no time */
  private async assessed(
    transaction: WriteTransaction,
    patients: readonly string[],
  ): Promise<readonly string[]> {
    const until = performance.now() + ASSESSED_MS;
    for (let at = 0; at < patients.length; at += PATIENTS_BETWEEN_LOOKS) {
      if (performance.now() > until) return patients.slice(at);
      await this.assess(transaction, patients.slice(at, at + PATIENTS_BETWEEN_LOOKS));
    }
    return [];
  }

  async settle(transaction: WriteTransaction): Promise<boolean> {
    if (!this.isSettled)
      this.isSettled = !((await this.assessDue(transaction)) || (await this.sweepOn(transaction)));
    return this.isSettled;
  }

  /** @returns whether there was anything to do */
  private async assessDue(transaction: WriteTransaction): Promise<boolean> {
    const { db } = transaction;
    const due = db.selectFrom('standing_due').select('patient').orderBy('patient');
    const patients = (await due.limit(PATIENTS_A_STEP).execute()).map(({ patient }) => patient);
    if (patients.length === 0) return false;
    await this.assess(transaction, patients);
    await db.deleteFrom('standing_due').where('patient', 'in', patients).execute();
    return true;
  }

  /** The oldest first, so that one that covers everything comes before all others. */
  private async sweepOn(transaction: WriteTransaction): Promise<boolean> {
    const { db } = transaction;
    const oldest = db
      .selectFrom('standing_sweeps')
      .selectAll()
      .orderBy('position')
      .orderBy('pathway');
    const sweep = await oldest.limit(1).executeTakeFirst();
    if (sweep === undefined) return false;
    const { position, pathway, after } = sweep;
    const rest = db.selectFrom('wakeups').select('patient').where('patient', '>', after);
    const many = pathway === '' ? PATIENTS_FIRST : PATIENTS_A_STEP;
    // Without a pathway there is nothing to assess anybody on.
    const isNone = (await this.assessor.readPathways(db)).size === 0;
    const rows = isNone ? [] : await rest.orderBy('patient').limit(many).execute();
    const patients = rows.map(({ patient }) => patient);
    const last = patients.at(-1);
    if (last === undefined) {
      const done = db.deleteFrom('standing_sweeps').where('position', '=', position);
      await done.where('pathway', '=', pathway).execute();
      return true;
    }
    if (pathway === '') await this.assessFirst(transaction, patients);
    else await this.assess(transaction, patients, pathway);
    await transaction.update(MOVE_SWEEP, [{ position, pathway, after: last }]);
    return true;
  }

  private async beginSweeps(transaction: WriteTransaction): Promise<void> {
    const { changed, organisations, isNew } = this;
    if (changed.size > 0 || organisations !== undefined) this.assessor.forgetPathways();
    this.changed = new Map();
    this.organisations = undefined;
    this.isNew = false;
    if (isNew) return transaction.insert(ADD_SWEEPS, [FROM_NOTHING]);
    if (organisations !== undefined)
      for (const pathway of await this.assessor.binding(transaction.db))
        changed.set(pathway, organisations);
    if (changed.size === 0) return;
    const pathways = [...changed.keys()];
    await transaction.db.deleteFrom('standing_sweeps').where('pathway', 'in', pathways).execute();
    await transaction.insert(
      ADD_SWEEPS,
      [...changed].map(([pathway, position]) => ({ position, pathway, after: '' })),
    );
  }

  /** Patients who have no rows yet. */
  private async assessFirst(
    transaction: WriteTransaction,
    patients: readonly string[],
  ): Promise<void> {
    const rows = await this.assessor.rowsOf(transaction.db, patients);
    await transaction.insert(SET_STANDING, rows.standing);
    await transaction.insert(SET_ASSESSMENTS, rows.assessments);
  }

  private async assess(
    transaction: WriteTransaction,
    patients: readonly string[],
    only?: string,
  ): Promise<void> {
    if (patients.length === 0) return;
    const rows = await this.assessor.rowsOf(transaction.db, patients, only);
    await removeOthers(transaction, rows, { patients, only });
    await transaction.insert(SET_STANDING, rows.standing);
    await transaction.insert(SET_ASSESSMENTS, rows.assessments);
  }
}

interface Assessed {
  readonly patients: readonly string[];
  /** Of one pathway; undefined: of all. */
  readonly only: string | undefined;
}

/** Rows of these patients that the new ones do not replace. */
async function removeOthers(
  { db }: WriteTransaction,
  { standing: rows, assessments }: StandingRows,
  { patients, only }: Assessed,
): Promise<void> {
  const kept = new Set(rows.map(rowKey));
  const assessed = new Set(assessments.map(rowKey));
  const all = db.selectFrom('standing').select(['patient', 'pathway', 'ordinal']);
  const ofPatients = all.where('patient', 'in', patients);
  const found = only === undefined ? ofPatients : ofPatients.where('pathway', '=', only);
  for (const row of await found.execute()) {
    for (const [table, keys] of [
      ['standing', kept],
      ['assessments', assessed],
    ] as const) {
      if (keys.has(rowKey(row))) continue;
      const { patient, pathway, ordinal } = row;
      const gone = db.deleteFrom(table).where('patient', '=', patient);
      await gone.where('pathway', '=', pathway).where('ordinal', '=', ordinal).execute();
    }
  }
}

function rowKey({
  patient,
  pathway,
  ordinal,
}: Pick<StandingTable, 'patient' | 'pathway' | 'ordinal'>) {
  return JSON.stringify([patient, pathway, ordinal]);
}

function allBut<Name extends string>(
  columns: Readonly<Record<Name, unknown>>,
  key: readonly Name[],
): readonly Name[] {
  return (Object.keys(columns) as Name[]).filter((name) => !key.includes(name));
}
