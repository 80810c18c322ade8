/**
 * Planted bugs: mistakes that programs of this kind really have, each switched on by its
 * name. The simulation has to find every one of them; the product has none of them.
 */
import { LogProcessor, type DueWakeUp, type WakeUpIndex } from '#engine';
import { StoreFull, type EventStore, type NewEvent, type RecordedEvent } from '#event-store';
import { PATIENT_STREAM, type CareEvent, type FactSink, type Recorded } from '#pathway';
import type { ReadModels } from '#projections';
import { OutcomeUnknown } from './link.js';
import { NOTHING_PLANTED, type Planted } from './planted.js';
import { Poisoned } from './poison.js';
import type { Random } from './random.js';

type WriteTransaction = Parameters<Parameters<ReadModels['write']>[0]>[0];

/** The same store with some of its ways changed. */
function changed(store: EventStore, ways: Partial<EventStore>): EventStore {
  return {
    append: (stream, expected, events) => store.append(stream, expected, events),
    readStream: (stream, options) => store.readStream(stream, options),
    readLog: (options) => store.readLog(options),
    head: () => store.head(),
    subscribe: (options) => store.subscribe(options),
    close: () => store.close(),
    ...ways,
  };
}

function isPatient(stream: string): boolean {
  return stream.startsWith(PATIENT_STREAM);
}

function randomId(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.next().toString(16).padStart(8, '0')).join('');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...groups, hex.slice(20)].join('-');
}

const ENGINE: readonly Planted[] = [
  {
    name: 'any-revision',
    mistake: 'The engine appends to a patient whatever was appended since it read.',
    breaks: [5, 13, 14],
    engineStore: (store) =>
      changed(store, {
        append: (stream, expected, events) =>
          store.append(stream, isPatient(stream) ? 'any' : expected, events),
      }),
  },
  {
    name: 'torn-batch',
    mistake: 'Facts and the decisions on them are appended one by one, not as a batch.',
    breaks: [12, 13, 14],
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
          const events = await store.readStream(stream, options);
          return isPatient(stream) ? events.map(asArrived) : events;
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

const DOORS: readonly Planted[] = [
  {
    name: 'new-id-on-retry',
    mistake: 'A door that heard no answer asks again under a new id.',
    breaks: [4],
    door: (door) =>
      doorOf(async (patient, facts) => {
        try {
          return await door.recordFacts(patient, facts);
        } catch {
          const again = facts.map((fact) => ({ ...fact, id: `${fact.id}-again` }));
          return door.recordFacts(patient, again);
        }
      }),
  },
  {
    name: 'duplicates-unknown',
    mistake: 'Each delivery of a report counts as a report of its own.',
    breaks: [4],
    door: (door, { random }) =>
      doorOf((patient, facts) =>
        door.recordFacts(
          patient,
          facts.map((fact) => ({ ...fact, id: `${fact.id}-${random.next()}` })),
        ),
      ),
  },
  {
    name: 'conflict-is-repeat',
    mistake: 'The same id with other content is answered as a repeat.',
    breaks: [4],
    door: (door) =>
      doorOf(async (patient, facts) => {
        const recorded = await door.recordFacts(patient, facts);
        const outcomes = recorded.outcomes.map((outcome) =>
          outcome.status === 'refused' && outcome.code === 'conflict'
            ? { status: 'repeated' as const, position: '0' }
            : outcome,
        );
        return { ...recorded, outcomes };
      }),
  },
];

const TIMERS: readonly Planted[] = [
  {
    name: 'woken-before-waking',
    mistake: 'A wake-up is ticked off on disk before the patient was woken.',
    breaks: [13],
    index: (index, { disk }) => ({
      ...indexOf(index),
      due: async (now, limit, after) => {
        const ticked = (disk.get('ticked') ?? new Set()) as Set<string>;
        disk.set('ticked', ticked);
        const due = (await index.due(now, limit, after)).filter(
          (each) => !ticked.has(nameOf(each)),
        );
        for (const each of due) ticked.add(nameOf(each));
        return due;
      },
    }),
  },
];

const PROJECTIONS: readonly Planted[] = [
  {
    name: 'checkpoint-apart',
    mistake: 'Read models write their checkpoint in a transaction of its own.',
    breaks: [7, 8],
    models: (models) => ({
      access: models.access,
      read: (work) => models.read(work),
      close: () => models.close(),
      write: async (work) => {
        const later: Parameters<WriteTransaction['run']>[] = [];
        const result = await models.write((transaction) =>
          work({
            db: transaction.db,
            clustered: transaction.clustered,
            run: (write, rows) => {
              if (!write(transaction.db).compile().sql.includes('"checkpoints"'))
                return transaction.run(write, rows);
              later.push([write, [...rows]]);
              return Promise.resolve();
            },
          }),
        );
        await models.write(async (transaction) => {
          for (const [write, rows] of later) await transaction.run(write, rows);
        });
        return result;
      },
    }),
  },
  {
    name: 'resumes-one-too-far',
    mistake: 'Whoever goes on from a checkpoint leaves out the first event after it.',
    breaks: [8, 12, 13],
    projectionStore: (store) => skippingOne(store),
  },
];

const PROCESSORS: readonly Planted[] = [
  {
    name: 'acknowledged-first',
    mistake: 'The checkpoint moves on before the handler is through.',
    breaks: [12],
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
    breaks: [15],
    processorStore: (store) =>
      changed(store, {
        readStream: (stream, options) =>
          stream === 'parked' ? Promise.resolve([]) : store.readStream(stream, options),
      }),
  },
  {
    name: 'unbounded-read-ahead',
    mistake: 'A processor reads ahead of a slow handler without a limit.',
    breaks: [22],
    processor: (options) => new LogProcessor({ ...options, readAheadEvents: 10_000 }),
  },
];

const DELIVERIES: readonly Planted[] = [
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

const CUSTODY: readonly Planted[] = [
  {
    name: 'offer-moves-custody',
    mistake: 'An offer counts as accepted as soon as it was made.',
    breaks: [4, 13, 14],
    engineStore: (store) =>
      changed(store, {
        readStream: async (stream, options) => {
          const events = await store.readStream(stream, options);
          return isPatient(stream) ? events.map(asAccepted) : events;
        },
      }),
  },
];

export const MUTATIONS: readonly Planted[] = [
  ...ENGINE,
  ...DOORS,
  ...TIMERS,
  ...PROJECTIONS,
  ...PROCESSORS,
  ...DELIVERIES,
  ...CUSTODY,
];

/** @throws RangeError there is no such mutation */
export function plantedNamed(name: string | undefined): Planted {
  if (name === undefined) return NOTHING_PLANTED;
  const found = MUTATIONS.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`There is no mutation called ${name}.`);
  return found;
}

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

function doorOf(
  recordFacts: (patient: string, facts: readonly CareEvent[]) => Promise<Recorded>,
): FactSink {
  return { recordFacts };
}

function indexOf(index: WakeUpIndex): WakeUpIndex {
  return {
    due: (now, limit, after) => index.due(now, limit, after),
    position: () => index.position(),
    pendingReviews: () => index.pendingReviews(),
    patientsAfter: (patient, limit) => index.patientsAfter(patient, limit),
  };
}

function nameOf({ patient, wake, place }: DueWakeUp): string {
  return `${patient} ${wake} ${place}`;
}

/** Leaves out the first event behind the place that the first page is asked from. */
function skippingOne(store: EventStore): EventStore {
  let isFirst = true;
  return changed(store, {
    readLog: async (options) => {
      const page = await store.readLog(options);
      const skips = isFirst && options.from !== undefined && options.limit > 1;
      if (options.limit > 1) isFirst = false;
      return skips ? page.slice(1) : page;
    },
  });
}
