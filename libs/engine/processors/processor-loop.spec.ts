/** The loop that keeps a processor up with a running log, whatever breaks on the way. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreClosed, StoreFull, type EventStore } from '#event-store';
import { ProcessorLoop, type ProcessorLoopOptions } from './processor-loop.js';
import { openProcessorHarness, type ProcessorHarness } from './processor-harness.spec.support.js';

describe('ProcessorLoop', () => {
  let bench: ProcessorHarness;
  let loop: ProcessorLoop | undefined;
  let errors: unknown[];
  beforeEach(async () => {
    bench = await openProcessorHarness();
    errors = [];
  });
  afterEach(async () => {
    await loop?.stop();
    await bench.close();
  });

  const start = async (options: Partial<ProcessorLoopOptions> = {}): Promise<void> => {
    const { processor } = await bench.open();
    const onError = (error: unknown): void => void errors.push(error);
    loop = new ProcessorLoop({ processor, store: bench.store, onError, retryMs: 1, ...options });
    loop.start();
  };
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  /** The store, with another subscription. */
  const subscribing = (subscribe: EventStore['subscribe']): EventStore =>
    new Proxy(bench.store, {
      get: (target, name) =>
        name === 'subscribe' ? subscribe : (Reflect.get(target, name) as unknown),
    });

  it('works off what is there and what comes', async () => {
    await bench.record('a');
    await start();
    await until(() => bench.handled.length === 1);
    await bench.record('b');
    await until(() => bench.handled.length === 2);
    expect(errors).toEqual([]);
  });

  it('acknowledges what it did before it stops', async () => {
    await bench.record('a');
    await start();
    await until(() => bench.handled.length === 1);
    await loop?.stop();
    expect((await bench.checkpoints.load('handovers'))?.position).toBe(await bench.store.head());
  });

  it('subscribes again when a subscription breaks', async () => {
    let broken = 0;
    const store = subscribing((options) => {
      if (broken++ < 2) throw new Error('the subscription broke');
      return bench.store.subscribe(options);
    });
    await start({ store });
    await until(() => broken === 3);
    await bench.record('a');
    await until(() => bench.handled.length === 1);
    expect(errors).toHaveLength(2);
  });

  it('looks by itself when a subscription goes silent', async () => {
    const store = subscribing(async function* (options) {
      await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
    });
    await start({ store, lookAgainMs: 5 });
    await bench.record('a');
    await until(() => bench.handled.length === 1);
  });

  it('tries again while the disk is full, and loses nothing', async () => {
    let full = 3;
    bench.fails = () => (full-- > 0 ? new StoreFull() : undefined);
    await bench.record('a');
    await start();
    await until(() => bench.handled.length === 1);
    expect(errors).toHaveLength(3);
  });

  it('ends where only a restart helps', async () => {
    let closed = 0;
    bench.fails = () => {
      closed += 1;
      return new StoreClosed();
    };
    await bench.record('a');
    await start();
    await until(() => errors.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed).toBe(1);
  });
});
