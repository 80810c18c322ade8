/** Commits on the calling thread: for logs in memory. */
import type Database from 'better-sqlite3';
import type { CommitGroup, FailedOutcome, GroupOutcome, GroupWriter } from '../commit-protocol.js';
import { CommitLoop } from './commit-loop.js';
import type { Transactions } from './committer.js';

export class InlineWriter implements GroupWriter {
  readonly failure: Promise<FailedOutcome>;
  private readonly loop: CommitLoop;

  constructor(db: Database.Database, file: string, transactions?: Transactions) {
    const { promise, resolve } = Promise.withResolvers<FailedOutcome>();
    this.failure = promise;
    this.loop = new CommitLoop(db, file, resolve, transactions);
  }

  commit(group: CommitGroup): Promise<GroupOutcome> {
    const outcome = this.loop.commit(group);
    this.loop.afterCommit();
    return Promise.resolve(outcome);
  }

  close(): Promise<void> {
    this.loop.close();
    return Promise.resolve();
  }
}
