/**
 * How far each stream has been folded, but for those of patients, of which the index of wake-ups
 * knows it: so that a skipped event is noticed.
 */
import { PATIENT_STREAM } from '#care-event';
import type { DamagedEvent, LogEvent, RecordedEvent } from '#event-store';
import type { Insert } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { StreamsTable, Tables } from '../port/tables.js';
import { Contiguity } from './contiguity.js';
import type { Fold, Model } from './model.js';

const SET: Insert<Tables, 'streams'> = {
  into: { name: 'streams', columns: { stream: 'text', revision: 'integer' }, key: ['stream'] },
  onConflict: { key: ['stream'], replace: ['revision'] },
};

export const streams: Model = {
  name: 'streams',
  version: 1,
  tables: [SET.into],
  begin: () => Promise.resolve(new StreamsFold()),
};

class StreamsFold implements Fold {
  private rows = new Map<string, StreamsTable>();
  private readonly contiguity = new Contiguity();

  add(event: RecordedEvent): void {
    this.set(event);
  }

  addDamaged(event: DamagedEvent): void {
    if (!event.stream.startsWith(PATIENT_STREAM)) this.set(event);
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { rows } = this;
    this.rows = new Map();
    await this.contiguity.check((names) =>
      transaction.db.selectFrom('streams').selectAll().where('stream', 'in', names).execute(),
    );
    await transaction.insert(SET, [...rows.values()]);
  }

  private set(event: LogEvent): void {
    const { stream, revision, position } = event;
    this.contiguity.add(stream, { revision, position, named: stream });
    this.rows.set(stream, { stream, revision });
  }
}
