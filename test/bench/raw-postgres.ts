/** The limits that the log on PostgreSQL stands beside: a bare `INSERT` and a bare `SELECT`. */
import pg from 'pg';
import type { NewEvent } from '#event-store';
import { perSecond } from './row.js';

/** A table with the columns and indexes of the log. */
export class RawPostgres {
  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<RawPostgres> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`
      CREATE TABLE IF NOT EXISTS raw_events (position bigserial PRIMARY KEY, stream bigint NOT NULL,
        revision bigint NOT NULL, id uuid NOT NULL, recorded_at bigint NOT NULL, type integer NOT NULL,
        data text NOT NULL, metadata text NOT NULL, UNIQUE (stream, revision), UNIQUE (id, stream))`);
    return new RawPostgres(client);
  }

  /** Rows per second, so many in each statement, which is a transaction. */
  async inserted(events: readonly NewEvent[], perStatement: number, round: number) {
    const many = {
      name: 'many',
      text: `INSERT INTO raw_events (stream, revision, id, recorded_at, type, data, metadata)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::bigint[], $5::integer[], $6::text[], $7::text[])`,
    };
    const startedAt = performance.now();
    for (let from = 0; from < events.length; from += perStatement) {
      const part = events.slice(from, from + perStatement);
      const rows = part.map(({ id, data, metadata }, i) => [
        ...[1_000 * round + i, from, id, Date.now(), 1],
        ...[JSON.stringify(data), JSON.stringify(metadata)],
      ]);
      const values = Array.from({ length: 7 }, (_, column) => rows.map((row) => row[column]));
      await this.client.query({ ...many, values });
    }
    return perSecond(events.length, startedAt);
  }

  /** Events per second, in pages, with both payloads parsed. */
  async read(table: string, pageEvents: number): Promise<number> {
    let seen = 0;
    const startedAt = performance.now();
    for (let from = '0'; ;) {
      const { rows } = await this.client.query<{
        position: string;
        data: string;
        metadata: string;
      }>({
        name: `page-${table}`,
        text: `SELECT position, stream, revision, id, recorded_at, type, data, metadata
            FROM ${table} WHERE position > $1 ORDER BY position LIMIT $2`,
        values: [from, pageEvents],
      });
      for (const { data, metadata } of rows) {
        JSON.parse(data);
        JSON.parse(metadata);
      }
      seen += rows.length;
      if (rows.length < pageEvents) return perSecond(seen, startedAt);
      from = rows.at(-1)!.position;
    }
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
