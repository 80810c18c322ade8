/**
 * Group commit: many batches in one transaction, each decided by itself before a row
 * of it is written. A batch that is refused leaves nothing behind and costs the
 * others nothing; a batch sees those before it in its group.
 */
import type Database from 'better-sqlite3';
import { answerForRepeat } from '../repeated-batch.js';
import type { EncodedBatch } from '../validation.js';
import type { BatchOutcome, CommitGroup, FailedOutcome, GroupOutcome } from '../commit-protocol.js';
import { LogTables } from './log-tables.js';
import type { StreamState } from './log-tables.js';
import { describeFault, isDiskFull } from './sqlite-faults.js';

/** The driver's calls that reach the disk; a seam for faults in tests. */
export interface Transactions {
  begin(): void;
  commit(): void;
  rollback(): void;
}

export function transactionsOf(db: Database.Database): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  return {
    begin: () => void begin.run(),
    commit: () => void commit.run(),
    rollback: () => {
      // Some errors end the transaction by themselves.
      if (db.inTransaction) rollback.run();
    },
  };
}

export class Committer {
  private readonly tables: LogTables;
  private readonly transactions: Transactions;
  private failure: FailedOutcome | undefined;

  constructor(db: Database.Database, transactions: Transactions = transactionsOf(db)) {
    this.tables = new LogTables(db);
    this.transactions = transactions;
  }

  get hasFailed(): boolean {
    return this.failure !== undefined;
  }

  /** Returns after the group is durable, or after it was rolled back whole. */
  commit({ batches, nowMs }: CommitGroup): GroupOutcome {
    if (this.failure !== undefined) return this.failure;
    try {
      this.transactions.begin();
      this.tables.startAt(nowMs);
      const outcomes = batches.map((batch) => this.append(batch));
      this.transactions.commit();
      return { kind: 'committed', outcomes };
    } catch (error) {
      return this.giveUp(error);
    }
  }

  /**
   * Ends all committing. After a failed sync SQLite would go on as if nothing had
   * happened, on pages that may never have reached the disk.
   */
  fail(error: unknown): FailedOutcome {
    return this.endWith({ kind: 'failed', reason: describeFault(error) });
  }

  /** Ends all committing too: what is written to a file that is gone is not kept. */
  failRemoved(file: string): FailedOutcome {
    return this.endWith({ kind: 'failed', reason: `${file} was removed`, removed: file });
  }

  private endWith(outcome: FailedOutcome): FailedOutcome {
    this.failure = outcome;
    return outcome;
  }

  private giveUp(error: unknown): GroupOutcome {
    if (!isDiskFull(error)) return this.fail(error);
    try {
      this.transactions.rollback();
      this.tables.forget();
    } catch (rollbackError) {
      return this.fail(rollbackError);
    }
    return { kind: 'full', reason: describeFault(error) };
  }

  private append(batch: EncodedBatch): BatchOutcome {
    const tables = this.tables;
    const state = tables.stream(batch.stream);
    if (state !== undefined) {
      const rows = batch.events.map((event) => tables.find(state, event.id));
      const before = answerForRepeat(batch, rows);
      if (before !== undefined) return before;
    }
    const actual = state?.lastRevision;
    if (!isAsExpected(batch, actual)) return { kind: 'wrong-revision', actual };
    const taken = tables.takeKeys(batch.events);
    if (taken.length > 0) return { kind: 'duplicate-key', taken };
    const stream = state ?? tables.createStream(batch.stream);
    return insert(tables, stream, batch);
  }
}

function insert(tables: LogTables, stream: StreamState, batch: EncodedBatch): BatchOutcome {
  const firstRevision = stream.lastRevision + 1;
  let position = 0;
  for (const event of batch.events) position = tables.insert(stream, event);
  return {
    kind: 'appended',
    firstRevision,
    lastRevision: stream.lastRevision,
    position,
    repeated: false,
  };
}

function isAsExpected({ expected }: EncodedBatch, actual: number | undefined): boolean {
  return expected === 'none' ? actual === undefined : expected === actual;
}
