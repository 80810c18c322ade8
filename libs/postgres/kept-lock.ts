/**
 * A lock that a process keeps for as long as it works, and numbers that tell its holders apart:
 * whoever takes the lock raises them, and what only the holder may write is compared with one of
 * them as it commits. So what a process before still sends is refused, however late it arrives.
 *
 * Where the connection breaks, as when the server restarts, the lock is taken again. The numbers
 * tell whether anybody else had it in between; only if nobody had does the process go on. What is
 * kept under several locks on one server is had on one connection, so that none is lost alone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { acquireAdvisoryLock, LockHeld, type AdvisoryLock } from './advisory-lock.js';
import type { PostgresAddress } from './postgres-address.js';
import { SameServer, ServerReplaced } from './server.js';

/** A process that was killed is noticed by the server within milliseconds; another one stays. */
const PATIENCE_MS = 1_000;
const BETWEEN_TRIES_MS = 100;

/** What one process at a time may write. */
export interface Fence {
  /** Of its lock: see `lockKey`. */
  readonly key: number;
  /** The statement that reads its number, as `number`. */
  readonly reading: string;
  /** Makes what is missing, and raises the number, behind all that the holder before has written. */
  raise(connection: pg.ClientBase): Promise<string>;
}

export interface KeptLockOptions {
  /** How this process describes itself to one that is refused. */
  readonly holder: string;
  readonly fences: readonly Fence[];
  /** How long the server may be out of reach before the lock counts as lost. Default: for ever. */
  readonly withoutMs?: number;
}

/** It cannot be had again: the process has to end. */
export class LockLost extends Error {
  override readonly name = 'LockLost';
  readonly code = 'lock-lost';
  constructor(
    readonly reason: 'taken' | 'away' | 'replaced',
    message: string,
  ) {
    super(message);
  }
}

export class KeptLock {
  /** Resolves when it is lost for good; else never. */
  readonly lost: Promise<LockLost>;
  private readonly lose: (fault: LockLost) => void;
  private readonly server = new SameServer();
  private lock: AdvisoryLock | undefined;
  private isReleased = false;
  private numbers: readonly string[] = [];

  private constructor(
    private readonly address: PostgresAddress,
    private readonly options: KeptLockOptions,
  ) {
    const { promise, resolve } = Promise.withResolvers<LockLost>();
    this.lost = promise;
    this.lose = resolve;
  }

  /** @throws LockHeld; what the fences and the driver throw */
  static async take(address: PostgresAddress, options: KeptLockOptions): Promise<KeptLock> {
    const kept = new KeptLock(address, options);
    for (const until = performance.now() + PATIENCE_MS; ;) {
      try {
        await kept.begin();
        return kept;
      } catch (error) {
        if (!(error instanceof LockHeld) || performance.now() > until) throw error;
      }
      await pause(BETWEEN_TRIES_MS);
    }
  }

  /** What writes behind this fence are compared with. */
  numberOf(fence: Fence): string {
    return this.numbers[this.options.fences.indexOf(fence)]!;
  }

  /** Why nothing may be written for now; undefined where it may. */
  readonly pausedBy = (): string | undefined =>
    this.lock === undefined ? 'The connection that holds the lock is being made again.' : undefined;

  /** Idempotent. */
  async release(): Promise<void> {
    this.isReleased = true;
    const { lock } = this;
    this.lock = undefined;
    await lock?.release();
  }

  private async begin(): Promise<void> {
    const lock = await this.acquire(this.server.check);
    try {
      const numbers: string[] = [];
      for (const fence of this.options.fences) numbers.push(await fence.raise(lock.connection));
      this.numbers = numbers;
      this.hold(lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  private async acquire(
    before: (connection: pg.ClientBase) => Promise<void>,
  ): Promise<AdvisoryLock> {
    const lock = await acquireAdvisoryLock(this.address, {
      ...{ keys: this.options.fences.map(({ key }) => key), holder: this.options.holder, before },
      onLost: () => this.onLost(lock),
    });
    return lock;
  }

  private hold(lock: AdvisoryLock): void {
    this.lock = lock;
    // The connection can break with the very packet that answered last, and nobody held it then.
    if (!lock.isHeld) this.onLost(lock);
  }

  private onLost(lock: AdvisoryLock): void {
    if (this.lock !== lock) return;
    this.lock = undefined;
    void this.takeAgain();
  }

  private async takeAgain(): Promise<void> {
    const { withoutMs = Infinity } = this.options;
    for (const since = performance.now(); !this.isReleased;) {
      try {
        return await this.tryAgain();
      } catch (error) {
        if (error instanceof ServerReplaced)
          return this.lose(new LockLost('replaced', error.message));
        if (error instanceof LockLost) return this.lose(error);
        // The server cannot be reached yet, or has not noticed yet that our connection broke.
        if (performance.now() - since > withoutMs)
          return this.lose(new LockLost('away', 'its server has been out of reach for too long'));
      }
      await pause(BETWEEN_TRIES_MS, undefined, { ref: false });
    }
  }

  private async tryAgain(): Promise<void> {
    const lock = await this.acquire(this.check);
    try {
      // Another process may have come and gone since.
      await this.check(lock.connection);
    } catch (error) {
      await lock.release();
      throw error;
    }
    if (this.isReleased) return lock.release();
    this.hold(lock);
  }

  /** @throws LockLost, ServerReplaced; what the driver throws */
  private readonly check = async (connection: pg.ClientBase): Promise<void> => {
    await this.server.check(connection);
    for (const [n, { reading }] of this.options.fences.entries()) {
      const { rows } = await connection.query<{ number: string }>(reading);
      if (rows[0]?.number !== this.numbers[n])
        throw new LockLost('taken', 'another process has taken it');
    }
  };
}
