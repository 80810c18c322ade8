/** Alive: the process answers. Ready: the log is open and the read models are being kept
 * (a full disk shows at the next append, as 507). */
import { Controller, Get, Inject } from '@nestjs/common';
import type { Clock } from '#engine';
import type { EventStore, Position } from '#event-store';
import type { Readings } from './readings.js';
import { Problem } from './problem.js';
import { READINGS, SERVER_CLOCK, STORE } from './tokens.js';

@Controller('health')
export class HealthController {
  constructor(
    @Inject(STORE) private readonly store: EventStore,
    @Inject(READINGS) private readonly readings: Readings,
    @Inject(SERVER_CLOCK) private readonly clock: Clock,
  ) {}

  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** `position` is the log's head, `readModels` how far the read models have come. */
  @Get('ready')
  async ready(): Promise<{
    status: 'ready';
    position: Position | null;
    readModels: string | null;
  }> {
    const failure = this.readings.failure;
    if (failure !== undefined) {
      throw new Problem(
        503,
        'read-models',
        'Not ready',
        `The read models stopped: ${failure.message}`,
      );
    }
    const position = (await this.store.head()) ?? null;
    return { status: 'ready', position, readModels: this.readings.position ?? null };
  }

  /** The backlog: patients who should have been looked at by now, and for how long the oldest has waited. */
  @Get('timers')
  timers(): Promise<unknown> {
    return this.readings.ask('timers', { at: new Date(this.clock()).toISOString() });
  }
}
