/**
 * Says on standard error when the clock of the machine was set while the server runs, since what is
 * due and every figure as of now go by it.
 */
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { WritableFolder } from '../../composition/index.js';
import { ClockJumps } from './clock-jumps.js';

const LOOK_MS = 5_000;

@Injectable()
export class ClockWatch implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Clock');
  private readonly jumps: ClockJumps;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly folder: WritableFolder) {
    this.jumps = new ClockJumps(folder.clock);
  }

  /** How often the clock was set since the start. */
  get count(): number {
    return this.jumps.count;
  }

  onModuleInit(): void {
    // A rehearsal or a demonstration brings a clock of its own, which may leap.
    if (this.folder.clock !== Date.now) return;
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const jumped = this.jumps.look();
    if (jumped === undefined) return;
    const seconds = Math.round(Math.abs(jumped) / 1_000);
    this.logger.warn(
      `The clock was set ${jumped < 0 ? 'back' : 'forward'} by ${seconds} s. What is due, and figures as of now, go by it: check the time of this machine.`,
    );
  }
}
