/**
 * A database for each suite on the PostgreSQL that the run of tests has started, or that
 * `STAFETT_TEST_POSTGRES` names. Where there is none the suite is skipped and says so.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from '@jest/globals';
import pg from 'pg';

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
export function terminate(server: string, holder: string): Promise<void> {
  return administer(
    server,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stafett ${holder}'`,
  );
}

/** Ends the connections of the holder again and again, until another was faster than it. */
export async function takenFrom<T>(
  server: string,
  holder: string,
  take: () => Promise<T>,
): Promise<T> {
  let taken: T | undefined;
  await until(async () => {
    const taking = take().then((it) => (taken = it));
    let isOver = false;
    const ended = taking.catch(() => undefined).finally(() => (isOver = true));
    while (!isOver) await terminate(server, holder);
    await ended;
    return taken !== undefined;
  }, `the lock of ${holder} is taken`);
  return taken!;
}

const WAIT_MS = 30_000;

/** @throws Error it is not so after 30 s */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + WAIT_MS; !(await isSo());) {
    if (performance.now() > end) throw new Error(`Not within 30 s: ${what}.`);
    await pause(10);
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
