/**
 * Wake-ups of one process, as its second thread has them: an index that lags behind the log,
 * definitions that follow what the first thread publishes, and lanes of its own, so that
 * both may work on one patient at once.
 */
import {
  DefinitionRegistry,
  markReviewed,
  PatientStates,
  PatientWaker,
  WakeUpLoop,
  type Clock,
  type WakeUpIndex,
} from '#engine';
import type { EventStore, Position } from '#event-store';
import {
  duePatients,
  patientsAfter,
  pendingReviews,
  ProjectionRunner,
  wakeUpsPosition,
  type ReadModels,
} from '#projections';
import { asked } from './asked.js';
import { LogIndex } from './log-index.js';
import type { Observer } from './observer.js';
import type { Around, Planted } from './planted.js';

export interface WakeUpsParts {
  readonly store: EventStore;
  /** Undefined: a fold of the log in memory instead. */
  readonly models: ReadModels | undefined;
  /** The fold in memory is fed by a subscription. */
  readonly isLive: boolean;
  readonly clock: Clock;
  readonly around: Around;
  readonly planted: Planted;
  readonly observer: Observer;
}

export interface WakeUps {
  /** Brings the index up to the log. */
  readonly catchUp: () => Promise<void>;
  /** One look at who is due. */
  readonly look: () => Promise<unknown>;
}

export function openWakeUps({
  store,
  models,
  isLive,
  clock,
  around,
  planted,
  observer,
}: WakeUpsParts): WakeUps {
  const projected = planted.projectionStore?.(store, around) ?? store;
  const { index, catchUp } =
    models === undefined
      ? folded(projected, around, isLive)
      : projectedOn(planted.models?.(models, around) ?? models, projected, around);
  const engineStore = asked(planted.engineStore?.(store, around) ?? store, observer);
  const registry = new DefinitionRegistry(engineStore);
  const waking = new PatientWaker(engineStore, registry, new PatientStates(engineStore));
  let now = -Infinity;
  const loop = new WakeUpLoop({
    engine: {
      wakePatient: (patient) => waking.wake(patient, now),
      markReviewed: (reviewed) => markReviewed(engineStore, reviewed),
      refreshDefinitions: () => registry.refreshChanged(),
    },
    index: planted.index?.(index, around) ?? index,
    clock: () => now,
  });
  const look = (): Promise<unknown> => {
    now = clock();
    return loop.tick();
  };
  return { catchUp, look };
}

interface Indexed {
  readonly index: WakeUpIndex;
  readonly catchUp: () => Promise<void>;
}

function folded(store: EventStore, { disk }: Around, isLive: boolean): Indexed {
  const index = new LogIndex(store, disk);
  return { index, catchUp: () => (isLive ? index.follow() : index.catchUp()) };
}

function projectedOn(models: ReadModels, store: EventStore, { random }: Around): Indexed {
  const batchEvents = random.oneOf([3, 20, 1_000]);
  const runner = new ProjectionRunner({ store, models, batchEvents });
  let seen: Position | undefined;
  const catchUp = async (): Promise<void> => {
    const head = await store.head();
    if (head !== undefined && head === seen) return;
    await runner.catchUp();
    seen = head;
  };
  const index: WakeUpIndex = {
    due: (now, limit, after) => duePatients(models, now, limit, after),
    position: () => wakeUpsPosition(models),
    pendingReviews: () => pendingReviews(models),
    patientsAfter: (patient, limit) => patientsAfter(models, patient, limit),
  };
  return { index, catchUp };
}
