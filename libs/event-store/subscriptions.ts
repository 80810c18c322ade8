/** All subscriptions of one store, and what wakes them. */
import { StoreClosed } from './errors.js';
import type { RetryOptions } from './pauses.js';
import type { SubscribeOptions } from './port.js';
import { Subscription } from './subscription.js';
import type { SubscriptionSource } from './subscription.js';

export interface SubscriptionsOptions {
  /**
   * Where nothing else calls `wake`: begins to look for news when the first subscription
   * opens, and answers how that is ended after the last one.
   */
  readonly watch?: (wake: (streams?: ReadonlySet<string>) => void) => () => void;
  /** How a subscription asks again while the store cannot be reached. */
  readonly retry?: RetryOptions;
}

export class Subscriptions {
  private readonly active = new Set<Subscription>();
  private endWatch: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly source: SubscriptionSource,
    private readonly options: SubscriptionsOptions = {},
  ) {}

  /** @throws StoreClosed, InvalidRead, LimitExceeded */
  open(options: SubscribeOptions = {}): Subscription {
    if (this.closed) throw new StoreClosed();
    const { retry = {}, watch } = this.options;
    const subscription = new Subscription(this.source, { ...options, retry }, (ended) =>
      this.forget(ended),
    );
    if (options.signal?.aborted === true) return subscription;
    this.active.add(subscription);
    this.endWatch ??= watch?.((streams) => this.wake(streams));
    return subscription;
  }

  /** Tells all of them that these streams grew, or, without an argument, that any may have. */
  wake(streams?: ReadonlySet<string>): void {
    for (const subscription of this.active) subscription.wake(streams);
  }

  close(): void {
    this.closed = true;
    for (const subscription of this.active) subscription.stop();
  }

  private forget(subscription: Subscription): void {
    this.active.delete(subscription);
    if (this.active.size > 0) return;
    this.endWatch?.();
    this.endWatch = undefined;
  }
}
