/**
 * What follows from the log in a running server: the saga of handovers, and deliveries whose
 * dead letters somebody released. Each is a processor with its checkpoint, on the doors'
 * thread, giving way between two events.
 */
import { setImmediate as turn } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  deliveryWork,
  HandoverProcess,
  LogProcessor,
  ParkedSequences,
  ProcessorLoop,
  type CheckpointStore,
} from '#engine';
import { openProcessorCheckpoints, WritableFolder } from '../../composition/index.js';
import { GracePeriod } from '../lifecycle/grace-period.js';

@Injectable()
export class Processors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Processors.name);
  private checkpoints: CheckpointStore | undefined;
  private processors: readonly LogProcessor[] = [];
  private loops: readonly ProcessorLoop[] = [];

  constructor(
    private readonly folder: WritableFolder,
    private readonly parking: ParkedSequences,
    private readonly grace: GracePeriod,
  ) {}

  /** Every processor that runs. */
  get running(): readonly LogProcessor[] {
    return this.processors;
  }

  /** @throws CheckpointsDamaged */
  async onApplicationBootstrap(): Promise<void> {
    const { folder, parking } = this;
    const { store, clock, paths } = folder;
    this.checkpoints = await openProcessorCheckpoints(paths);
    const common = { store, clock, parking, checkpoints: this.checkpoints, turn: () => turn() };
    const saga = new HandoverProcess(store);
    this.processors = [
      new LogProcessor({
        ...common,
        name: 'handovers',
        partitionKeyOf: (event) => HandoverProcess.partitionKeyOf(event),
        handle: async (event) => void (await saga.handle(event)),
      }),
      new LogProcessor({ ...common, ...deliveryWork(store, parking) }),
    ];
    const onError = (error: unknown): void => this.logger.error(error);
    this.loops = this.processors.map(
      (processor) => new ProcessorLoop({ processor, store, onError }),
    );
    for (const loop of this.loops) loop.start();
    this.logger.log('begun');
  }

  /** Resolves when the events under way are through and the checkpoints are saved. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.checkpoints === undefined) return;
    await this.grace.within(Promise.all(this.loops.map((loop) => loop.stop())));
    await this.checkpoints.close();
    this.logger.log('ended');
  }
}
