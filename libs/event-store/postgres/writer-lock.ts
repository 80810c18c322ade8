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
import pg from 'pg';
import { connectionSettings } from '#postgres';
import type { PostgresAddress } from '#postgres';
import type { FailedOutcome } from '../commit-protocol.js';
import { StoreLocked } from '../errors.js';
import { FENCED_REASON } from './faults.js';
import { orderLock, quoted, writerLock } from './tables.js';

/** A process that was killed is noticed by the server within milliseconds; another one stays. */
const PATIENCE_MS = 1_000;
const BETWEEN_TRIES_MS = 100;
/** Longest wait for an answer on this connection, and for a group of the process before. */
const STATEMENT_MS = 20_000;
/** How often the connection is tried, so that a break is noticed while nothing is written. */
const PING_MS = 5_000;

/** The server, too, notices within half a minute that a machine is gone, and lets go of the lock. */
const SETTINGS = {
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
} as const;

export interface WriterLockOptions {
  readonly address: PostgresAddress;
  readonly schema: string;
  /** How this process describes itself to one that is refused. */
  readonly holder: string;
}

export class WriterLock {
  /** Resolves when another process has begun to write; else never. */
  readonly failure: Promise<FailedOutcome>;
  private readonly fail: (outcome: FailedOutcome) => void;
  private isHeld = true;
  private isReleased = false;
  private ping: NodeJS.Timeout | undefined;

  private constructor(
    private readonly options: WriterLockOptions,
    private client: pg.Client,
    /** What every group is compared with. */
    readonly number: string,
  ) {
    const { promise, resolve } = Promise.withResolvers<FailedOutcome>();
    this.failure = promise;
    this.fail = resolve;
    this.watch(client);
  }

  /** @throws StoreLocked; and what the driver throws */
  static async take(options: WriterLockOptions): Promise<WriterLock> {
    const client = await connect(options);
    try {
      const until = performance.now() + PATIENCE_MS;
      while (!(await tryLock(client, options))) {
        if (performance.now() > until) throw await refusal(client, options);
        await pause(BETWEEN_TRIES_MS);
      }
      return new WriterLock(options, client, await raiseNumber(client, options));
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Why nothing may be committed for now; undefined where it may. */
  readonly pausedBy = (): string | undefined =>
    this.isHeld ? undefined : 'The connection that holds the lock of the log is being made again.';

  async release(): Promise<void> {
    this.isReleased = true;
    clearInterval(this.ping);
    await this.client.end().catch(() => undefined);
  }

  private watch(client: pg.Client): void {
    const lost = (): void => {
      if (client !== this.client || !this.isHeld || this.isReleased) return;
      this.isHeld = false;
      clearInterval(this.ping);
      void client.end().catch(() => undefined);
      void this.takeAgain();
    };
    client.on('error', lost).on('end', lost);
    this.ping = setInterval(() => void client.query('SELECT 1').catch(lost), PING_MS).unref();
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
    const client = await connect(this.options);
    let isKept = false;
    try {
      const isLocked = await tryLock(client, this.options);
      if ((await numberOf(client, this.options)) !== this.number) {
        this.fail({ kind: 'failed', reason: FENCED_REASON });
        return true;
      }
      if (!isLocked || this.isReleased) return this.isReleased;
      isKept = true;
      this.client = client;
      this.isHeld = true;
      this.watch(client);
      return true;
    } finally {
      if (!isKept) void client.end().catch(() => undefined);
    }
  }
}

async function connect({ address }: WriterLockOptions): Promise<pg.Client> {
  const client = new pg.Client(
    connectionSettings(address, {
      ...{ purpose: 'log lock', statementMs: STATEMENT_MS, settings: SETTINGS },
    }),
  );
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function tryLock(client: pg.Client, { schema }: WriterLockOptions): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(${writerLock(schema)}) AS locked`,
  );
  return rows[0]!.locked;
}

/** After the last group of the process before, and before any of this one. */
async function raiseNumber(client: pg.Client, options: WriterLockOptions): Promise<string> {
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(${orderLock(options.schema)})`);
  const { rows } = await client.query<{ number: string }>(
    `UPDATE ${quoted(options.schema)}.writer SET number = number + 1, holder = $1 RETURNING number`,
    [options.holder],
  );
  await client.query('COMMIT');
  return rows[0]!.number;
}

async function numberOf(client: pg.Client, options: WriterLockOptions): Promise<string> {
  return (await writerOf(client, options)).number;
}

async function refusal(client: pg.Client, options: WriterLockOptions): Promise<StoreLocked> {
  return new StoreLocked(options.address.text, (await writerOf(client, options)).holder);
}

async function writerOf(client: pg.Client, { schema }: WriterLockOptions) {
  const { rows } = await client.query<{ number: string; holder: string }>(
    `SELECT number, holder FROM ${quoted(schema)}.writer`,
  );
  return rows[0]!;
}
