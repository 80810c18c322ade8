/**
 * What a thread needs that only wakes patients: the log read by itself, appends through the
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
import { dataFolder } from './data-folder.js';
import { openWakeUpIndex } from './wake-up-index.js';

export interface WakingOptions {
  readonly folder: string;
  /** From `WriterParts.shareWriter`. */
  readonly port: MessagePort;
  readonly onError: (error: unknown) => void;
  /** Told of each patient whose wake-up was parked. */
  readonly onParked: (holding: ParkedSequence) => void;
}

/**
 * Events in one commit of wake-ups. A publisher's append waits behind one such commit at
 * most; larger ones write hardly more per second.
 */
const GROUP_EVENTS = 64;
/** Enough that the next groups are ready when one is written. */
const SIDE_BY_SIDE = 4 * GROUP_EVENTS;
/** Patients per look: bounds what one look takes, some tenths of a second. */
const PATIENTS_PER_LOOK = 4_000;

/** Most patients are woken once and not again for long; only long histories are worth keeping. */
const KEPT = { weightMin: 200, weightMax: 100_000 };

export interface OpenWaking {
  /** One bounded look, at this instant (ms since the epoch); one at a time. */
  look(now: number): ReturnType<WakeUpLoop['tick']>;
  /** Waits for the look under way, which ends early. */
  close(): Promise<void>;
}

export async function openWaking(options: WakingOptions): Promise<OpenWaking> {
  const { folder, port, onError, onParked } = options;
  let now = -Infinity;
  const clock = (): number => now;
  const place = dataFolder(folder);
  const store = retrying(
    openOnSharedWriter({ file: place.log, clock, port, groupEvents: GROUP_EVENTS }),
  );
  const index = await openWakeUpIndex(place);
  const registry = new DefinitionRegistry(store);
  const parking = new ParkedSequences({ store, onParked });
  await parking.load();
  const parked = new ParkedWakeUps(store, parking);
  const waking = new PatientWaker(store, registry, new PatientStates(store, KEPT));
  const loop = new WakeUpLoop({
    engine: {
      wakePatient: async (patient) => {
        const woken = (await parked.passOver(patient)) ?? (await waking.wake(patient, now));
        parked.onWoken(patient);
        return woken;
      },
      markReviewed: (reviewed) => markReviewed(store, reviewed),
      refreshDefinitions: () => registry.refreshChanged(),
    },
    index,
    clock,
    batch: PATIENTS_PER_LOOK,
    concurrency: SIDE_BY_SIDE,
    onError,
    isParked: (patient) => parked.isParked(patient),
    onFailed: (patient, error) => parked.onFailed(patient, error),
  });
  let looking: ReturnType<WakeUpLoop['tick']> | undefined;
  return {
    look: (at) => {
      now = at;
      return (looking = parked.refresh().then(() => loop.tick()));
    },
    close: async () => {
      await loop.stop();
      await looking?.catch(() => undefined);
      await index.close();
      await store.close();
    },
  };
}
