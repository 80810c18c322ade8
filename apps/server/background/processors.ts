/**
 * What follows from the log in a running server: the saga of handovers, and deliveries whose
 * dead letters somebody released. Each is a processor with its checkpoint in the background
 * thread; here it is decided when it runs.
 */
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { ProcessorLoop } from '#engine';
import type { Position } from '#event-store';
import {
  logProcessors,
  WorkerLost,
  WritableFolder,
  type LogProcessorName,
} from '../../composition/index.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import { BackgroundThread } from './background-thread.js';

/** Of an error from another thread, the fields that matter here. */
interface FaultFields {
  readonly code?: unknown;
  readonly full?: unknown;
}

@Injectable()
export class Processors implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Processors.name);
  private loops: readonly ProcessorLoop[] = [];

  constructor(
    private readonly folder: WritableFolder,
    private readonly thread: BackgroundThread,
    private readonly grace: GracePeriod,
  ) {}

  /** Every processor, and up to where it has handled or parked every event. */
  positions(): readonly (readonly [LogProcessorName, Position | undefined])[] {
    return this.names().map((name) => [name, this.thread.position(name)]);
  }

  /** Those whose last run failed, unless for want of room on the disk. */
  failing(): readonly LogProcessorName[] {
    return this.names().filter((_name, index) => {
      const failure = this.loops[index]?.failure as FaultFields | undefined;
      return failure !== undefined && failure.code !== 'store-full' && failure.full !== true;
    });
  }

  /** Sources and ids that were noticed to be two patients', since the start. */
  get idCollisions(): number {
    return this.thread.collisions;
  }

  async onModuleInit(): Promise<void> {
    await this.thread.ready();
  }

  onApplicationBootstrap(): void {
    this.loops = this.names().map((name) => this.loopOf(name));
    for (const loop of this.loops) loop.start();
    this.logger.log('begun');
  }

  /** The thread ends when the events under way are through and the checkpoints are saved. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.loops.length === 0) return;
    await this.grace.within(Promise.all(this.loops.map((loop) => loop.stop())));
    this.logger.log('ended');
  }

  private names(): readonly LogProcessorName[] {
    return logProcessors(this.folder.store);
  }

  private loopOf(name: LogProcessorName): ProcessorLoop {
    const { folder, thread } = this;
    return new ProcessorLoop({
      processor: {
        runOnce: (signal) => thread.process(name, signal),
        get position() {
          return thread.position(name);
        },
      },
      store: folder.store,
      onError: (error) => {
        // That ends the process, and is reported there.
        if (!(error instanceof WorkerLost)) this.logger.error(error);
      },
    });
  }
}
