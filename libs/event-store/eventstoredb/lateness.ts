/**
 * A server that is behind what was said before: after a change of leader, or since a follower is
 * read. It is waited for, and after a while what it lacks counts as lost.
 */
import { setTimeout as pauseFor } from 'node:timers/promises';
import { comparePositions } from '../port.js';
import type { Position } from '../port.js';

const PAUSE_MS = 100;

/** One question while the server is behind. */
export class Lateness {
  private sinceMs: number | undefined;

  /** @param lost what is thrown in the end */
  constructor(
    private readonly lagMs: number,
    private readonly lost: () => Error,
    private readonly signal?: AbortSignal,
  ) {}

  /** Before the server is asked again. @throws what was lost; the signal's reason */
  async wait(): Promise<void> {
    this.sinceMs ??= performance.now();
    if (performance.now() - this.sinceMs >= this.lagMs) throw this.lost();
    await pauseFor(PAUSE_MS);
    this.signal?.throwIfAborted();
  }
}

/** The last position that the server has answered an append with: whoever reads here finds no less. */
export class Acknowledged {
  private position: Position | undefined;

  get last(): Position | undefined {
    return this.position;
  }

  raise(position: Position): void {
    if (this.isBefore(position)) this.position = position;
  }

  /** Whether a log that ends there lacks something. */
  isMissing(end: Position): boolean {
    return this.position !== undefined && comparePositions(end, this.position) < 0;
  }

  private isBefore(position: Position): boolean {
    return this.position === undefined || comparePositions(this.position, position) < 0;
  }
}
