/** Which questions are computed: none that nobody waits for, and only so many at once. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import type { Exchange } from '../http/exchange.js';
import { QuestionTimedOut, TooManyQuestions } from '../http/question-errors.js';
import { FigureQueue } from './figure-queue.js';

const LIMITS = {
  ...{ waitingMax: 2, underWayMax: 2, computedMax: 1 },
  ...{ computingMs: 60_000, sendingMs: 60_000 },
};

const clients: Client[] = [];

/** A client, and its question, whose computing ends when the spec says so or it is dropped. */
class Client implements Exchange {
  begun = 0;
  signal: AbortSignal | undefined;
  readonly answer: Promise<string>;
  private readonly left = new AbortController();
  private readonly closed = Promise.withResolvers<void>();
  private readonly computed = Promise.withResolvers<string>();

  constructor(queue: FigureQueue) {
    this.answer = queue.ask((signal) => {
      this.begun += 1;
      this.signal = signal;
      signal.addEventListener('abort', () => this.computed.reject(signal.reason));
      return this.computed.promise;
    }, this);
    this.answer.catch(() => undefined);
    clients.push(this);
  }

  get gone(): AbortSignal {
    return this.left.signal;
  }

  closedWithin(): Promise<void> {
    return this.closed.promise;
  }

  compute(): Promise<void> {
    this.computed.resolve('figure');
    return settle();
  }

  fetch(): Promise<void> {
    this.closed.resolve();
    return settle();
  }

  leave(): Promise<void> {
    this.left.abort(new Error('gone'));
    return settle();
  }
}

/** Until everything that follows has happened. */
async function settle(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await turn();
}

describe('A question', () => {
  const ask = (queue: FigureQueue, count: number): readonly Client[] =>
    Array.from({ length: count }, () => new Client(queue));
  const begun = (all: readonly Client[]): readonly number[] => all.map((each) => each.begun);

  afterEach(() => Promise.all(clients.splice(0).map((each) => each.leave())));

  it('that waits is never begun when its client leaves', async () => {
    const asked = ask(new FigureQueue(LIMITS), 4);
    await settle();
    expect(begun(asked)).toEqual([1, 0, 0, 0]);
    await asked[1]!.leave();
    await asked[2]!.leave();
    await expect(asked[2]!.answer).rejects.toThrow('gone');
    await asked[0]!.compute();
    expect(await asked[0]!.answer).toBe('figure');
    expect(begun(asked)).toEqual([1, 0, 0, 1]);
  });

  it('that is being computed is dropped when its client leaves, and the next one begins', async () => {
    const asked = ask(new FigureQueue(LIMITS), 2);
    await settle();
    await asked[0]!.leave();
    expect(asked[0]!.signal?.aborted).toBe(true);
    await expect(asked[0]!.answer).rejects.toThrow('gone');
    expect(begun(asked)).toEqual([1, 1]);
  });

  it('is turned away where as many wait as may, until one of them has left', async () => {
    const queue = new FigureQueue(LIMITS);
    const asked = ask(queue, 4);
    await settle();
    await expect(new Client(queue).answer).rejects.toThrow(TooManyQuestions);
    await asked[3]!.leave();
    const next = new Client(queue);
    await settle();
    await Promise.all(asked.map((each) => each.leave()));
    await next.compute();
    expect(await next.answer).toBe('figure');
  });

  it('keeps its place until its answer is fetched', async () => {
    const asked = ask(new FigureQueue(LIMITS), 3);
    await settle();
    await asked[0]!.compute();
    await asked[1]!.compute();
    expect(begun(asked)).toEqual([1, 1, 0]);
    await asked[0]!.fetch();
    expect(begun(asked)).toEqual([1, 1, 1]);
  });

  it('that fails makes room for the next one', async () => {
    const queue = new FigureQueue({ ...LIMITS, underWayMax: 1 });
    const exchange = new Client(queue);
    await exchange.compute();
    await exchange.fetch();
    const failing = queue.ask(() => Promise.reject(new Error('unknown')), exchange);
    await expect(failing).rejects.toThrow('unknown');
    const next = new Client(queue);
    await settle();
    expect(next.begun).toBe(1);
  });

  it('that takes too long is dropped', async () => {
    const slow = new Client(new FigureQueue({ ...LIMITS, computingMs: 1 }));
    await expect(slow.answer).rejects.toThrow(QuestionTimedOut);
    expect(slow.signal?.aborted).toBe(true);
  });
});
