/**
 * All subscriptions of one store: woken by its own commits or, in a process that only
 * reads, by looking every `pollMs` whether another process has committed.
 */
import { StoreClosed } from '../errors.js';
import type { SubscribeOptions } from '../port.js';
import type { LogReader } from './log-reader.js';
import { Subscription } from './subscription.js';

export class Subscriptions {
  private readonly reader: LogReader;
  private readonly pollMs: number | undefined;
  private readonly active = new Set<Subscription>();
  private poll: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(reader: LogReader, pollMs: number | undefined) {
    this.reader = reader;
    this.pollMs = pollMs;
  }

  open(options: SubscribeOptions): Subscription {
    if (this.closed) throw new StoreClosed();
    const subscription = new Subscription(this.reader, options, (ended) => this.forget(ended));
    if (options.signal?.aborted === true) return subscription;
    this.active.add(subscription);
    if (this.pollMs !== undefined) this.poll ??= this.startPolling(this.pollMs);
    return subscription;
  }

  wake(streams?: ReadonlySet<string>): void {
    for (const subscription of this.active) subscription.wake(streams);
  }

  close(): void {
    this.closed = true;
    for (const subscription of this.active) subscription.stop();
  }

  private startPolling(pollMs: number): NodeJS.Timeout {
    let seen: number | undefined;
    return setInterval(() => {
      const version = this.reader.dataVersion();
      if (version === seen) return;
      seen = version;
      this.wake();
    }, pollMs);
  }

  private forget(subscription: Subscription): void {
    this.active.delete(subscription);
    if (this.active.size > 0) return;
    clearInterval(this.poll);
    this.poll = undefined;
  }
}
