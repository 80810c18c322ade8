/** What the stand-in can be told to do wrong, each as a real server was seen to do it. */

/** How an append can fail; every one of them whether or not the event was stored. */
export const FAILURES = [
  /** No answer, ever. */
  'silence',
  'not-ready',
  'busy',
  'shutting-down',
  'handler-exception',
  'commit-timeout',
  'deadline-exceeded',
  'unknown',
  'access-denied',
  'unavailable',
  /** The client's connection is gone, with everything that was in flight on it. */
  'connection-reset',
] as const;
export type Failure = (typeof FAILURES)[number];

/** What happens to appends. */
export interface AppendFault {
  /** Instead of the right answer. Default: the right answer, only late. */
  readonly answer?: Failure;
  /** Whether the events are written nevertheless. */
  readonly stored: boolean;
  /** How late the answer comes. Default 0. */
  readonly delayMs?: number;
  /** How many appends go through before. Default 0. */
  readonly after?: number;
  /** How many appends it hits. Default 1. */
  readonly times?: number;
}

/** How the whole server is. */
export const MODES = [
  'serving',
  'not-ready',
  'shutting-down',
  'unavailable',
  'access-denied',
] as const;
export type Mode = (typeof MODES)[number];

export class Faults {
  mode: Mode = 'serving';
  private queue: { fault: AppendFault; after: number; times: number }[] = [];

  failAppends(fault: AppendFault): void {
    this.queue.push({ fault, after: fault.after ?? 0, times: fault.times ?? 1 });
  }

  /** What happens to the append that comes now. */
  next(): AppendFault | undefined {
    const [first] = this.queue;
    if (!first) return undefined;
    if (first.after > 0) {
      first.after -= 1;
      return undefined;
    }
    first.times -= 1;
    if (first.times <= 0) this.queue.shift();
    return first.fault;
  }

  clear(): void {
    this.mode = 'serving';
    this.queue = [];
  }
}
