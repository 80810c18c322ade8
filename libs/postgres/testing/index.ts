/**
 * A database for each suite on the PostgreSQL that the run of tests has started, or that
 * `STAFETT_TEST_POSTGRES` names. Where there is none the suite is skipped and says so.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import pg from 'pg';

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

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
