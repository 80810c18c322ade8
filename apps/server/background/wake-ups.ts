/** When the background thread wakes patients: batch after batch, with a pause when nobody is due. */
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { PollingLoop } from '#engine';
import { WorkerLost } from '../../composition/index.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import { BackgroundThread } from './background-thread.js';

@Injectable()
export class WakeUps implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WakeUps.name);
  private readonly polling = new PollingLoop({
    poll: () => this.thread.wakeDue(),
    onError: (error) => {
      // That ends the process, and is reported there.
      if (!(error instanceof WorkerLost)) this.logger.error(error);
    },
  });
  private begun = false;

  constructor(
    private readonly thread: BackgroundThread,
    private readonly grace: GracePeriod,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.thread.ready();
  }

  onApplicationBootstrap(): void {
    this.polling.start();
    this.begun = true;
    this.logger.log('begun');
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.begun) return;
    await this.grace.within(this.polling.stop());
    this.logger.log('ended');
  }
}
