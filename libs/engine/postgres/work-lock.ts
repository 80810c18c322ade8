/**
 * One process works at a time. The server holds its lock as long as its connection lives. Each
 * holder has a number, one more than the last one's: whatever the engine writes on this server is
 * written only by the number that stands there, so a holder who was cut off, and does not know yet,
 * changes nothing any more.
 */
import pg from 'pg';
import { StoreLocked } from '#event-store';
import {
  acquireAdvisoryLock,
  connectionSettings,
  LockHeld,
  type AdvisoryLock,
  type PostgresAddress,
} from '#postgres';
import { typedFault, WorkLockLost } from './work-faults.js';
import { holderTable, migrateWork } from './work-schema.js';

export interface WorkLockOptions {
  /** How this process describes itself to one that is refused. */
  readonly holder: string;
  /** Called once, when the lock was lost while it was held: the process has to end. */
  readonly onLost: (fault: WorkLockLost) => void;
}

export interface WorkLock {
  /** What writes are checked against. */
  readonly number: number;
  /** Idempotent. */
  release(): Promise<void>;
}

/** Takes the lock or refuses at once. @throws StoreLocked, WorkUnavailable, SchemaTooNew */
export async function acquireWorkLock(
  address: PostgresAddress,
  { holder, onLost }: WorkLockOptions,
): Promise<WorkLock> {
  let lock: AdvisoryLock | undefined;
  try {
    const taken = await acquireAdvisoryLock(address, {
      ...{ name: 'work', holder },
      onLost: (cause) => onLost(new WorkLockLost({ cause })),
    });
    lock = taken;
    const { connection } = taken;
    await migrateWork(connection, address.prefix);
    const { rows } = await connection.query<{ number: string }>(
      `update ${holderTable(address.prefix)} set number = number + 1, name = $1, since = clock_timestamp()
        returning number`,
      [holder],
    );
    return { number: Number(rows[0]!.number), release: () => taken.release() };
  } catch (error) {
    await lock?.release();
    if (error instanceof LockHeld)
      throw new StoreLocked(address.text, (await namedHolder(address)) ?? error.holder);
    throw typedFault(error);
  }
}

/** As it described itself; the server's own list of connections cuts names off. */
async function namedHolder(address: PostgresAddress): Promise<string | undefined> {
  const client = new pg.Client(
    connectionSettings(address, { purpose: 'work', statementMs: 5_000 }),
  );
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string | null; since: Date }>(
      `select name, since from ${holderTable(address.prefix)}`,
    );
    const [row] = rows;
    return row?.name == null ? undefined : `${row.name}, since ${row.since.toISOString()}`;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
