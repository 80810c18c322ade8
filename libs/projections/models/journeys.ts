/**
 * Each patient's care events, close together: what every figure is computed from.
 *
 * Rows are only ever added, and always at the end. A batch of the runner adds one row
 * per patient it touched, so nothing is read back to be changed: a rebuild makes few
 * large rows, a live event one small one. Pseudonyms are random, so a table in their
 * order would have nearly all of its pages rewritten by every batch; an index of them
 * is small.
 */
import type { Kysely } from 'kysely';
import type { RecordedFact } from '#care-event';
import type { Fold, LogEntry, Model } from './model.js';
import type { SqlValue, Write, WriteTransaction } from '../port/read-models.js';
import { toTuple } from './stored-journey.js';
import type { Tables } from '../port/tables.js';

export const journeys: Model = {
  name: 'journeys',
  version: 3,
  tables: ['journeys', 'names'],
  async create({ db }) {
    await db.schema
      .createTable('names')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('text', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('journeys')
      .addColumn('chunk', 'integer', (c) => c.primaryKey())
      .addColumn('patient', 'text', (c) => c.notNull())
      .addColumn('pathway', 'text', (c) => c.notNull())
      .addColumn('recorded_from', 'bigint', (c) => c.notNull())
      .addColumn('facts', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('journeys_of_patient')
      .on('journeys')
      .columns(['patient', 'chunk'])
      .execute();
  },
  async begin(db) {
    return new JourneysFold(await readNames(db));
  },
};

/** Texts by id. */
export async function readNames(db: Kysely<Tables>): Promise<Map<number, string>> {
  const rows = await db.selectFrom('names').select(['id', 'text']).execute();
  return new Map(rows.map((row) => [row.id, row.text]));
}

const ADD_NAME: Write = (db) => db.insertInto('names').values({ id: 0, text: '' });
const ADD_CHUNK: Write = (db) =>
  db
    .insertInto('journeys')
    .values({ chunk: 0, patient: '', pathway: '', recorded_from: 0, facts: '' });

interface Chunk {
  readonly place: number;
  pathway: string;
  readonly recordedFrom: number;
  /** Its facts as JSON, separated by commas: a batch of them is lighter in memory than of the facts. */
  facts: string;
}

class JourneysFold implements Fold {
  readonly #ids: Map<string, number>;
  #newNames: SqlValue[][] = [];
  #chunks = new Map<string, Chunk>();

  constructor(names: ReadonlyMap<number, string>) {
    this.#ids = new Map([...names].map(([id, text]) => [text, id]));
  }

  add({ event, place, patient, fact }: LogEntry): void {
    if (patient === undefined || fact === undefined) return;
    const pathway = concernsAll(fact) ? '' : (fact.pathway ?? '');
    let chunk = this.#chunks.get(patient);
    if (chunk === undefined) {
      chunk = { place, pathway, recordedFrom: event.recordedAt, facts: '' };
      this.#chunks.set(patient, chunk);
    } else if (chunk.pathway !== pathway) {
      chunk.pathway = '';
    }
    const tuple = JSON.stringify(toTuple(fact, event.position, this.#nameId));
    chunk.facts = chunk.facts === '' ? tuple : `${chunk.facts},${tuple}`;
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const chunks = this.#chunks;
    const names = this.#newNames;
    this.#chunks = new Map();
    this.#newNames = [];
    await transaction.run(ADD_NAME, names);
    await transaction.run(ADD_CHUNK, chunkRows(chunks));
  }

  readonly #nameId = (text: string): number => {
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(text, id);
      this.#newNames.push([id, text]);
    }
    return id;
  };
}

/**
 * What every pathway has to see, whichever it is addressed to: a correction, whose target
 * may be addressed to another, and a date of birth, which is true on all of them.
 */
function concernsAll({ type, correctionOf }: RecordedFact): boolean {
  return correctionOf !== undefined || type === 'PatientRegistered';
}

function* chunkRows(chunks: ReadonlyMap<string, Chunk>): Generator<SqlValue[]> {
  for (const [patient, chunk] of chunks)
    yield [chunk.place, patient, chunk.pathway, chunk.recordedFrom, `[${chunk.facts}]`];
}
