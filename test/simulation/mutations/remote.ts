/** Bugs planted in how a log on other machines is spoken to. */
import {
  OutcomeUnknown,
  Unavailable,
  WrongExpectedRevision,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type LogEvent,
  type NewEvent,
  type SubscriptionMessage,
} from '#event-store';
import { LOG_FAULTS } from '../faults.js';
import type { Planted } from '../planted.js';
import { changed, isPatient } from './changed-store.js';

type Append = EventStore['append'];
type Again = (
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
) => Promise<Appended>;

export const REMOTES: readonly Planted[] = [
  {
    name: 'retry-shortened',
    mistake: 'After an unknown outcome only the first event of a batch is sent again.',
    breaks: [4, 12, 13, 14],
    revealedBy: LOG_FAULTS,
    engineStore: (store) =>
      differentlyAgain(store, async (stream, expected, events) => {
        const { firstRevision, position } = await store.append(
          stream,
          expected,
          events.slice(0, 1),
        );
        const lastRevision = firstRevision + events.length - 1;
        return { firstRevision, lastRevision, position, repeated: false };
      }),
  },
  {
    name: 'retry-behind-newest',
    mistake:
      'After an unknown outcome the events are sent again behind what the stream holds then.',
    breaks: [4, 11, 13, 14],
    revealedBy: LOG_FAULTS,
    engineStore: (store) =>
      differentlyAgain(store, async (stream, _expected, events) => {
        const { events: last } = await store.readStream(stream, {
          direction: 'backwards',
          limit: 1,
        });
        return store.append(stream, last[0]?.revision ?? 'none', events);
      }),
  },
  {
    name: 'conflict-taken-for-own',
    mistake: 'A conflict after an unknown outcome is taken for the own events.',
    breaks: [4, 12, 13, 14],
    revealedBy: LOG_FAULTS,
    engineStore: (store) =>
      differentlyAgain(store, async (stream, expected, events) => {
        try {
          return await store.append(stream, expected, events);
        } catch (fault) {
          const head = await store.head();
          if (!(fault instanceof WrongExpectedRevision) || head === undefined) throw fault;
          const firstRevision = typeof expected === 'number' ? expected + 1 : 0;
          const lastRevision = firstRevision + events.length - 1;
          return { firstRevision, lastRevision, position: head, repeated: false };
        }
      }),
  },
  {
    name: 'cursor-included',
    mistake: 'Whoever reads on from a position gets the event there once more.',
    breaks: [7, 8],
    revealedBy: { ...LOG_FAULTS, realModels: true },
    projectionStore: (store) => {
      let last: LogEvent | undefined;
      return changed(store, {
        readLog: async (options) => {
          const page = await store.readLog(options);
          const again = options.from !== undefined && options.from === last?.position ? [last] : [];
          last = page.events.at(-1) ?? last;
          return { ...page, events: [...again, ...page.events] };
        },
      });
    },
  },
  {
    name: 'delivered-again-folded',
    mistake: 'What a subscription delivers a second time is folded a second time.',
    breaks: [8, 13],
    revealedBy: LOG_FAULTS,
    projectionStore: (store) =>
      heard(store, ({ events }) => ({
        kind: 'events',
        events: [...events, ...events.slice(0, 1)],
      })),
  },
  {
    name: 'resubscribed-at-the-head',
    mistake: 'After an interruption a subscription goes on with what is new.',
    breaks: [8, 13],
    revealedBy: LOG_FAULTS,
    projectionStore: (store, { random }) =>
      changed(store, {
        subscribe: async function* (options) {
          const head = random.happens(0.3) ? await store.head() : undefined;
          yield* store.subscribe(head === undefined ? options : { ...options, after: head });
        },
      }),
  },
  {
    name: 'silent-subscription',
    mistake: 'A subscription that was dropped is never opened again.',
    breaks: [8, 12, 13],
    revealedBy: LOG_FAULTS,
    projectionStore: (store) => {
      let isDropped = false;
      return changed(store, {
        subscribe: async function* (options) {
          if (isDropped) return;
          try {
            yield* store.subscribe(options);
          } catch (fault) {
            isDropped = fault instanceof Unavailable;
            throw fault;
          }
        },
      });
    },
  },
];

/** The same store, but that an append after one of unknown outcome goes another way. */
function differentlyAgain(store: EventStore, again: Again): EventStore {
  const unknown = new Set<string>();
  const append: Append = async (stream, expected, events) => {
    const first = events[0]?.id ?? '';
    try {
      if (isPatient(stream) && unknown.has(first)) return await again(stream, expected, events);
      return await store.append(stream, expected, events);
    } catch (fault) {
      if (fault instanceof OutcomeUnknown) unknown.add(first);
      throw fault;
    }
  };
  return changed(store, { append });
}

type Heard = Extract<SubscriptionMessage, { readonly kind: 'events' }>;

function heard(store: EventStore, as: (message: Heard) => Heard): EventStore {
  return changed(store, {
    subscribe: async function* (options) {
      for await (const message of store.subscribe(options))
        yield message.kind === 'events' ? as(message) : message;
    },
  });
}
