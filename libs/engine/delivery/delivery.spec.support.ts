/** A log with handovers and its outbox for tests: real parts, a clock that is set by hand. */
import {
  appendOnce,
  readWholeStream,
  timeOrderedId,
  type EventStore,
  type RecordedEvent,
} from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { HANDOVER_STREAM, MESSAGE_SENT, type HandoverMessage } from '#care-event';
import {
  deadDeliveries,
  dueDeliveries,
  isInOutbox,
  outboxPage,
  ProjectionRunner,
  undeliveredUpTo,
  waitingDeliveries,
  waitingReceivers,
  type ReadModels,
} from '#projections';
import { openReadModels } from '#projections/sqlite';
import type { DeliveryIndex } from './delivery-index.js';
import type { OutboxIndex } from './outbox-feed.js';
import type {
  DeliveryOutcome,
  PushDelivery,
  OutboxMessage,
} from '../delivery-port/delivery-port.js';

export interface HandoverLog {
  readonly store: EventStore;
  readonly models: ReadModels;
  /** Of all that is in the log by the last `catchUp`. */
  readonly index: DeliveryIndex & OutboxIndex;
  now: number;
  /** Puts a message into the outbox; `n` distinguishes it. */
  send(n: number, more?: Partial<HandoverMessage>): Promise<HandoverMessage>;
  catchUp(): Promise<void>;
  /** Types of what the handover's stream holds after the message itself. */
  typesAfterSending(message: HandoverMessage): Promise<readonly string[]>;
  events(message: HandoverMessage): Promise<readonly RecordedEvent[]>;
  close(): Promise<void>;
}

export const START_MS = Date.parse('2026-06-01T08:00:00Z');

/** @param file of the log; default in memory */
export async function openHandoverLog(file = ':memory:'): Promise<HandoverLog> {
  const store = await openSqliteEventStore({ file, access: 'write', clock: () => log.now });
  const models = await openReadModels({ file: ':memory:', access: 'write' });
  const runner = new ProjectionRunner({ store, models });
  const log: HandoverLog = {
    store,
    models,
    now: START_MS,
    index: {
      due: (service, now, limit, beyond) => dueDeliveries(models, service, now, { limit, beyond }),
      receivers: () => waitingReceivers(models),
      waiting: (patient, isFor, limit) => waitingDeliveries(models, { patient, isFor }, limit),
      deadLetters: (after, limit) => deadDeliveries(models, after, limit),
      page: (service, { inherited, after }, limit) =>
        outboxPage(models, { service, inherited, limit, ...(after !== undefined && { after }) }),
      holds: (services, position) => isInOutbox(models, { services, position }),
      undelivered: (services, { after, upTo }, limit) =>
        undeliveredUpTo(models, { services, upTo, limit, ...(after !== undefined && { after }) }),
    },
    async send(n, more = {}) {
      const message: HandoverMessage = {
        message: timeOrderedId(START_MS, 'message', String(n)),
        handoverId: `h${n}`,
        kind: 'offered',
        service: 'hospital',
        patient: `p${n}`,
        pathway: 'hip',
        time: new Date(log.now).toISOString(),
        body: { n },
        ...more,
      };
      const id = timeOrderedId(log.now, MESSAGE_SENT, message.message);
      await appendOnce(store, `${HANDOVER_STREAM}${message.handoverId}`, [
        { id, type: MESSAGE_SENT, data: { ...message }, metadata: {} },
      ]);
      return message;
    },
    async catchUp() {
      await runner.catchUp();
    },
    async typesAfterSending(message) {
      const events = await log.events(message);
      return events.map(({ type }) => type).filter((type) => type !== MESSAGE_SENT);
    },
    async events({ handoverId }) {
      return readWholeStream(store, `${HANDOVER_STREAM}${handoverId}`);
    },
    async close() {
      await models.close();
      await store.close();
    },
  };
  await log.catchUp();
  return log;
}

/** Another adapter of the same port: it keeps what it is given and answers as a test says. */
export class ScriptedDelivery implements PushDelivery {
  readonly name = 'scripted';
  readonly handed: OutboxMessage[] = [];
  /** By which name, and the number of the message. */
  readonly handedTo: (readonly [string, unknown])[] = [];
  closed = false;

  constructor(
    readonly services: readonly string[],
    public answer: (sent: OutboxMessage) => DeliveryOutcome | Promise<DeliveryOutcome>,
  ) {}

  async deliver(sent: OutboxMessage, { to }: { readonly to: string }): Promise<DeliveryOutcome> {
    this.handed.push(sent);
    this.handedTo.push([to, sent.message.body['n']]);
    return this.answer(sent);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

export const DELIVERED: DeliveryOutcome = { status: 'delivered' };
/** The receiver is there and refuses this message. */
export const REFUSED: DeliveryOutcome = {
  ...{ status: 'failed', reason: 'status-422', fault: 'message' },
};
export const DOWN: DeliveryOutcome = {
  ...{ status: 'failed', reason: 'status-500', fault: 'target' },
};
/** The receiver is there and asks for patience. */
export const BUSY: DeliveryOutcome = {
  ...{ status: 'failed', reason: 'status-429', fault: 'busy' },
};
