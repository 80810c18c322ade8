/**
 * What the thread has that works in the background: it wakes patients and runs the processors.
 * It reads the log by itself, appends through the writing thread of the process, and follows
 * the definitions that the main thread publishes. It has no clock: each call passes the time.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { positionOf, retrying, type EventStore, type Position } from '#event-store';
import {
  DefinitionRegistry,
  deliveryWork,
  factKeysWork,
  HandoverProcess,
  LogProcessor,
  markReviewed,
  ParkedWakeUps,
  ParkedSequences,
  PatientStates,
  PatientWaker,
  WakeUpLoop,
  type CheckpointStore,
  type Clock,
  type ParkedSequence,
  type WakeUpIndex,
} from '#engine';
import { dataFolder } from './folder/data-folder.js';
import { openLogInThread, type SharedWriter } from './stores/log.js';
import type { Installation } from './stores/places.js';
import { openFactKeys, openProcessorCheckpoints } from './stores/work.js';
import { atHalfTime } from './workers/at-half-time.js';
import { openWakeUpIndex } from './read-models/wake-up-index.js';

/** The processors of a server; wake-ups, which can be parked as well, are none. */
const LOG_PROCESSORS = ['handovers', 'delivery', 'fact-keys'] as const;
export type LogProcessorName = (typeof LOG_PROCESSORS)[number];

/** Keys of facts are looked after only where the log cannot keep them unique itself. */
export function logProcessors({
  uniqueKeys,
}: Pick<EventStore, 'uniqueKeys'>): readonly LogProcessorName[] {
  return LOG_PROCESSORS.filter((name) => name !== 'fact-keys' || !uniqueKeys);
}

export interface BackgroundThreadOptions {
  readonly folder: Installation;
  /** From `WritableFolder.shareWriter`. */
  readonly shared: SharedWriter;
  readonly onError: (error: unknown) => void;
  /** Called for each sequence that was parked. */
  readonly onParked: (parked: ParkedSequence) => void;
  /** Called for each source and id that was noticed to be two patients'. */
  readonly onCollision: () => void;
  /** Called with each checkpoint that a processor has saved. */
  readonly onCheckpoint: (processor: LogProcessorName, position: Position) => void;
}

/**
 * Events in one commit of this thread. A publisher's append waits behind one such commit at
 * most; larger ones write hardly more per second.
 */
const GROUP_EVENTS = 64;
/** Enough that the next groups are ready when one is written. */
const CONCURRENCY = 4 * GROUP_EVENTS;
/** Patients per batch: bounds what one takes, some tenths of a second. */
const PATIENTS_PER_BATCH = 4_000;

/** Most patients are woken once and not again for long; only long histories are worth keeping. */
const KEPT = { weightMin: 200, weightMax: 100_000 };

export interface BackgroundThread {
  /** One bounded batch of those due at this instant (ms since the epoch); one call at a time. */
  wakeDue(now: number): ReturnType<WakeUpLoop['tick']>;
  /**
   * Processes what the log holds by now; one call for a processor at a time.
   * @returns up to where every event is handled or parked
   */
  process(
    name: LogProcessorName,
    options: { readonly now: number; readonly signal: AbortSignal },
  ): Promise<Position | undefined>;
  /** The batch of wake-ups under way ends early. */
  stop(): Promise<void>;
  /** After `stop`, when nothing is under way any more. */
  close(): Promise<void>;
}

export async function openBackgroundThread(
  options: BackgroundThreadOptions,
): Promise<BackgroundThread> {
  const { folder, shared, onError, onParked, onCollision, onCheckpoint } = options;
  let time = -Infinity;
  const clock = (): number => time;
  const paths = dataFolder(folder);
  const store = retrying(
    await openLogInThread(paths, { clock, shared, groupEvents: GROUP_EVENTS }),
  );
  const index = await openWakeUpIndex(paths);
  const saved = await openProcessorCheckpoints(paths, shared);
  const parking = new ParkedSequences({ store, onParked });
  await parking.load();
  const parked = new ParkedWakeUps(store, parking);
  const loop = wakeUpLoop({ store, clock, index, parked, onError });
  const checkpoints = reporting(saved, onCheckpoint);
  const factKeys = store.uniqueKeys ? undefined : await openFactKeys(paths);
  const parts = { store, clock, parking, checkpoints, turn: () => turn() };
  const processors = processorsOf(parts, factKeys && { index: factKeys, onCollision });
  return {
    wakeDue: async (now) => {
      time = now;
      await parked.refresh();
      return loop.tick();
    },
    process: async (name, { now, signal }) => {
      time = now;
      return (await processors[name]?.runOnce(signal))?.position;
    },
    stop: () => loop.stop(),
    close: async () => {
      await index.close();
      await saved.close();
      await factKeys?.close();
      await store.close();
    },
  };
}

interface WakeUpParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly index: WakeUpIndex;
  readonly parked: ParkedWakeUps;
  readonly onError: (error: unknown) => void;
}

function wakeUpLoop({ store, clock, index, parked, onError }: WakeUpParts): WakeUpLoop {
  const registry = new DefinitionRegistry(store);
  const waking = new PatientWaker(store, registry, new PatientStates(store, KEPT));
  return new WakeUpLoop({
    engine: {
      wakePatient: async (patient) => {
        const cancelled = await parked.cancelDiscarded(patient);
        const woken = cancelled ?? (await waking.wake(patient, clock()));
        parked.onWoken(patient);
        return woken;
      },
      markReviewed: (reviewed) => markReviewed(store, reviewed),
      concernsAnybody: (review) => !('revision' in review) || registry.bindsOrganisations(),
      refreshDefinitions: () => registry.refreshChanged(),
    },
    index,
    clock,
    batch: PATIENTS_PER_BATCH,
    concurrency: CONCURRENCY,
    paced: atHalfTime,
    onError,
    isParked: (patient) => parked.isParked(patient),
    onFailed: (patient, error) => parked.onFailed(patient, error),
  });
}

type ProcessorParts = Pick<
  ConstructorParameters<typeof LogProcessor>[0],
  'store' | 'clock' | 'parking' | 'checkpoints' | 'turn'
>;

function processorsOf(
  parts: ProcessorParts,
  factKeys: Pick<Parameters<typeof factKeysWork>[0], 'index' | 'onCollision'> | undefined,
): Readonly<Partial<Record<LogProcessorName, LogProcessor>>> {
  const { store, parking } = parts;
  const saga = new HandoverProcess(store);
  return {
    handovers: new LogProcessor({
      ...parts,
      name: 'handovers',
      types: HandoverProcess.types,
      partitionKeyOf: (event) => HandoverProcess.partitionKeyOf(event),
      damagedKeyOf: (event) => HandoverProcess.damagedKeyOf(event),
      handle: async (event) => void (await saga.handle(event)),
    }),
    delivery: new LogProcessor({ ...parts, ...deliveryWork(store, parking) }),
    ...(factKeys && {
      'fact-keys': new LogProcessor({ ...parts, ...factKeysWork({ store, ...factKeys }) }),
    }),
  };
}

/** The same checkpoints; whoever watches hears of each that is saved. */
function reporting(
  checkpoints: CheckpointStore,
  onCheckpoint: BackgroundThreadOptions['onCheckpoint'],
): CheckpointStore {
  return {
    load: (name) => checkpoints.load(name),
    save: async (name, token) => {
      await checkpoints.save(name, token);
      onCheckpoint(name as LogProcessorName, positionOf(token));
    },
    close: () => checkpoints.close(),
  };
}
