/**
 * What a committing thread does beside committing: checkpoints, so that the WAL
 * stays small, looking whether the log is still there, and a clean end. A failed checkpoint ends
 * committing like a failed commit, because it is the same failed sync.
 */
import type Database from 'better-sqlite3';
import { WalCheckpointer } from './wal-checkpointer.js';
import type { CommitGroup, FailedOutcome, GroupOutcome } from '../commit-protocol.js';
import { Committer } from './committer.js';
import type { Transactions } from './committer.js';
import { FilePresence } from './file-presence.js';
import { IN_MEMORY } from './log-file.js';
import { isDiskFull } from './sqlite-faults.js';

/** How often an idle writer looks whether its files are still there, ms. */
const PRESENCE_CHECK_MS = 1_000;

export class CommitLoop {
  private readonly db: Database.Database;
  private readonly committer: Committer;
  private readonly checkpointer: WalCheckpointer | undefined;
  private readonly presence: FilePresence;
  private readonly presenceCheck: NodeJS.Timeout;
  private readonly onFailure: (outcome: FailedOutcome) => void;
  private idle: NodeJS.Timeout | undefined;
  private closing = false;

  /** @param onFailure called when committing ends outside of a commit */
  constructor(
    db: Database.Database,
    file: string,
    onFailure: (outcome: FailedOutcome) => void,
    transactions?: Transactions,
  ) {
    this.db = db;
    this.onFailure = onFailure;
    this.committer = new Committer(db, transactions);
    this.checkpointer = file === IN_MEMORY ? undefined : new WalCheckpointer(db);
    // Without its lock file, a second process could write to the same log.
    const files = file === IN_MEMORY ? [] : [file, `${file}-wal`, `${file}.lock`];
    this.presence = new FilePresence(files);
    this.presenceCheck = setInterval(() => this.checkPresence(), PRESENCE_CHECK_MS).unref();
  }

  /** Returns when the group is durable, or rolled back. Its answer can be sent at once. */
  commit(group: CommitGroup): GroupOutcome {
    const outcome = this.committer.commit(group);
    if (outcome.kind === 'committed') {
      const removed = this.presence.missing();
      if (removed !== undefined) return this.committer.failRemoved(removed);
    }
    // A full disk may have room again once the WAL's frames are in the file.
    if (outcome.kind === 'full') this.checkpoint((checkpointer) => checkpointer.whenIdle());
    return outcome;
  }

  /** Housekeeping that no acknowledgement has to wait for. */
  afterCommit(): void {
    if (this.checkpointer === undefined) return;
    this.checkpoint((checkpointer) => checkpointer.whenLarge());
    this.idle ??= setTimeout(() => {
      this.idle = undefined;
      this.checkpoint((checkpointer) => checkpointer.whenIdle());
    }, WalCheckpointer.everyMs).unref();
  }

  close(): void {
    this.closing = true;
    clearTimeout(this.idle);
    clearInterval(this.presenceCheck);
    this.checkpoint((checkpointer) => checkpointer.whenIdle());
    this.db.close();
  }

  private checkPresence(): void {
    const removed = this.committer.hasFailed ? undefined : this.presence.missing();
    if (removed !== undefined) this.onFailure(this.committer.failRemoved(removed));
  }

  private checkpoint(run: (checkpointer: WalCheckpointer) => void): void {
    if (this.checkpointer === undefined || this.committer.hasFailed) return;
    try {
      run(this.checkpointer);
    } catch (error) {
      // Without room the frames simply stay in the WAL, where they are durable.
      if (isDiskFull(error)) return;
      const outcome = this.committer.fail(error);
      // At the end there is nobody to warn: what was acknowledged is durable in the WAL.
      if (!this.closing) this.onFailure(outcome);
    }
  }
}
