/**
 * The wake-ups of a running server, in a thread of their own, so that a million due at once
 * hold up nobody who reports. This is the main thread's end of it: it decides when to poll and
 * passes the time; the thread has no clock.
 */
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { ParkedSequences, PollingLoop, type ParkedSequence } from '#engine';
import { logParked, WorkerClient, WorkerLost, WritableFolder } from '../../composition/index.js';
import { FatalFaults } from '../lifecycle/fatal-faults.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';
import type { WakeUpCalls, WakeUpEvents, WakeUpWorkerData } from './wake-up-calls.js';

@Injectable()
export class WakeUps implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WakeUps.name);
  private client: WorkerClient<WakeUpCalls, WakeUpEvents> | undefined;
  private readonly polling = new PollingLoop({
    poll: () => this.poll(),
    onError: (error) => {
      // That ends the process, and is reported there.
      if (!(error instanceof WorkerLost)) this.logger.error(error);
    },
  });

  constructor(
    private readonly folder: WritableFolder,
    private readonly parking: ParkedSequences,
    private readonly readModels: ReadModelWorkerClient,
    private readonly faults: FatalFaults,
    private readonly grace: GracePeriod,
  ) {}

  /** @throws whatever kept the thread from opening the folder */
  async onModuleInit(): Promise<void> {
    // The thread finds who is due in what that of the read models builds.
    await this.readModels.ready();
    this.grace.over.throwIfAborted();
    const port = this.folder.shareWriter();
    const workerData: WakeUpWorkerData = { folder: this.folder.paths.path, port };
    this.client = new WorkerClient({
      name: 'the thread of the wake-ups',
      url: new URL('./wake-up.worker.js', import.meta.url),
      workerData,
      transferList: [port],
      pendingMax: 1,
      on: {
        parked: (parked) => this.onParked(parked),
        fault: (stack) => this.logger.error('a patient could not be woken', stack),
      },
      onLost: (error) => this.faults.report('the thread of the wake-ups', error),
    });
    await this.client.ready();
  }

  onApplicationBootstrap(): void {
    this.polling.start();
    this.logger.log('begun');
  }

  /** Resolves when nothing is under way any more and the thread has released the store. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.client === undefined) return;
    const signal = this.grace.over;
    await Promise.all([this.polling.stop(), this.client.close({ signal })]);
    this.logger.log('ended');
  }

  private async poll(): Promise<{ readonly more: boolean }> {
    if (this.client === undefined) return { more: false };
    return this.client.call('wakeDue', { now: this.folder.clock() });
  }

  /** What this thread knows of parked sequences it reads from the log. */
  private onParked(parked: ParkedSequence): void {
    logParked(parked);
    this.parking.refresh(parked.patient).catch((error: unknown) => this.logger.error(error));
  }
}
