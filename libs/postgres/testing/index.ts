/**
 * A database for each suite on the PostgreSQL that the run of tests has started, or that
 * `STAFETT_TEST_POSTGRES` names. Where there is none the suite is skipped and says so.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import pg from 'pg';
import { waitUntil } from '#event-store/testing';

export { startWithStandby, type WithStandby } from './with-standby.js';

/** The address of a server on which tests may make databases. */
export const TEST_SERVER = process.env['STAFETT_TEST_POSTGRES'];

export interface TestDatabase {
  /** Its address; only inside of tests and hooks. */
  readonly url: string;
}

/** Describes tests that have an empty database of their own, which is dropped afterwards. */
export function describeOnPostgres(name: string, suite: (database: TestDatabase) => void): void {
  const server = TEST_SERVER;
  if (server === undefined) {
    describe.skip(`${name} (skipped: no PostgreSQL here, npm run test:parts starts one)`, () =>
      suite({ url: '' }));
    return;
  }
  const database = { url: '' };
  describe(name, () => {
    beforeAll(async () => {
      database.url = await createDatabase(server);
    });
    afterAll(() => dropDatabase(server, database.url));
    suite(database);
  });
}

/** @returns the address of a new, empty database */
export async function createDatabase(server: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}

export async function dropDatabase(server: string, database: string): Promise<void> {
  const name = new URL(database).pathname.slice(1);
  await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
}

/** Ends the connections of whoever describes itself so, as a network or an administrator does. */
export async function terminate(server: string, holder: string): Promise<void> {
  await administer(
    server,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'stafett ${holder}'`,
  );
}

/** Ends the connections of the holder again and again, until another was faster than it. */
export function takenFrom<T>(server: string, holder: string, take: () => Promise<T>): Promise<T> {
  return waitUntil(`the lock of ${holder} to be taken`, async () => {
    let isOver = false;
    const taking = take()
      .catch(() => undefined)
      .finally(() => (isOver = true));
    while (!isOver) await terminate(server, holder);
    return taking;
  });
}

/** The process of the server that holds a lock for whoever describes itself so. */
export async function holdingPid(server: string, holder: string): Promise<number | undefined> {
  const rows = await administer<{ pid: number }>(
    server,
    `SELECT DISTINCT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND datname = current_database()
       AND application_name = 'stafett ${holder}'`,
  );
  return rows[0]?.pid;
}

async function administer<Row extends pg.QueryResultRow>(
  server: string,
  statement: string,
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
