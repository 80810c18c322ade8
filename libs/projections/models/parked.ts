/**
 * What was ever parked, as the events of the `parked-` streams say it. They are few, so they
 * are kept as they are, and the rule that everybody reads them by says what is parked at an
 * instant.
 */
import { PARKED_STREAM, parkingsOf, type Parking } from '#care-event';
import type { JsonObject, RecordedEvent } from '#event-store';
import type { Insert } from '../port/bulk-write.js';
import type { ReadView, WriteTransaction } from '../port/read-models.js';
import type { ParkedTable, Tables } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const ADD: Insert<Tables, 'parked'> = {
  into: {
    name: 'parked',
    columns: {
      position: 'position',
      patient: 'text',
      revision: 'integer',
      type: 'text',
      recorded_at: 'integer',
      data: 'text',
    },
    key: ['position'],
  },
};

export const parked: Model = {
  name: 'parked',
  version: 4,
  tables: [ADD.into],
  begin: () => Promise.resolve(new ParkedFold()),
};

class ParkedFold implements Fold {
  private rows: ParkedTable[] = [];

  add(event: RecordedEvent): void {
    const { stream, position, revision, type, knownAt: recorded_at, data } = event;
    if (!stream.startsWith(PARKED_STREAM)) return;
    const patient = stream.slice(PARKED_STREAM.length);
    const row = { position, patient, revision, type, recorded_at, data: JSON.stringify(data) };
    this.rows.push(row);
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { rows } = this;
    this.rows = [];
    await transaction.insert(ADD, rows);
  }
}

/** Sequences that were parked at that instant (ms since the epoch), the longest first, then by patient. */
export async function parkedAt({ db }: ReadView, at: number): Promise<readonly Parking[]> {
  const rows = await db.selectFrom('parked').selectAll().orderBy('position').execute();
  const known = rows.filter(({ recorded_at }) => recorded_at <= at);
  return [...Map.groupBy(known, ({ patient }) => patient).values()]
    .flatMap((events) => parkingsOf(events.map(recordOf)))
    .filter(({ release }) => release === undefined)
    .sort((a, b) => a.since - b.since || (a.patient < b.patient ? -1 : 1));
}

function recordOf({ type, revision, recorded_at: recordedAt, data }: ParkedTable) {
  return { type, revision, recordedAt, data: JSON.parse(data) as JsonObject };
}
