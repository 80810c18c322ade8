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
import type { Position } from '#event-store';
import type { Insert, Update } from '../port/bulk-write.js';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadModels, ReadView, WriteTransaction } from '../port/read-models.js';
import type { TableDefinition } from '../port/table-definition.js';
import type { ParkedTable, Tables } from '../port/tables.js';
import type { Fold, LogEntry, Model } from './model.js';

const PARKED: TableDefinition<Tables, 'parked'> = {
  name: 'parked',
  columns: {
    position: 'position',
    processor: 'text',
    patient: 'text',
    parked_position: 'position',
    code: 'text',
    message: 'text',
    since: 'integer',
    until: 'integer?',
  },
  key: ['position'],
  indexes: [{ name: 'parked_of_patient', columns: ['patient', 'processor', 'parked_position'] }],
};

const ADD: Insert<Tables, 'parked'> = { into: PARKED };
const RELEASE: Update<Tables, 'parked'> = {
  table: PARKED,
  key: ['processor', 'patient', 'parked_position'],
  set: ['until'],
  onlyWhereNull: 'until',
};

export const parked: Model = {
  name: 'parked',
  version: 2,
  tables: [PARKED],
  begin: () => Promise.resolve(new ParkedFold()),
};

class ParkedFold implements Fold {
  private added: ParkedTable[] = [];
  /** Releases of what was written before this batch, the first of each. */
  private released = new Map<string, Partial<ParkedTable>>();

  add({ event }: LogEntry): void {
    const { type, recordedAt, position } = event;
    if (type === SEQUENCE_PARKED) {
      const { position: at, ...data } = event.data as unknown as SequenceParked;
      const row = { ...data, parked_position: at as Position };
      this.added.push({ ...row, position, since: recordedAt, until: null });
    } else if (type === SEQUENCE_RETRIED || type === SEQUENCE_DISCARDED) {
      this.release(event.data as unknown as SequenceReleased, recordedAt);
    }
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { added, released } = this;
    this.added = [];
    this.released = new Map();
    // First what concerns older rows: it may have been parked again since.
    await transaction.update(RELEASE, [...released.values()]);
    await transaction.insert(ADD, added);
  }

  private release({ processor, patient, position }: SequenceReleased, until: number): void {
    const row = this.added.findLast(
      (each) =>
        each.until === null &&
        each.processor === processor &&
        each.patient === patient &&
        each.parked_position === position,
    );
    const key = `${processor} ${position} ${patient}`;
    const parked_position = position as Position;
    if (row !== undefined) row.until = until;
    else if (!this.released.has(key))
      this.released.set(key, { processor, patient, parked_position, until });
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
    await modelsPosition(view, [parked]);
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
    await modelsPosition(view, [parked]);
    const open = await openRows(view, { patient });
    return open.toSorted((a, b) => (a.processor < b.processor ? -1 : 1));
  });
}

interface ParkedFilter {
  readonly processor?: Processor;
  readonly patient?: string;
  /** As it stood then, ms since the epoch. Default: now. */
  readonly at?: number;
}

/** The longest parked first, then by patient. Few rows: what was ever parked. */
export async function openRows(
  { db }: ReadView,
  { processor, patient, at = Infinity }: ParkedFilter,
): Promise<readonly ParkedSequence[]> {
  let query = db.selectFrom('parked').selectAll();
  if (processor !== undefined) query = query.where('processor', '=', processor);
  if (patient !== undefined) query = query.where('patient', '=', patient);
  const rows = await query.orderBy('since').orderBy('patient').orderBy('position').execute();
  const times = new Map<string, number>();
  return rows.flatMap(({ parked_position, until, processor: by, code, message, since, ...row }) => {
    if (since > at) return [];
    const key = `${by} ${parked_position} ${row.patient}`;
    const attempts = (times.get(key) ?? 0) + 1;
    times.set(key, attempts);
    if (until !== null && until <= at) return [];
    const found = { patient: row.patient, position: parked_position, code, message, since };
    return [{ ...found, processor: by as Processor, attempts }];
  });
}
