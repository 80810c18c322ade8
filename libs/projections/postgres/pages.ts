/**
 * The rows of a query in pages, through a cursor of the transaction. It is the server's own and not
 * `pg-cursor`: closing that one never ends where the connection broke, and no limit of time holds
 * for its reads.
 */
import type { Compilable } from 'kysely';
import type pg from 'pg';
import { exactIntegers } from '../port/exact-integers.js';
import { storedValue } from './values.js';

/** Rows of a page, and the characters of text that a page should have. */
const PAGE_ROWS = 500;
const PAGE_CHARACTERS = 1024 * 1024;
/** Of the first page: nobody knows yet how long the rows are, and a row may have a million characters. */
const FIRST_ROWS = 32;

export async function* pages<Row extends object>(
  raw: pg.PoolClient,
  query: Compilable<Row>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Row[], void> {
  const { sql: text, parameters } = query.compile();
  await raw.query(`declare page no scroll cursor for ${text}`, parameters.map(storedValue));
  const fetch = async (rows: number): Promise<readonly Row[]> =>
    (await raw.query<Row>(`fetch ${rows} from page`)).rows;
  let size = FIRST_ROWS;
  let next = fetch(size);
  try {
    for (;;) {
      const page = await next;
      const isLast = page.length < size;
      if (!isLast) {
        size = sizeAfter(page, size);
        // The server makes the next page while somebody works on this one.
        next = fetch(size);
        // Its failure is handled where it is awaited.
        next.catch(() => undefined);
      }
      for (const row of page) exactIntegers(row);
      if (page.length > 0) yield page;
      signal?.throwIfAborted();
      if (isLast) return;
    }
  } finally {
    // After a fault the transaction takes no statement any more, and ends the cursor itself.
    await next.then(() => raw.query('close page')).catch(() => undefined);
  }
}

/** The largest page, as far as the last one tells. */
function sizeAfter(page: readonly object[], size: number): number {
  let characters = 0;
  for (const row of page)
    for (const value of Object.values(row))
      if (typeof value === 'string') characters += value.length;
  const fitting = Math.floor((PAGE_CHARACTERS * page.length) / Math.max(characters, 1));
  return Math.max(1, Math.min(fitting, 4 * size, PAGE_ROWS));
}
