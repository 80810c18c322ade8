/**
 * Each patient's care events, stored together: what every figure is computed from.
 *
 * A batch of the runner adds one row per patient it touched, so a rebuild makes few large rows and
 * a live event one small one; where there are more than a few small ones, they are put together.
 * Pseudonyms are random, so a table ordered by them would have nearly all of its pages
 * rewritten by every batch; an index on them is small.
 */
import type { Kysely } from 'kysely';
import type { Insert } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { JourneysTable, Tables } from '../port/tables.js';
import { compactJourneys } from './compact-journeys.js';
import { journeyContents } from './journey-contents.js';
import type { PatientEvents } from '../batches/log-batch.js';
import type { Fold, Model } from './model.js';

const ADD_NAMES: Insert<Tables, 'names'> = {
  into: { name: 'names', columns: { id: 'integer', text: 'text' }, key: ['id'] },
};

const ADD_FACTS: Insert<Tables, 'journeys'> = {
  into: {
    name: 'journeys',
    columns: {
      position: 'position',
      patient: 'text',
      pathway: 'text',
      recorded_from: 'integer',
      facts: 'text',
    },
    key: ['position'],
    indexes: [{ name: 'journeys_of_patient', columns: ['patient', 'position'] }],
  },
};

export const journeys: Model = {
  name: 'journeys',
  version: 6,
  tables: [ADD_NAMES.into, ADD_FACTS.into],
  contents: { journeys: journeyContents },
  async begin(db) {
    return new JourneysFold([...(await readNames(db)).values()]);
  },
};

/** Texts by id. */
export async function readNames(db: Kysely<Tables>): Promise<Map<number, string>> {
  const rows = await db.selectFrom('names').select(['id', 'text']).orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, row.text]));
}

/** A row of more is followed by another: figures read rows in pages. */
const ROW_BYTES = 1024 * 1024;
/** Rows whose texts are in memory at a time while they are written. */
const WRITTEN_AT_ONCE = 500;

/** After a batch of more rows, as a rebuild makes them, a look at every patient would take too long. */
const COMPACTED_ROWS = 1_000;

class JourneysFold implements Fold {
  /** @param names the first of them has number 1 */
  constructor(readonly names: string[]) {}

  async write(transaction: WriteTransaction, events: PatientEvents): Promise<void> {
    const next = this.names.length + 1;
    await transaction.insert(
      ADD_NAMES,
      events.newNames.map((text, index) => ({ id: next + index, text })),
    );
    this.names.push(...events.newNames);
    let rows: JourneysTable[] = [];
    let written = 0;
    const patients = new Set<string>();
    for (const row of rowsOf(events)) {
      rows.push(row);
      written += 1;
      patients.add(row.patient);
      if (rows.length < WRITTEN_AT_ONCE) continue;
      await transaction.insert(ADD_FACTS, rows);
      rows = [];
    }
    await transaction.insert(ADD_FACTS, rows);
    if (written <= COMPACTED_ROWS) await compactJourneys(transaction, ADD_FACTS, [...patients]);
  }
}

function* rowsOf(events: PatientEvents): Generator<JourneysTable, void> {
  const { knownAt, seenBy } = events.columns;
  const list = new JsonList();
  const rowOf = (patient: string, facts: readonly number[]): JourneysTable => {
    const [first] = facts;
    const isOfOne = facts.every((fact) => seenBy[fact] === seenBy[first!]);
    return {
      ...{ position: events.position(first!), patient, recorded_from: knownAt[first!]! },
      ...{ pathway: isOfOne ? events.word(seenBy[first!]!) : '', facts: list.take() },
    };
  };
  for (const run of events.runs()) {
    let facts: number[] = [];
    for (const event of run.events) {
      if (!events.isFact(event)) continue;
      if (list.bytes > ROW_BYTES) {
        yield rowOf(run.patient, facts);
        facts = [];
      }
      list.add(events.text(event));
      facts.push(event);
    }
    if (facts.length > 0) yield rowOf(run.patient, facts);
  }
}

const [COMMA, OPEN, CLOSE] = [0x2c, 0x5b, 0x5d];

/** A JSON list that is put together from its elements: one string however many there are. */
class JsonList {
  private buffer = Buffer.alloc(64 * 1024);
  private end = 0;

  get bytes(): number {
    return this.end;
  }

  add(element: Uint8Array): void {
    const needed = this.end + 2 + element.length;
    if (needed > this.buffer.length) {
      const larger = Buffer.alloc(2 * needed);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.end] = this.end === 0 ? OPEN : COMMA;
    this.buffer.set(element, this.end + 1);
    this.end = needed - 1;
  }

  /** And begins the next one. */
  take(): string {
    this.buffer[this.end] = CLOSE;
    const text = this.buffer.toString('utf8', 0, this.end + 1);
    this.end = 0;
    return text;
  }
}
