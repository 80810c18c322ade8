/**
 * Commits on a thread of its own, so that no sync ever holds up the event loop. One
 * message per group there and one back; a failure between commits comes by itself.
 */
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { CommitGroup, FailedOutcome, GroupOutcome, GroupWriter } from '../commit-protocol.js';
import { toMessage } from './group-message.js';
import type { Grown } from './group-message.js';
import { describeFault } from './sqlite-faults.js';

export class ThreadWriter implements GroupWriter {
  private readonly worker: Worker;
  private readonly ended: Promise<void>;
  private answer: ((outcome: GroupOutcome) => void) | undefined;
  readonly failure: Promise<FailedOutcome>;
  private readonly reportFailure: (outcome: FailedOutcome) => void;
  private failed: FailedOutcome | undefined;
  private closing = false;
  private onGrown: ((streams: readonly string[]) => void) | undefined;

  constructor(file: string) {
    const { promise, resolve } = Promise.withResolvers<FailedOutcome>();
    this.failure = promise;
    this.reportFailure = resolve;
    this.worker = new Worker(new URL('./writer.worker.js', import.meta.url), {
      workerData: { file },
      name: 'writer',
      // The thread needs none of the flags this process was started with.
      execArgv: [],
    });
    this.worker.on('message', (message: GroupOutcome | Grown) => {
      if (message.kind === 'grown') this.onGrown?.(message.streams);
      else this.settle(message);
    });
    this.worker.on('error', (error) => this.endWith(describeFault(error)));
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.endWith('the writing thread has ended');
        resolve();
      });
    });
    // A store that nobody closes must not keep its process alive; a commit under way must.
    this.worker.unref();
  }

  /** One group at a time: the next only after this one is answered. */
  commit(group: CommitGroup): Promise<GroupOutcome> {
    if (this.failed !== undefined) return Promise.resolve(this.failed);
    return new Promise((resolve) => {
      this.answer = resolve;
      this.worker.ref();
      this.worker.postMessage(toMessage(group));
    });
  }

  /**
   * A way for another thread of this process to commit through the one that writes.
   * @param onGrown told after each commit for another thread
   */
  shareWriter(onGrown: (streams: readonly string[]) => void): MessagePort {
    this.onGrown = onGrown;
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ share: port1 }, [port1]);
    return port2;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.worker.ref();
    this.worker.postMessage('close');
    await this.ended;
  }

  private settle(outcome: GroupOutcome): void {
    if (outcome.kind === 'failed') this.failed ??= outcome;
    const answer = this.answer;
    this.answer = undefined;
    this.worker.unref();
    if (answer !== undefined) answer(outcome);
    else if (outcome.kind === 'failed' && !this.closing) this.reportFailure(outcome);
  }

  private endWith(reason: string): void {
    this.settle(this.failed ?? { kind: 'failed', reason });
  }
}
