/** Bugs planted in what the engine reads, decides by and appends. */
import { appendOnce, OutcomeUnknown, requireReadable } from '#event-store';
import type { NewEvent, RecordedEvent } from '#event-store';
import type { Planted } from '../planted.js';
import { changed, isPatient } from './changed-store.js';

export const ENGINE: readonly Planted[] = [
  {
    name: 'any-revision',
    mistake: 'The engine appends to a patient whatever was appended since it read.',
    breaks: [5, 13, 14],
    engineStore: (store) =>
      changed(store, {
        append: (stream, expected, events) =>
          isPatient(stream)
            ? appendOnce(store, stream, events)
            : store.append(stream, expected, events),
      }),
  },
  {
    name: 'torn-batch',
    mistake: 'Facts and the decisions on them are appended one by one, not as a batch.',
    breaks: [4, 12, 13, 14],
    engineStore: (store) =>
      changed(store, {
        append: async (stream, expected, events) => {
          let answer = await store.append(stream, expected, events.slice(0, 1));
          for (const event of events.slice(1)) {
            answer = await store.append(stream, answer.lastRevision, [event]);
          }
          const firstRevision = answer.lastRevision + 1 - events.length;
          return { ...answer, firstRevision };
        },
      }),
  },
  {
    name: 'hint-forgotten',
    mistake: 'A batch of several events goes to the log without its wake-up hint.',
    breaks: [13],
    engineStore: (store) =>
      changed(store, {
        append: (stream, expected, events) =>
          store.append(stream, expected, events.length > 1 ? events.map(withoutHint) : events),
      }),
  },
  {
    name: 'arrival-order',
    mistake: 'Facts count from when they arrived, not from when they happened.',
    breaks: [4, 13, 14],
    engineStore: (store) =>
      changed(store, {
        readStream: async (stream, options) => {
          const page = await store.readStream(stream, options);
          return isPatient(stream)
            ? { ...page, events: requireReadable(page.events).map(asArrived) }
            : page;
        },
      }),
  },
  {
    name: 'clock-ahead',
    mistake: 'The engine takes it to be an hour later than the clock shows.',
    breaks: [13],
    clock: (clock) => () => clock() + 3_600_000,
  },
  {
    name: 'failure-is-success',
    mistake: 'An append whose connection broke is taken for done.',
    breaks: [4, 12],
    engineStore: (store) =>
      changed(store, {
        append: async (stream, expected, events) => {
          try {
            return await store.append(stream, expected, events);
          } catch (fault) {
            if (!(fault instanceof OutcomeUnknown) || !isPatient(stream)) throw fault;
            const head = (await store.head()) ?? Promise.reject(fault);
            const firstRevision = typeof expected === 'number' ? expected + 1 : 0;
            const lastRevision = firstRevision + events.length - 1;
            return { firstRevision, lastRevision, position: await head, repeated: false };
          }
        },
      }),
  },
];

export const CUSTODY: readonly Planted[] = [
  {
    name: 'offer-moves-custody',
    mistake: 'An offer counts as accepted as soon as it was made.',
    breaks: [4, 13, 14],
    engineStore: (store) =>
      changed(store, {
        readStream: async (stream, options) => {
          const page = await store.readStream(stream, options);
          return isPatient(stream)
            ? { ...page, events: requireReadable(page.events).map(asAccepted) }
            : page;
        },
      }),
  },
];

function withoutHint(event: NewEvent): NewEvent {
  const kept = Object.entries(event.metadata).filter(([name]) => name !== 'wake');
  return { ...event, metadata: Object.fromEntries(kept) };
}

function asArrived(event: RecordedEvent): RecordedEvent {
  if (typeof event.metadata['at'] !== 'string') return event;
  const at = new Date(event.recordedAt).toISOString();
  return { ...event, metadata: { ...event.metadata, at } };
}

function asAccepted(event: RecordedEvent): RecordedEvent {
  const { type } = event;
  return type === 'ResponsibilityOffered.v1'
    ? { ...event, type: 'ResponsibilityAccepted.v1' }
    : event;
}
