/** One connection to the file: the driver's, and the same for queries. */
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';

export interface Connection<DB> {
  readonly raw: Database.Database;
  readonly db: Kysely<DB>;
}
