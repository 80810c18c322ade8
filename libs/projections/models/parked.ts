/**
 * What was parked: each time that a processor could not go on with a patient's sequence,
 * from when to when. Rows stay after a release, so that a figure can ask how things stood.
 */
import { parkingStepOf, type ParkingStep, type Processor } from '#care-event';
import type { Fold, LogEntry, Model } from './model.js';
import type { ReadView, SqlValue, Write, WriteTransaction } from '../port/read-models.js';

export const parked: Model = {
  name: 'parked',
  version: 2,
  tables: ['parked'],
  async create({ db }) {
    await db.schema
      .createTable('parked')
      .addColumn('place', 'integer', (c) => c.primaryKey())
      .addColumn('processor', 'text', (c) => c.notNull())
      .addColumn('patient', 'text', (c) => c.notNull())
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('event_stream', 'text')
      .addColumn('event_revision', 'integer')
      .addColumn('event_position', 'text')
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('until', 'bigint')
      .execute();
    await db.schema
      .createIndex('parked_of_patient')
      .on('parked')
      .columns(['patient', 'revision'])
      .execute();
  },
  begin: () => Promise.resolve(new ParkedFold()),
};

const ADD: Write = (db) =>
  db.insertInto('parked').values({
    ...{ place: 0, processor: '', patient: '', revision: 0 },
    ...{ event_stream: '', event_revision: 0, event_position: '' },
    ...{ code: '', message: '', since: 0, until: 0 },
  });
const RELEASE: Write = (db) =>
  db
    .updateTable('parked')
    .set({ until: 0 })
    .where('patient', '=', '')
    .where('revision', '=', 0)
    .where('until', 'is', null);
/** As the first version of a release names what it releases. */
const RELEASE_AT_POSITION: Write = (db) =>
  db
    .updateTable('parked')
    .set({ until: 0 })
    .where('processor', '=', '')
    .where('patient', '=', '')
    .where('event_position', '=', '')
    .where('until', 'is', null);

type Step<Kind extends ParkingStep['kind']> = ParkingStep & { readonly kind: Kind };

interface Row extends Step<'parked'> {
  readonly place: number;
  readonly revision: number;
  readonly since: number;
  until: number | null;
}

class ParkedFold implements Fold {
  private added: Row[] = [];
  /** Releases of what was written before this batch. */
  private released: SqlValue[][] = [];
  private releasedAtPosition: SqlValue[][] = [];

  add({ event, place }: LogEntry): void {
    const step = parkingStepOf(event);
    const { revision, recordedAt } = event;
    if (step?.kind === 'parked')
      this.added.push({ ...step, place, revision, since: recordedAt, until: null });
    else if (step !== undefined) this.release(step, recordedAt);
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { added, released, releasedAtPosition } = this;
    this.added = [];
    this.released = [];
    this.releasedAtPosition = [];
    // First what concerns older rows: it may have been parked again since.
    await transaction.run(RELEASE, released);
    await transaction.run(RELEASE_AT_POSITION, releasedAtPosition);
    await transaction.run(ADD, added.map(valuesOf));
  }

  private release(step: Step<'retried' | 'discarded'>, at: number): void {
    const { patient, processor, parked: of } = step;
    const row = this.added.findLast(
      (each) =>
        each.until === null &&
        each.patient === patient &&
        each.processor === processor &&
        ('revision' in of
          ? each.revision === of.revision
          : 'position' in each.event && each.event.position === of.position),
    );
    if (row !== undefined) row.until = at;
    else if ('revision' in of) this.released.push([at, patient, of.revision]);
    else this.releasedAtPosition.push([at, processor, patient, of.position]);
  }
}

function valuesOf(row: Row): SqlValue[] {
  const { event } = row;
  const at =
    'stream' in event ? [event.stream, event.revision, null] : [null, null, event.position];
  return [
    ...[row.place, row.processor, row.patient, row.revision, ...at],
    ...[row.code, row.message, row.since, row.until],
  ];
}

/** A sequence that is parked. */
export interface ParkedRow {
  readonly processor: Processor;
  readonly patient: string;
  /** The event that could not be handled; only its position where it was parked long ago. */
  readonly stream?: string;
  readonly revision?: number;
  readonly position?: string;
  readonly code: string;
  /** When it was parked this time, ms since the epoch. */
  readonly since: number;
}

/** What was parked at that instant, the longest first, then by patient. Few rows: what was ever parked. */
export async function openRows({ db }: ReadView, at: number): Promise<readonly ParkedRow[]> {
  const rows = await db
    .selectFrom('parked')
    .selectAll()
    .where('since', '<=', at)
    .where((row) => row.or([row('until', 'is', null), row('until', '>', at)]))
    .orderBy('since')
    .orderBy('patient')
    .orderBy('place')
    .execute();
  return rows.map((row) => ({
    ...{ processor: row.processor as Processor, patient: row.patient },
    ...(row.event_stream !== null && { stream: row.event_stream }),
    ...(row.event_revision !== null && { revision: row.event_revision }),
    ...(row.event_position !== null && { position: row.event_position }),
    ...{ code: row.code, since: row.since },
  }));
}
