/** What one process at a time writes: the log. Every group is compared with the number of its writer. */
import { lockKey } from '#postgres';
import type { Fence, PostgresAddress } from '#postgres';
import { bringUpToDate, orderLock, quoted } from './tables.js';

const LOCK = 'log writer';

/** With the lock the log is made, or brought up to date. */
export function logFence({ prefix, text }: PostgresAddress): Fence {
  const schema = `${prefix}_log`;
  const table = `${quoted(schema)}.writer`;
  return {
    key: lockKey(prefix, LOCK),
    reading: `SELECT number FROM ${table}`,
    async raise(connection) {
      await bringUpToDate(connection, schema, text);
      // After the last group of the process before, and before any of this one.
      await connection.query('BEGIN');
      await connection.query(`SELECT pg_advisory_xact_lock(${orderLock(schema)})`);
      const { rows } = await connection.query<{ number: string }>(
        `UPDATE ${table} SET number = number + 1 RETURNING number`,
      );
      await connection.query('COMMIT');
      return rows[0]!.number;
    },
  };
}
