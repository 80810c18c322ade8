/** Where a planted bug can get in: each hook wraps one part of a process, in the test code only. */
import type {
  CheckpointStore,
  Clock,
  LogProcessor,
  LogProcessorOptions,
  PushDelivery,
  WakeUpIndex,
} from '#engine';
import type { EventStore, RecordedEvent } from '#event-store';
import type { FactSink } from '#care-event';
import type { ReadModels } from '#projections';
import type { FaultMix } from './faults.js';
import type { Random } from './random.js';
import type { Life } from './scheduler.js';

/** What a hook may use of the process that it gets into. */
export interface Around {
  readonly life: Life;
  readonly random: Random;
  readonly clock: Clock;
  /** What this process has kept on its disk; outlives crashes. */
  readonly disk: Map<string, unknown>;
}

export type Handler = (event: RecordedEvent) => Promise<void>;

export interface Planted {
  readonly name: string;
  /** The mistake, as a sentence. */
  readonly mistake: string;
  /** Numbers of the invariants of which one at least has to notice. */
  readonly breaks: readonly number[];
  /** Faults that show it soon, for specs that have no time for thousands of seeds. */
  readonly revealedBy?: Partial<FaultMix>;
  /** The store as the engine sees it. */
  readonly engineStore?: (store: EventStore, around: Around) => EventStore;
  /** The store as the projections see it. */
  readonly projectionStore?: (store: EventStore, around: Around) => EventStore;
  readonly clock?: (clock: Clock, around: Around) => Clock;
  readonly models?: (models: ReadModels, around: Around) => ReadModels;
  readonly index?: (index: WakeUpIndex, around: Around) => WakeUpIndex;
  /** The store as processors and their parking lot see it. */
  readonly processorStore?: (store: EventStore, around: Around) => EventStore;
  /** The store as the saga alone sees it. */
  readonly sagaStore?: (store: EventStore, around: Around) => EventStore;
  readonly checkpoints?: (checkpoints: CheckpointStore, around: Around) => CheckpointStore;
  readonly handler?: (handler: Handler, around: Around) => Handler;
  readonly processor?: (options: LogProcessorOptions, around: Around) => LogProcessor;
  readonly delivery?: (delivery: PushDelivery, around: Around) => PushDelivery;
  readonly door?: (door: FactSink, around: Around) => FactSink;
}

export const NOTHING_PLANTED: Planted = { name: 'none', mistake: 'none', breaks: [] };
