/**
 * Which questions are computed, which wait, and which are turned away. A question keeps its
 * place until its answer is sent, so that answers which nobody fetches fill no memory.
 *
 * Guarantees: one whose client leaves is dropped: while it waits, it is never begun; while it
 * is computed, its signal is aborted at once. One that takes too long is aborted too.
 */
import PQueue from 'p-queue';
import type { Exchange } from '../http/exchange.js';
import { QuestionTimedOut, TooManyQuestions } from '../http/question-errors.js';

export interface FigureQueueLimits {
  /** Questions that wait; more are turned away. */
  readonly waitingMax: number;
  /** Questions that are computed or whose answers are being sent. */
  readonly underWayMax: number;
  /** Of these, questions that are computed at once. */
  readonly computedMax: number;
  /** For computing one answer, and for sending it. */
  readonly computingMs: number;
  readonly sendingMs: number;
}

export class FigureQueue {
  private readonly underWay: PQueue;
  private readonly computed: PQueue;

  constructor(private readonly limits: FigureQueueLimits) {
    this.underWay = new PQueue({ concurrency: limits.underWayMax });
    this.computed = new PQueue({ concurrency: limits.computedMax });
  }

  /** @throws TooManyQuestions, QuestionTimedOut, the reason why the client is gone, what `compute` throws */
  async ask<T>(compute: (signal: AbortSignal) => Promise<T>, exchange: Exchange): Promise<T> {
    const { waitingMax, sendingMs } = this.limits;
    if (this.underWay.size >= waitingMax) throw new TooManyQuestions(waitingMax);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const place = async (): Promise<void> => {
      resolve(await this.compute(compute, exchange.gone));
      await exchange.closedWithin(sendingMs);
    };
    this.underWay.add(place, { signal: exchange.gone }).catch(reject);
    return promise;
  }

  private compute<T>(compute: (signal: AbortSignal) => Promise<T>, gone: AbortSignal): Promise<T> {
    const { computingMs } = this.limits;
    const begin = async (): Promise<T> => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new QuestionTimedOut(computingMs)), computingMs);
      try {
        return await compute(AbortSignal.any([gone, late.signal]));
      } finally {
        clearTimeout(timer);
      }
    };
    return this.computed.add(begin, { signal: gone });
  }
}
