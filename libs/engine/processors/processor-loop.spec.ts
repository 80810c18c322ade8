/** The loop that keeps a processor up with a running log, whatever breaks on the way. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreClosed, StoreFull, type EventStore } from '#event-store';
import { waitUntil } from '#event-store/testing';
import { ProcessorLoop, type ProcessorLoopOptions } from './processor-loop.js';
import { openProcessorHarness, type ProcessorHarness } from './processor-harness.spec.support.js';

describe('ProcessorLoop', () => {
  let harness: ProcessorHarness;
  let loop: ProcessorLoop | undefined;
  let errors: unknown[];
  beforeEach(async () => {
    harness = await openProcessorHarness();
    errors = [];
  });
  afterEach(async () => {
    await loop?.stop();
    await harness.close();
  });

  const start = async (options: Partial<ProcessorLoopOptions> = {}): Promise<void> => {
    const { processor } = await harness.open();
    const onError = (error: unknown): void => void errors.push(error);
    loop = new ProcessorLoop({ processor, store: harness.store, onError, retryMs: 1, ...options });
    loop.start();
  };
  const until = (holds: () => boolean) => waitUntil('the loop to do so', holds, { everyMs: 1 });
  /** The store, with another subscription. */
  const subscribing = (subscribe: EventStore['subscribe']): EventStore =>
    new Proxy(harness.store, {
      get: (target, name) =>
        name === 'subscribe' ? subscribe : (Reflect.get(target, name) as unknown),
    });

  it('processes what is there and what comes', async () => {
    await harness.record('a');
    await start();
    await until(() => harness.handled.length === 1);
    await harness.record('b');
    await until(() => harness.handled.length === 2);
    expect(errors).toEqual([]);
  });

  it('acknowledges what it did before it stops', async () => {
    await harness.record('a');
    await start();
    await until(() => harness.handled.length === 1);
    await loop?.stop();
    expect(await harness.checkpointPosition()).toBe(await harness.store.head());
  });

  it('subscribes again when a subscription breaks', async () => {
    let broken = 0;
    const store = subscribing((options) => {
      if (broken++ < 2) throw new Error('the subscription broke');
      return harness.store.subscribe(options);
    });
    await start({ store });
    await until(() => broken === 3);
    await harness.record('a');
    await until(() => harness.handled.length === 1);
    expect(errors).toHaveLength(2);
  });

  it('runs by itself when a subscription goes silent', async () => {
    const store = subscribing(async function* (options) {
      await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
    });
    await start({ store, silenceMs: 5 });
    await harness.record('a');
    await until(() => harness.handled.length === 1);
  });

  it('tries again while the disk is full, and loses nothing', async () => {
    let full = 3;
    harness.fails = () => (full-- > 0 ? new StoreFull() : undefined);
    await harness.record('a');
    await start();
    await until(() => harness.handled.length === 1);
    expect(errors).toHaveLength(3);
  });

  it('ends where only a restart helps', async () => {
    let closed = 0;
    harness.fails = () => {
      closed += 1;
      return new StoreClosed();
    };
    await harness.record('a');
    await start();
    await until(() => errors.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed).toBe(1);
  });
});
