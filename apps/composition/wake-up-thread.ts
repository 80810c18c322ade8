/**
 * What a thread has that only wakes patients: the log read by itself, appends through the
 * writing thread of the process, definitions that follow what the main thread publishes.
 */
import type { MessagePort } from 'node:worker_threads';
import { retrying } from '#event-store';
import { openOnSharedWriter } from '#event-store/sqlite';
import {
  DefinitionRegistry,
  markReviewed,
  ParkedWakeUps,
  ParkedSequences,
  PatientStates,
  PatientWaker,
  WakeUpLoop,
  type ParkedSequence,
} from '#engine';
import { dataFolder } from './folder/data-folder.js';
import { openWakeUpIndex } from './read-models/wake-up-index.js';

export interface WakeUpThreadOptions {
  readonly folder: string;
  /** From `WritableFolder.shareWriter`. */
  readonly port: MessagePort;
  readonly onError: (error: unknown) => void;
  /** Called for each patient whose wake-up was parked. */
  readonly onParked: (parked: ParkedSequence) => void;
}

/**
 * Events in one commit of wake-ups. A publisher's append waits behind one such commit at
 * most; larger ones write hardly more per second.
 */
const GROUP_EVENTS = 64;
/** Enough that the next groups are ready when one is written. */
const CONCURRENCY = 4 * GROUP_EVENTS;
/** Patients per batch: bounds what one takes, some tenths of a second. */
const PATIENTS_PER_BATCH = 4_000;

/** Most patients are woken once and not again for long; only long histories are worth keeping. */
const KEPT = { weightMin: 200, weightMax: 100_000 };

export interface WakeUpThread {
  /** One bounded batch of those due at this instant (ms since the epoch); one call at a time. */
  wakeDue(now: number): ReturnType<WakeUpLoop['tick']>;
  /** The batch under way ends early. */
  stop(): Promise<void>;
  /** After `stop`, when nothing is under way any more. */
  close(): Promise<void>;
}

export async function openWakeUpThread(options: WakeUpThreadOptions): Promise<WakeUpThread> {
  const { folder, port, onError, onParked } = options;
  let now = -Infinity;
  const clock = (): number => now;
  const paths = dataFolder(folder);
  const store = retrying(
    openOnSharedWriter({ file: paths.log, clock, port, groupEvents: GROUP_EVENTS }),
  );
  const index = await openWakeUpIndex(paths);
  const registry = new DefinitionRegistry(store);
  const parking = new ParkedSequences({ store, onParked });
  await parking.load();
  const parked = new ParkedWakeUps(store, parking);
  const waking = new PatientWaker(store, registry, new PatientStates(store, KEPT));
  const loop = new WakeUpLoop({
    engine: {
      wakePatient: async (patient) => {
        const woken = (await parked.cancelDiscarded(patient)) ?? (await waking.wake(patient, now));
        parked.onWoken(patient);
        return woken;
      },
      markReviewed: (reviewed) => markReviewed(store, reviewed),
      refreshDefinitions: () => registry.refreshChanged(),
    },
    index,
    clock,
    batch: PATIENTS_PER_BATCH,
    concurrency: CONCURRENCY,
    onError,
    isParked: (patient) => parked.isParked(patient),
    onFailed: (patient, error) => parked.onFailed(patient, error),
  });
  return {
    wakeDue: async (at) => {
      now = at;
      await parked.refresh();
      return loop.tick();
    },
    stop: () => loop.stop(),
    close: async () => {
      await index.close();
      await store.close();
    },
  };
}
