/** Bugs planted in the processors, the saga and the delivery of its messages. */
import { LogProcessor } from '#engine';
import { StoreFull } from '#event-store';
import type { Planted } from '../planted.js';
import { Poisoned } from '../poison.js';
import { changed, randomId, skippingOne } from './changed-store.js';

export const PROCESSORS: readonly Planted[] = [
  {
    name: 'acknowledged-first',
    mistake: 'The checkpoint moves on before the handler is through.',
    breaks: [12, 15],
    handler: (handler) => (event) => {
      handler(event).catch(() => undefined);
      return Promise.resolve();
    },
  },
  {
    name: 'random-message-id',
    mistake: 'Each message of a saga gets a random id.',
    breaks: [11],
    sagaStore: (store, { random }) =>
      changed(store, {
        append: (stream, expected, events) =>
          store.append(
            stream,
            expected,
            events.map((event) => ({ ...event, id: randomId(random) })),
          ),
      }),
  },
  {
    name: 'processor-one-too-far',
    mistake: 'A processor goes on one event behind its checkpoint.',
    breaks: [12],
    revealedBy: { crashEverySteps: 60, processes: 1 },
    processorStore: (store) => skippingOne(store),
  },
  {
    name: 'poison-stops-all',
    mistake: 'A poison event stops the whole processor.',
    breaks: [15],
    handler: (handler) => async (event) => {
      try {
        await handler(event);
      } catch (fault) {
        throw fault instanceof Poisoned ? new StoreFull() : fault;
      }
    },
  },
  {
    name: 'poison-passed-over',
    mistake: 'A poison event is logged and passed over; what follows it goes on.',
    breaks: [12, 15],
    handler: (handler) => async (event) => {
      try {
        await handler(event);
      } catch (fault) {
        if (!(fault instanceof Poisoned)) throw fault;
      }
    },
  },
  {
    name: 'parked-forgotten',
    mistake: 'Who is parked is not read again after a restart.',
    breaks: [12, 15],
    revealedBy: { crashEverySteps: 100, processes: 1 },
    processorStore: (store) =>
      changed(store, {
        readStream: (stream, options) =>
          stream === 'parked'
            ? Promise.resolve({ events: [], end: true })
            : store.readStream(stream, options),
      }),
  },
  {
    name: 'unbounded-read-ahead',
    mistake: 'A processor reads ahead of a slow handler without a limit.',
    breaks: [22],
    processor: (options) => new LogProcessor({ ...options, readAheadEvents: 10_000 }),
  },
];

export const DELIVERIES: readonly Planted[] = [
  {
    name: 'delivered-before-push',
    mistake: 'A message counts as delivered before the push is through.',
    breaks: [12],
    delivery: (delivery) => ({
      ...delivery,
      deliver: (sent, options) => {
        delivery.deliver(sent, options).catch(() => undefined);
        return Promise.resolve({ status: 'delivered' });
      },
    }),
  },
  {
    name: 'push-with-new-id',
    mistake: 'Each push of a message gets an id of its own.',
    breaks: [11, 12],
    delivery: (delivery, { random }) => ({
      ...delivery,
      deliver: (sent, options) => {
        const message = { ...sent.message, message: randomId(random) };
        return delivery.deliver({ ...sent, message }, options);
      },
    }),
  },
];
