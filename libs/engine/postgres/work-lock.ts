/**
 * One process works at a time, and each has a number, one more than the last one's: whatever the
 * engine writes on this server is written only by the number that stands there, so a holder who was
 * cut off, and does not know yet, changes nothing any more.
 */
import pg from 'pg';
import { StoreLocked } from '#event-store';
import {
  connectionSettings,
  KeptLock,
  LockHeld,
  lockKey,
  type Fence,
  type PostgresAddress,
} from '#postgres';
import { typedFault, WorkLockLost } from './work-faults.js';
import { holderTable, migrateWork } from './work-schema.js';

/** A restart of the server takes less, and a holder who is cut off is noticed by it earlier. */
const WITHOUT_MS = 60_000;

export interface WorkLockOptions {
  /** How this process describes itself to one that is refused. */
  readonly holder: string;
  /** Called once, when the lock was lost for good: the process has to end. */
  readonly onLost: (fault: WorkLockLost) => void;
  /** Had with the lock and lost with it: that of a log on the same server. */
  readonly beside?: Fence;
}

export interface WorkLock {
  /** What writes are checked against. */
  readonly number: number;
  readonly lock: KeptLock;
  /** Idempotent. */
  release(): Promise<void>;
}

/** @throws StoreLocked, WorkUnavailable, SchemaTooNew, ServerUnsuitable; what the other fence throws */
export async function acquireWorkLock(
  address: PostgresAddress,
  { holder, onLost, beside }: WorkLockOptions,
): Promise<WorkLock> {
  const fence = workFence(address, holder);
  try {
    const lock = await KeptLock.take(address, {
      holder,
      // A log that cannot be reached keeps everybody waiting by itself.
      ...(beside === undefined
        ? { fences: [fence], withoutMs: WITHOUT_MS }
        : { fences: [fence, beside] }),
    });
    void lock.lost.then((cause) => onLost(new WorkLockLost(cause)));
    return { number: Number(lock.numberOf(fence)), lock, release: () => lock.release() };
  } catch (error) {
    if (error instanceof LockHeld)
      throw new StoreLocked(address.text, await fullName(address, error.holder));
    throw typedFault(error);
  }
}

function workFence({ prefix }: PostgresAddress, holder: string): Fence {
  const table = holderTable(prefix);
  return {
    key: lockKey(prefix, 'work'),
    reading: `select number from ${table}`,
    async raise(connection) {
      await migrateWork(connection, prefix);
      const { rows } = await connection.query<{ number: string }>(
        `update ${table} set number = number + 1, name = $1, since = clock_timestamp()
          returning number`,
        [holder],
      );
      return rows[0]!.number;
    },
  };
}

/** As it described itself, and since when: the server's own list of connections cuts names off. */
async function fullName(address: PostgresAddress, name: string): Promise<string> {
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
    // Or somebody has the lock of the log alone, as a copy does.
    return row?.name?.startsWith(name) === true
      ? `${row.name}, since ${row.since.toISOString()}`
      : name;
  } catch {
    return name;
  } finally {
    await client.end().catch(() => undefined);
  }
}
