/** Commits through the writing thread that another thread of this process started. */
import type { MessagePort } from 'node:worker_threads';
import { toMessage } from './group-message.js';
import type { CommitGroup, FailedOutcome, GroupOutcome, GroupWriter } from '../commit-protocol.js';

export class PortWriter implements GroupWriter {
  private readonly port: MessagePort;
  readonly failure: Promise<FailedOutcome>;
  private answer: ((outcome: GroupOutcome) => void) | undefined;
  private failed: FailedOutcome | undefined;
  private closing = false;

  /** @param port as `ThreadWriter.shareWriter` gave it */
  constructor(port: MessagePort) {
    this.port = port;
    const { promise, resolve } = Promise.withResolvers<FailedOutcome>();
    this.failure = promise;
    port.on('message', (outcome: GroupOutcome) => this.settle(outcome));
    port.on('close', () => {
      this.failed ??= { kind: 'failed', reason: 'the writing thread has ended' };
      this.settle(this.failed);
      if (!this.closing) resolve(this.failed);
    });
  }

  /** One group at a time: the next only after this one is answered. */
  commit(group: CommitGroup): Promise<GroupOutcome> {
    if (this.failed !== undefined) return Promise.resolve(this.failed);
    return new Promise((resolve) => {
      this.answer = resolve;
      this.port.postMessage(toMessage(group));
    });
  }

  close(): Promise<void> {
    this.closing = true;
    this.port.close();
    return Promise.resolve();
  }

  private settle(outcome: GroupOutcome): void {
    if (outcome.kind === 'failed') this.failed ??= outcome;
    const answer = this.answer;
    this.answer = undefined;
    answer?.(outcome);
  }
}
