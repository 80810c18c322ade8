/** One connection to the database: the driver's, and the same for queries. */
import {
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  replaceWithNoncontingentExpression,
} from 'kysely';
import type pg from 'pg';
import { EXACT_INTEGERS } from '../port/exact-integers.js';
import { storedValue } from './values.js';

export interface Connection<DB> {
  readonly raw: pg.PoolClient;
  readonly db: Kysely<DB>;
}

/** The server refuses a list without anything in it; here nothing is in it. */
const EMPTY_LISTS = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression });

export function connectionOn<DB>(raw: pg.PoolClient): Connection<DB> {
  let before: Promise<unknown> = Promise.resolve();
  const client = {
    // A figure may ask several things at once; the driver takes one after the other.
    query: (sql: string, values: readonly unknown[]) => {
      const answer = before.then(() => raw.query(sql, values.map(storedValue)));
      before = answer.catch(() => undefined);
      return answer;
    },
    // Whoever took the connection from its pool gives it back.
    release: () => undefined,
  };
  const pool = { connect: () => Promise.resolve(client), end: () => Promise.resolve() };
  const dialect = new PostgresDialect({ pool: pool as unknown as pg.Pool });
  return { raw, db: new Kysely<DB>({ dialect, plugins: [EMPTY_LISTS, EXACT_INTEGERS] }) };
}
