/**
 * What was parked: each time that a processor could not go on with a patient's sequence,
 * from when to when. Rows stay after a release, so that a figure can ask how things stood.
 */
import { parkingStepOf, type ParkingStep, type Processor } from '#care-event';
import type { Position } from '#event-store';
import type { Insert, Update } from '../port/bulk-write.js';
import type { ReadView, WriteTransaction } from '../port/read-models.js';
import type { TableDefinition } from '../port/table-definition.js';
import type { ParkedTable, Tables } from '../port/tables.js';
import type { Fold, LogEntry, Model } from './model.js';

const PARKED: TableDefinition<Tables, 'parked'> = {
  name: 'parked',
  columns: {
    position: 'position',
    processor: 'text',
    patient: 'text',
    revision: 'integer',
    event_stream: 'text?',
    event_revision: 'integer?',
    event_position: 'position?',
    code: 'text',
    message: 'text',
    since: 'integer',
    until: 'integer?',
  },
  key: ['position'],
  indexes: [{ name: 'parked_of_patient', columns: ['patient', 'revision'] }],
};

const ADD: Insert<Tables, 'parked'> = { into: PARKED };
const RELEASE: Update<Tables, 'parked'> = {
  table: PARKED,
  key: ['patient', 'revision'],
  set: ['until'],
  onlyWhereNull: 'until',
};
/** As the first version of a release names what it releases. */
const RELEASE_AT_POSITION: Update<Tables, 'parked'> = {
  table: PARKED,
  key: ['processor', 'patient', 'event_position'],
  set: ['until'],
  onlyWhereNull: 'until',
};

export const parked: Model = {
  name: 'parked',
  version: 3,
  tables: [PARKED],
  begin: () => Promise.resolve(new ParkedFold()),
};

type Step<Kind extends ParkingStep['kind']> = ParkingStep & { readonly kind: Kind };
type Releases = Map<string, Partial<ParkedTable>>;

class ParkedFold implements Fold {
  private added: ParkedTable[] = [];
  /** Releases of what was written before this batch, the first of each. */
  private released: Releases = new Map();
  private releasedAtPosition: Releases = new Map();

  add({ event }: LogEntry): void {
    const step = parkingStepOf(event);
    const { revision, recordedAt, position } = event;
    if (step?.kind === 'parked') {
      const { processor, patient, code, message } = step;
      const row = { position, revision, processor, patient, code, message, ...eventOf(step) };
      this.added.push({ ...row, since: recordedAt, until: null });
    } else if (step !== undefined) this.release(step, recordedAt);
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { added, released, releasedAtPosition } = this;
    this.added = [];
    this.released = new Map();
    this.releasedAtPosition = new Map();
    // First what concerns older rows: it may have been parked again since.
    await transaction.update(RELEASE, [...released.values()]);
    await transaction.update(RELEASE_AT_POSITION, [...releasedAtPosition.values()]);
    await transaction.insert(ADD, added);
  }

  private release(
    { processor, patient, parked: of }: Step<'retried' | 'discarded'>,
    until: number,
  ): void {
    const row = this.added.findLast(
      (each) =>
        each.until === null &&
        each.processor === processor &&
        each.patient === patient &&
        ('revision' in of ? each.revision === of.revision : each.event_position === of.position),
    );
    if (row !== undefined) {
      row.until = until;
    } else if ('revision' in of) {
      const { revision } = of;
      addFirst(this.released, `${revision} ${patient}`, { patient, revision, until });
    } else {
      const event_position = of.position as Position;
      const release = { processor, patient, event_position, until };
      addFirst(this.releasedAtPosition, `${processor} ${event_position} ${patient}`, release);
    }
  }
}

function addFirst(releases: Releases, key: string, release: Partial<ParkedTable>): void {
  if (!releases.has(key)) releases.set(key, release);
}

function eventOf({ event }: Step<'parked'>) {
  return 'stream' in event
    ? { event_stream: event.stream, event_revision: event.revision, event_position: null }
    : { event_stream: null, event_revision: null, event_position: event.position as Position };
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
    .orderBy('since')
    .orderBy('patient')
    .orderBy('position')
    .execute();
  return rows
    .filter(({ since, until }) => since <= at && (until === null || until > at))
    .map(({ event_stream, event_revision, event_position, ...row }) => ({
      ...{ processor: row.processor as Processor, patient: row.patient },
      ...(event_stream !== null && { stream: event_stream }),
      ...(event_revision !== null && { revision: event_revision }),
      ...(event_position !== null && { position: event_position }),
      ...{ code: row.code, since: row.since },
    }));
}
