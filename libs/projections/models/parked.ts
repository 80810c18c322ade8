/**
 * What was parked: each time that a processor could not go on with a patient's sequence,
 * from when to when. Rows stay after a release, so that a figure can ask how things stood.
 */
import {
  SEQUENCE_DISCARDED,
  SEQUENCE_PARKED,
  SEQUENCE_RETRIED,
  type Processor,
  type SequenceParked,
  type SequenceReleased,
} from '#care-event';
import { standingOf } from '../port/checkpoints.js';
import type { Fold, LogEntry, Model } from './model.js';
import type { ReadModels, ReadView, Write, WriteTransaction } from '../port/read-models.js';

export const parked: Model = {
  name: 'parked',
  version: 1,
  tables: ['parked'],
  async create({ db }) {
    await db.schema
      .createTable('parked')
      .addColumn('place', 'integer', (c) => c.primaryKey())
      .addColumn('processor', 'text', (c) => c.notNull())
      .addColumn('patient', 'text', (c) => c.notNull())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('until', 'bigint')
      .execute();
    await db.schema
      .createIndex('parked_of_patient')
      .on('parked')
      .columns(['patient', 'processor', 'position'])
      .execute();
  },
  begin: () => Promise.resolve(new ParkedFold()),
};

const ADD: Write = (db) =>
  db.insertInto('parked').values({
    place: 0,
    processor: '',
    patient: '',
    position: '',
    code: '',
    message: '',
    since: 0,
    until: 0,
  });
const RELEASE: Write = (db) =>
  db
    .updateTable('parked')
    .set({ until: 0 })
    .where('processor', '=', '')
    .where('patient', '=', '')
    .where('position', '=', '')
    .where('until', 'is', null);

interface Row extends SequenceParked {
  readonly place: number;
  readonly since: number;
  until: number | null;
}

class ParkedFold implements Fold {
  #added: Row[] = [];
  /** Releases of what was written before this batch. */
  #released: (readonly [until: number, processor: string, patient: string, position: string])[] =
    [];

  add({ event, place }: LogEntry): void {
    const { type, recordedAt } = event;
    if (type === SEQUENCE_PARKED) {
      const data = event.data as unknown as SequenceParked;
      this.#added.push({ ...data, place, since: recordedAt, until: null });
    } else if (type === SEQUENCE_RETRIED || type === SEQUENCE_DISCARDED) {
      this.#release(event.data as unknown as SequenceReleased, recordedAt);
    }
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const [added, released] = [this.#added, this.#released];
    this.#added = [];
    this.#released = [];
    // First what concerns older rows: it may have been parked again since.
    await transaction.run(RELEASE, released);
    await transaction.run(
      ADD,
      added.map((row) => [
        row.place,
        row.processor,
        row.patient,
        row.position,
        row.code,
        row.message,
        row.since,
        row.until,
      ]),
    );
  }

  #release({ processor, patient, position }: SequenceReleased, at: number): void {
    const row = this.#added.findLast(
      (each) =>
        each.until === null &&
        each.processor === processor &&
        each.patient === patient &&
        each.position === position,
    );
    if (row === undefined) this.#released.push([at, processor, patient, position]);
    else row.until = at;
  }
}

/** A sequence that is parked. */
export interface ParkedSequence {
  readonly processor: Processor;
  readonly patient: string;
  /** Of the event that could not be worked on. */
  readonly position: string;
  readonly code: string;
  readonly message: string;
  /** When it was parked this time, ms since the epoch. */
  readonly since: number;
  /** Which time it is that this event was parked, from 1. */
  readonly attempts: number;
}

export interface ParkedQuery {
  readonly processor?: Processor;
  /** Default: all of them. */
  readonly limit?: number;
}

/** What is parked now, the longest first, then by patient. @throws ReadModelsOutdated */
export function parkedSequences(
  models: ReadModels,
  { processor, limit }: ParkedQuery = {},
): Promise<readonly ParkedSequence[]> {
  return models.read(async (view) => {
    await standingOf(view, [parked]);
    const open = await openRows(view, { ...(processor === undefined ? {} : { processor }) });
    return limit === undefined ? open : open.slice(0, limit);
  });
}

/** What is parked of one patient now, by processor. @throws ReadModelsOutdated */
export function parkedSequence(
  models: ReadModels,
  patient: string,
): Promise<readonly ParkedSequence[]> {
  return models.read(async (view) => {
    await standingOf(view, [parked]);
    const open = await openRows(view, { patient });
    return open.toSorted((a, b) => (a.processor < b.processor ? -1 : 1));
  });
}

interface Wanted {
  readonly processor?: Processor;
  readonly patient?: string;
  /** As it stood then, ms since the epoch. Default: now. */
  readonly at?: number;
}

/** The longest parked first, then by patient. Few rows: what was ever parked. */
export async function openRows(
  { db }: ReadView,
  { processor, patient, at = Infinity }: Wanted,
): Promise<readonly ParkedSequence[]> {
  let query = db.selectFrom('parked').selectAll();
  if (processor !== undefined) query = query.where('processor', '=', processor);
  if (patient !== undefined) query = query.where('patient', '=', patient);
  const rows = await query.orderBy('since').orderBy('patient').orderBy('place').execute();
  const times = new Map<string, number>();
  return rows.flatMap(({ place: _place, until, processor: by, ...row }) => {
    if (row.since > at) return [];
    const key = `${by} ${row.position} ${row.patient}`;
    const attempts = (times.get(key) ?? 0) + 1;
    times.set(key, attempts);
    const isOpen = until === null || until > at;
    return isOpen ? [{ ...row, processor: by as Processor, attempts }] : [];
  });
}
