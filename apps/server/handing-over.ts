/**
 * What follows from the log in a running server: the saga of handovers, and deliveries that
 * somebody let go. Each is a processor with its checkpoint, on the doors' thread and in turns.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import {
  deliveryWork,
  HandoverProcess,
  LogProcessor,
  ProcessorLoop,
  type Clock,
  type ParkedSequences,
} from '#engine';
import { openProcessorCheckpoints, type DataFolder } from '../composition/index.js';

export interface HandingOverOptions {
  readonly folder: DataFolder;
  readonly store: EventStore;
  readonly parking: ParkedSequences;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

export interface HandingOver {
  readonly processors: readonly LogProcessor[];
  close(): Promise<void>;
}

/** @throws CheckpointsDamaged */
export async function startHandingOver(options: HandingOverOptions): Promise<HandingOver> {
  const { folder, store, parking, clock, report } = options;
  const checkpoints = await openProcessorCheckpoints(folder);
  const common = { store, checkpoints, parking, clock, turn: () => turn() };
  const saga = new HandoverProcess(store);
  const processors = [
    new LogProcessor({
      ...common,
      name: 'handovers',
      partitionKeyOf: (event) => HandoverProcess.partitionKeyOf(event),
      handle: async (event) => void (await saga.handle(event)),
    }),
    new LogProcessor({ ...common, ...deliveryWork(store, parking) }),
  ];
  const loops = processors.map(
    (processor) => new ProcessorLoop({ processor, store, onError: report }),
  );
  for (const loop of loops) loop.start();
  return {
    processors,
    close: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await checkpoints.close();
    },
  };
}
