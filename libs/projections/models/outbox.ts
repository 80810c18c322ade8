/**
 * The outbox: every message of a handover to the service it is for, with its delivery
 * status. It serves the feed, the delivery loop, and the figures on waiting messages.
 */
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  isMessageStream,
  MESSAGE_DELIVERED,
  MESSAGE_SENT,
  receiverOf,
} from '#care-event';
import type { RecordedEvent } from '#event-store';
import type { Insert, Update } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { TableDefinition } from '../port/table-definition.js';
import type { OutboxTable, Tables } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const OUTBOX: TableDefinition<Tables, 'outbox'> = {
  name: 'outbox',
  columns: {
    position: 'position',
    service: 'text',
    message: 'text',
    handover: 'text',
    patient: 'text',
    pathway: 'text',
    kind: 'text',
    time: 'text',
    recorded_at: 'integer',
    body: 'text',
    delivered_at: 'integer?',
    delivered_by: 'text?',
    attempts: 'integer',
    next_attempt: 'integer?',
    reason: 'text?',
    given_up_position: 'position?',
  },
  key: ['position'],
  indexes: [
    { name: 'outbox_message', columns: ['message'], unique: true },
    { name: 'outbox_feed', columns: ['service', 'position'] },
    {
      name: 'outbox_waiting',
      columns: ['service', 'position', 'recorded_at', 'given_up_position'],
      rows: { where: 'delivered_at', is: 'null' },
    },
    {
      name: 'outbox_due',
      columns: ['service', 'next_attempt', 'position'],
      rows: { where: 'next_attempt', is: 'not null' },
    },
    {
      name: 'outbox_patient',
      columns: ['patient', 'position', 'service'],
      rows: { where: 'next_attempt', is: 'not null' },
    },
    { name: 'outbox_told', columns: ['patient', 'kind'] },
    {
      name: 'outbox_given_up',
      columns: ['position'],
      rows: { where: 'given_up_position', is: 'not null' },
    },
  ],
};

/** A message that is sent again is the same one. */
const ADD: Insert<Tables, 'outbox'> = { into: OUTBOX, onConflict: { key: ['message'] } };
/** A delivered message stays delivered, whatever is recorded later. */
const ATTEMPTED: Update<Tables, 'outbox'> = {
  table: OUTBOX,
  key: ['message'],
  set: ['attempts', 'next_attempt', 'reason', 'given_up_position'],
  onlyWhereNull: 'delivered_at',
};
const DELIVERED: Update<Tables, 'outbox'> = {
  table: OUTBOX,
  key: ['message'],
  set: ['delivered_at', 'delivered_by', 'next_attempt', 'given_up_position'],
  onlyWhereNull: 'delivered_at',
};

export const outbox: Model = {
  name: 'outbox',
  version: 5,
  tables: [OUTBOX],
  begin: () => Promise.resolve(new OutboxFold()),
};

type MessageState = Partial<OutboxTable> & Pick<OutboxTable, 'message'>;

/** By message: the first time it was sent or delivered, and the last attempt of the batch. */
class OutboxFold implements Fold {
  private sent = new Map<string, OutboxTable>();
  private attempted = new Map<string, MessageState>();
  private delivered = new Map<string, MessageState>();

  add(event: RecordedEvent): void {
    if (!isMessageStream(event.stream)) return;
    const { message } = event.data;
    if (typeof message !== 'string' || this.delivered.has(message)) return;
    switch (event.type) {
      case MESSAGE_SENT:
        if (!this.sent.has(message)) this.sent.set(message, sentMessage(event, message));
        return;
      case DELIVERY_FAILED:
        this.attempted.set(message, failedAttempt(event, message));
        return;
      case DELIVERY_RETRIED:
        this.attempted.set(message, {
          ...{ message, attempts: 0, next_attempt: event.knownAt },
          ...{ reason: null, given_up_position: null },
        });
        return;
      case MESSAGE_DELIVERED:
        this.delivered.set(message, {
          ...{ message, delivered_at: event.knownAt, delivered_by: text(event.data['by']) },
          ...{ next_attempt: null, given_up_position: null },
        });
    }
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { sent, attempted, delivered } = this;
    this.sent = new Map();
    this.attempted = new Map();
    this.delivered = new Map();
    // A message may be sent, attempted and delivered within one batch.
    await transaction.insert(ADD, [...sent.values()]);
    await transaction.update(ATTEMPTED, [...attempted.values()]);
    await transaction.update(DELIVERED, [...delivered.values()]);
  }
}

function sentMessage({ position, knownAt, data }: RecordedEvent, message: string): OutboxTable {
  return {
    position,
    message,
    service: receiverOf({
      service: text(data['service']),
      organisation: text(data['organisation']),
    }),
    handover: text(data['handoverId']),
    patient: text(data['patient']),
    pathway: text(data['pathway']),
    kind: text(data['kind']),
    time: text(data['time']),
    recorded_at: knownAt,
    body: JSON.stringify(data['body'] ?? {}),
    delivered_at: null,
    delivered_by: null,
    attempts: 0,
    next_attempt: knownAt,
    reason: null,
    given_up_position: null,
  };
}

function failedAttempt({ position, data }: RecordedEvent, message: string): MessageState {
  const { attempt, reason, retryAt } = data;
  const again = Date.parse(text(retryAt));
  return {
    message,
    attempts: Number.isSafeInteger(attempt) ? Number(attempt) : 0,
    next_attempt: Number.isNaN(again) ? null : again,
    reason: typeof reason === 'string' ? reason : null,
    given_up_position: Number.isNaN(again) ? position : null,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
