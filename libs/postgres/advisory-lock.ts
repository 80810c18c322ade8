/**
 * A lock that one process holds as long as its connection lives. The connection is its own and is
 * watched: whoever holds the lock hears of its loss before the server gives it to another.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { connectionSettings } from './pool.js';
import type { PostgresAddress } from './postgres-address.js';

/** How often the connection is asked whether it lives, and how long it may take to say so, ms. */
const LOOK_EVERY_MS = 2_000;
const ANSWER_MS = 8_000;

/**
 * The server lets go of the lock of somebody who is gone without a word after 15 s and three times
 * 5 s, or after 30 s in which nothing that it sent arrived. Its holder notices after 10 s.
 */
const SERVER_NOTICES = {
  tcp_keepalives_idle: '15',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '30000',
};

export interface AdvisoryLockOptions {
  /** Of one lock or more, which are had together or not at all: see `lockKey`. */
  readonly keys: readonly number[];
  /** How this process describes itself to one that is refused; 50 characters of it are shown. */
  readonly holder: string;
  /** Called once, when the lock was lost while it was held: stop writing. */
  readonly onLost?: (cause: Error) => void;
  /** Done on the connection before it asks for the lock. */
  readonly before?: (connection: pg.ClientBase) => Promise<void>;
}

export interface AdvisoryLock {
  /** For statements that only the holder may run. */
  readonly connection: pg.ClientBase;
  /** False once it was lost or released. */
  readonly isHeld: boolean;
  /** Idempotent. */
  release(): Promise<void>;
}

/** Another process holds it. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  readonly code = 'lock-held';
  constructor(readonly holder: string) {
    super(`The lock is held by ${holder}.`);
  }
}

/** The key of a lock: of each schema its own. Positive, since the server shows keys without a sign. */
export function lockKey(schema: string, name: string): number {
  return createHash('sha256').update(`${schema}/${name}`).digest().readUInt32BE(0) >>> 1;
}

/** Takes the lock or refuses at once. @throws LockHeld; errors of the driver */
export async function acquireAdvisoryLock(
  address: PostgresAddress,
  { keys, holder, onLost, before }: AdvisoryLockOptions,
): Promise<AdvisoryLock> {
  const connection = new pg.Client(
    connectionSettings(address, {
      purpose: holder,
      statementMs: ANSWER_MS,
      settings: SERVER_NOTICES,
    }),
  );
  connection.on('error', () => undefined);
  await connection.connect();
  try {
    await before?.(connection);
    for (const key of keys) {
      const { rows } = await connection.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1, 0) as taken',
        [key],
      );
      if (rows[0]?.taken !== true) throw new LockHeld(await holderOf(connection, key));
    }
  } catch (error) {
    await connection.end();
    throw error;
  }
  return watched(connection, onLost);
}

function watched(connection: pg.Client, onLost: AdvisoryLockOptions['onLost']): AdvisoryLock {
  let isOver = false;
  const lost = (cause: Error): void => {
    if (isOver) return;
    isOver = true;
    clearInterval(checking);
    onLost?.(cause);
    void connection.end().catch(() => undefined);
  };
  connection.on('error', lost);
  connection.on('end', () => lost(new Error('The server closed the connection.')));
  const checking = setInterval(() => {
    connection.query('select 1').catch(lost);
  }, LOOK_EVERY_MS);
  checking.unref();
  return {
    connection,
    get isHeld() {
      return !isOver;
    },
    async release() {
      if (isOver) return;
      isOver = true;
      clearInterval(checking);
      await connection.end();
    },
  };
}

async function holderOf(connection: pg.ClientBase, key: number): Promise<string> {
  const { rows } = await connection.query<{ name: string | null }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
        and classid = $1::int8::oid and objid = 0 and objsubid = 2 and granted`,
    [key],
  );
  return rows[0]?.name?.replace(/^stafett /, '') || 'another process';
}
