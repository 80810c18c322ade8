/**
 * One process writes at a time. It holds a lock of the database's on a connection of its own, which
 * the server lets go of when that connection ends, and a number in the log, which every group is
 * compared with as it commits: whoever takes the lock raises the number, so that what the process
 * before still sends is refused, however late it arrives.
 *
 * Where the connection breaks, the lock is taken again; the number tells whether anybody else had it
 * in between. Until that is known nothing is committed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { acquireAdvisoryLock, LockHeld } from '#postgres';
import type { AdvisoryLock, PostgresAddress } from '#postgres';
import type { FailedOutcome } from '../commit-protocol.js';
import { StoreLocked } from '../errors.js';
import { FENCED_REASON } from './faults.js';
import { quoted } from './tables.js';

const LOCK = 'log writer';
/** A process that was killed is noticed by the server within milliseconds; another one stays. */
const PATIENCE_MS = 1_000;
const BETWEEN_TRIES_MS = 100;

export interface WriterLockOptions {
  readonly address: PostgresAddress;
  readonly schema: string;
  /** The number of the lock that puts commits in order. */
  readonly order: string;
  /** How this process describes itself to one that is refused. */
  readonly holder: string;
  /** For a look at the number while the lock is not held. */
  readonly pool: pg.Pool;
}

export class WriterLock {
  /** Resolves when another process has begun to write; else never. */
  readonly failure: Promise<FailedOutcome>;
  private readonly fail: (outcome: FailedOutcome) => void;
  private lock: AdvisoryLock | undefined;
  private isReleased = false;
  /** What every group is compared with. */
  number = '';

  private constructor(private readonly options: WriterLockOptions) {
    const { promise, resolve } = Promise.withResolvers<FailedOutcome>();
    this.failure = promise;
    this.fail = resolve;
  }

  /** @throws StoreLocked; and what the driver throws */
  static async take(options: WriterLockOptions): Promise<WriterLock> {
    const taken = new WriterLock(options);
    for (const until = performance.now() + PATIENCE_MS; ;) {
      try {
        const lock = await taken.acquire();
        taken.number = await raiseNumber(lock.connection, options);
        return taken;
      } catch (error) {
        if (!(error instanceof LockHeld)) {
          await taken.release();
          throw error;
        }
        if (performance.now() > until) throw new StoreLocked(options.address.text, error.holder);
      }
      await pause(BETWEEN_TRIES_MS);
    }
  }

  /** Why nothing may be committed for now; undefined where it may. */
  readonly pausedBy = (): string | undefined =>
    this.lock === undefined
      ? 'The connection that holds the lock of the log is being made again.'
      : undefined;

  async release(): Promise<void> {
    this.isReleased = true;
    await this.lock?.release();
  }

  private async acquire(): Promise<AdvisoryLock> {
    const { address, holder } = this.options;
    const lock = await acquireAdvisoryLock(address, {
      ...{ name: LOCK, holder },
      onLost: () => {
        if (this.lock !== lock) return;
        this.lock = undefined;
        void this.takeAgain();
      },
    });
    this.lock = lock;
    return lock;
  }

  private async takeAgain(): Promise<void> {
    while (!this.isReleased) {
      try {
        if (await this.tryAgain()) return;
      } catch {
        // The server cannot be reached yet.
      }
      await pause(BETWEEN_TRIES_MS, undefined, { ref: false });
    }
  }

  /** Whether it is known how it ended: the lock is held again, or another process writes. */
  private async tryAgain(): Promise<boolean> {
    if ((await numberOf(this.options)) !== this.number) return this.fenced();
    const lock = await this.acquire();
    // Another process may have come and gone since.
    if ((await numberOf(this.options)) !== this.number) return this.fenced();
    if (this.isReleased) await lock.release();
    return true;
  }

  private fenced(): true {
    this.fail({ kind: 'failed', reason: FENCED_REASON });
    return true;
  }
}

/** After the last group of the process before, and before any of this one. */
async function raiseNumber(
  connection: pg.ClientBase,
  { schema, order }: WriterLockOptions,
): Promise<string> {
  await connection.query('BEGIN');
  await connection.query('SELECT pg_advisory_xact_lock($1)', [order]);
  const { rows } = await connection.query<{ number: string }>(
    `UPDATE ${quoted(schema)}.writer SET number = number + 1 RETURNING number`,
  );
  await connection.query('COMMIT');
  return rows[0]!.number;
}

async function numberOf({ pool, schema }: WriterLockOptions): Promise<string> {
  const { rows } = await pool.query<{ number: string }>(
    `SELECT number FROM ${quoted(schema)}.writer`,
  );
  return rows[0]!.number;
}
