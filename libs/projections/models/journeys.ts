/**
 * Each patient's care events, stored together: what every figure is computed from.
 *
 * A batch of the runner adds one row per patient it touched, so a rebuild makes few large rows and
 * a live event one small one; where there are more than a few small ones, they are put together.
 * Pseudonyms are random, so a table ordered by them would have nearly all of its pages
 * rewritten by every batch; an index on them is small.
 */
import type { Kysely } from 'kysely';
import type { RecordedFact } from '#care-event';
import type { Insert } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { JourneysTable, NamesTable, Tables } from '../port/tables.js';
import { BatchTexts, textOf, type BatchText } from './batch-texts.js';
import { compactJourneys } from './compact-journeys.js';
import { journeyContents } from './journey-contents.js';
import type { Fold, LogEntry, Model } from './model.js';
import { toTuple } from './stored-journey.js';

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
    return new JourneysFold(await readNames(db));
  },
};

/** Texts by id. */
export async function readNames(db: Kysely<Tables>): Promise<Map<number, string>> {
  const rows = await db.selectFrom('names').select(['id', 'text']).execute();
  return new Map(rows.map((row) => [row.id, row.text]));
}

/** A row of more is followed by another: figures read rows in pages. */
const ROW_BYTES = 1024 * 1024;
/** Rows whose texts are in memory at a time while they are written. */
const WRITTEN_AT_ONCE = 500;

/** After a batch of more rows, as a rebuild makes them, a look at every patient would take too long. */
const COMPACTED_ROWS = 1_000;

/** A row whose facts are still to be put together. */
type FoldedRow = Omit<JourneysTable, 'facts'> & { readonly facts: BatchText };

class JourneysFold implements Fold {
  private readonly ids: Map<string, number>;
  private newNames: NamesTable[] = [];
  private texts = new BatchTexts();
  /** By patient. Facts are held as JSON, separated by commas, which takes less memory. */
  private rows = new Map<string, FoldedRow>();
  /** Rows that are long enough. */
  private full: FoldedRow[] = [];

  constructor(names: ReadonlyMap<number, string>) {
    this.ids = new Map([...names].map(([id, text]) => [text, id]));
  }

  add({ event, patient, fact }: LogEntry): void {
    if (patient === undefined || fact === undefined) return;
    const pathway = concernsAll(fact) ? '' : (fact.pathway ?? '');
    const tuple = JSON.stringify(toTuple(fact, event.position, this.nameId));
    const row = this.rows.get(patient);
    if (row === undefined || row.facts.bytes > ROW_BYTES) {
      if (row !== undefined) this.full.push(row);
      const { position, knownAt: recorded_from } = event;
      const facts = this.texts.begin(tuple);
      this.rows.set(patient, { position, patient, pathway, recorded_from, facts });
      return;
    }
    if (row.pathway !== pathway) row.pathway = '';
    this.texts.append(row.facts, tuple);
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { full, newNames } = this;
    const rows = [...full, ...this.rows.values()];
    this.full = [];
    this.rows = new Map();
    this.texts = new BatchTexts();
    this.newNames = [];
    await transaction.insert(ADD_NAMES, newNames);
    for (let at = 0; at < rows.length; at += WRITTEN_AT_ONCE)
      await transaction.insert(ADD_FACTS, rows.slice(at, at + WRITTEN_AT_ONCE).map(written));
    if (rows.length <= COMPACTED_ROWS)
      await compactJourneys(transaction, ADD_FACTS, [
        ...new Set(rows.map(({ patient }) => patient)),
      ]);
  }

  private readonly nameId = (text: string): number => {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.ids.size + 1;
      this.ids.set(text, id);
      this.newNames.push({ id, text });
    }
    return id;
  };
}

function written(row: FoldedRow): JourneysTable {
  return { ...row, facts: `[${textOf(row.facts)}]` };
}

/**
 * Facts that every pathway has to see, whichever they are addressed to: a correction, whose
 * target may be addressed to another pathway, a date of birth, and a move.
 */
function concernsAll({ type, correctionOf }: RecordedFact): boolean {
  return correctionOf !== undefined || type === 'PatientRegistered' || type === 'PatientMoved';
}
