/**
 * The outbox: every message of a handover to the service it is for, and what became of
 * it. The feed is read from it, the delivery loop finds in it who is due, and whoever
 * watches sees what waits for whom.
 */
import { sql } from 'kysely';
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  HANDOVER_STREAM,
  MESSAGE_DELIVERED,
  MESSAGE_SENT,
} from '#care-event';
import type { Fold, LogEntry, Model } from './model.js';
import type { SqlValue, Write, WriteTransaction } from '../port/read-models.js';

export const outbox: Model = {
  name: 'outbox',
  version: 1,
  tables: ['outbox'],
  async create({ db }) {
    await db.schema
      .createTable('outbox')
      .addColumn('place', 'bigint', (c) => c.primaryKey())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('service', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull().unique())
      .addColumn('handover', 'text', (c) => c.notNull())
      .addColumn('patient', 'text', (c) => c.notNull())
      .addColumn('pathway', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('time', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('delivered_at', 'bigint')
      .addColumn('delivered_by', 'text')
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('next_attempt', 'bigint')
      .addColumn('reason', 'text')
      .addColumn('given_up', 'text')
      .execute();
    const index = (name: string) => db.schema.createIndex(name).on('outbox');
    await index('outbox_feed').columns(['service', 'place']).execute();
    await index('outbox_cursor').columns(['service', 'position']).execute();
    await index('outbox_waiting')
      .columns(['service', 'place', 'recorded_at', 'given_up'])
      .where(sql<boolean>`delivered_at is null`)
      .execute();
    await index('outbox_due')
      .columns(['service', 'next_attempt', 'place'])
      .where('next_attempt', 'is not', null)
      .execute();
    await index('outbox_given_up')
      .column('place')
      .where(sql<boolean>`given_up is not null`)
      .execute();
  },
  begin: () => Promise.resolve(new OutboxFold()),
};

const ADD: Write = (db) =>
  db
    .insertInto('outbox')
    .values({
      ...{ place: 0, position: '', service: '', message: '', handover: '', patient: '' },
      ...{ pathway: '', kind: '', time: '', recorded_at: 0, body: '', next_attempt: 0 },
      attempts: 0,
    })
    .onConflict((conflict) => conflict.column('message').doNothing());
const TRIED: Write = (db) =>
  db
    .updateTable('outbox')
    .set({ attempts: 0, next_attempt: 0, reason: '', given_up: '' })
    .where('message', '=', '')
    .where('delivered_at', 'is', null);
const DELIVERED: Write = (db) =>
  db
    .updateTable('outbox')
    .set({ delivered_at: 0, delivered_by: '', next_attempt: null, given_up: null })
    .where('message', '=', '')
    .where('delivered_at', 'is', null);

class OutboxFold implements Fold {
  #added: SqlValue[][] = [];
  /** By message: only its last try of a batch counts. */
  #tried = new Map<string, SqlValue[]>();
  #delivered = new Map<string, SqlValue[]>();

  add(entry: LogEntry): void {
    const { event } = entry;
    if (!event.stream.startsWith(HANDOVER_STREAM)) return;
    const { message, by, attempt, reason, retryAt } = event.data;
    if (typeof message !== 'string') return;
    // What arrived stays arrived, whatever is said of it later.
    if (this.#delivered.has(message)) return;
    switch (event.type) {
      case MESSAGE_SENT:
        this.#added.push(rowOf(entry, message));
        return;
      case DELIVERY_FAILED: {
        const why = typeof reason === 'string' ? reason : null;
        const tries = typeof attempt === 'number' ? attempt : 0;
        const again = typeof retryAt === 'string' ? Date.parse(retryAt) : null;
        const givenUp = again === null ? event.position : null;
        this.#tried.set(message, [tries, again, why, givenUp, message]);
        return;
      }
      case DELIVERY_RETRIED:
        this.#tried.set(message, [0, event.recordedAt, null, null, message]);
        return;
      case MESSAGE_DELIVERED:
        this.#delivered.set(message, [event.recordedAt, text(by), null, null, message]);
    }
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const added = this.#added;
    const tried = [...this.#tried.values()];
    const delivered = [...this.#delivered.values()];
    this.#added = [];
    this.#tried = new Map();
    this.#delivered = new Map();
    // A message may be sent, tried and delivered within one batch.
    await transaction.run(ADD, added);
    await transaction.run(TRIED, tried);
    await transaction.run(DELIVERED, delivered);
  }
}

function rowOf({ event, place }: LogEntry, message: string): SqlValue[] {
  const { position, recordedAt, data } = event;
  const { service, handoverId, patient, pathway, kind, time, body } = data;
  return [
    ...[place, position, text(service), message, text(handoverId), text(patient)],
    ...[text(pathway), text(kind), text(time), recordedAt, JSON.stringify(body ?? {}), recordedAt],
    0,
  ];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
