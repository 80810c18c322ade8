/**
 * kafkajs looks after the requests that wait for a broker with a timer of its own, which it sets
 * into the past while nothing is throttled: a loop of one millisecond that takes 4 % of a core for
 * each idle connection, and a warning of Node. Here it is set only while something waits.
 */
import { createRequire } from 'node:module';

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
}

const CHECK_MS = 10;
let isQuiet = false;

export function quietRequestQueues(): void {
  if (isQuiet) return;
  isQuiet = true;
  const file = 'kafkajs/src/network/requestQueue/index.js';
  const queues = createRequire(import.meta.url)(file) as {
    readonly prototype: RequestQueue & { scheduleCheckPendingRequests(): void };
  };
  queues.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : CHECK_MS,
    );
  };
}
