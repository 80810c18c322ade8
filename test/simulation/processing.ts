/** The processors of one process: the saga on its checkpoint, its parking lot, and the poison in its way. */
import { HandoverProcess, LogProcessor, ParkedSequences, type Clock } from '#engine';
import {
  comparePositions,
  type EventStore,
  type Position,
  type ReadLogOptions,
  type RecordedEvent,
  type LogEvent,
} from '#event-store';
import { FaultyCheckpoints } from './faulty-checkpoints.js';
import type { Around, Planted } from './planted.js';
import { wholeLog } from './checks/log.js';
import type { MemoryEventStore } from './memory-store.js';
import type { Observer } from './observer.js';
import { Poisoned, type Mending } from './poison.js';
import type { Scheduler } from './scheduler.js';

export interface Processing {
  readonly lot: ParkedSequences;
  readonly processor: LogProcessor;
}

export interface ProcessingParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly around: Around;
  readonly scheduler: Scheduler;
  readonly planted: Planted;
  readonly mending: Mending;
  readonly observer: Observer;
  /** The whole log, past every fault. */
  readonly log: MemoryEventStore;
}

/** Handler calls under way at once that a processor allows itself unless it is set otherwise. */
export const HANDLERS_MAX = 16;

export async function openProcessing(parts: ProcessingParts): Promise<Processing> {
  const { around, scheduler, planted, mending, clock, observer, log } = parts;
  const { life, random, disk } = around;
  const store = planted.processorStore?.(parts.store, around) ?? parts.store;
  const lot = new ParkedSequences({ store });
  await lot.load();
  const saga = new HandoverProcess(planted.sagaStore?.(store, around) ?? store);
  const checkpoints = new FaultyCheckpoints(disk, scheduler, life);
  const handle = async (event: RecordedEvent): Promise<void> => {
    observer.handling(event);
    if (mending.isPoisoned(event, scheduler.now)) throw new Poisoned('poisoned');
    await saga.handle(event);
  };
  const readAheadEvents = random.oneOf([3, 50, 1_000]);
  const options = {
    name: 'handovers' as const,
    types: HandoverProcess.types,
    store: watched(store, ({ position }) => {
      const wanted = wholeLog(log).filter(({ type }) => HandoverProcess.types.includes(type));
      const held = heldBehind(wanted, processor.position, position);
      observer.readAhead(held, readAheadEvents);
    }),
    parking: lot,
    partitionKeyOf: (event: RecordedEvent) => HandoverProcess.partitionKeyOf(event),
    clock,
    checkpoints: planted.checkpoints?.(checkpoints, around) ?? checkpoints,
    handle: planted.handler?.(handle, around) ?? handle,
    readAheadEvents,
    checkpointEvents: random.oneOf([1, 5, 1_000]),
    concurrency: random.oneOf([1, 3, HANDLERS_MAX]),
  };
  const processor = planted.processor?.(options, around) ?? new LogProcessor(options);
  return { lot, processor };
}

/** Tells of the last event of each page of the log; looking at a single event is no reading ahead. */
function watched(store: EventStore, onPage: (last: LogEvent) => void): EventStore {
  return Object.create(store, {
    readLog: {
      value: async (options: ReadLogOptions) => {
        const page = await store.readLog(options);
        const last = page.events.at(-1);
        if (last !== undefined && options.limit > 1) onPage(last);
        return page;
      },
    },
  }) as EventStore;
}

/** Events after what was acknowledged, up to one that was read. */
function heldBehind(
  log: readonly RecordedEvent[],
  acknowledged: Position | undefined,
  read: Position,
): number {
  return log.filter(
    ({ position }) =>
      (acknowledged === undefined || comparePositions(position, acknowledged) > 0) &&
      comparePositions(position, read) <= 0,
  ).length;
}
