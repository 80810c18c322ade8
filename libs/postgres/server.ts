/** Whether a server will do, and whether it is still the one that it was. */
import type pg from 'pg';

/** The first version with all that our tables use, and still maintained. */
export const OLDEST_SERVER = 150_000;
export const ENCODING = 'UTF8';

/** Nothing can be kept there, now or later. */
export class ServerUnsuitable extends Error {
  override readonly name = 'ServerUnsuitable';
  readonly code = 'server-unsuitable';
  readonly retryable = false;
}

/**
 * A database in another encoding has no room for every text, or takes bytes that are none.
 * @throws ServerUnsuitable
 */
export async function requireSuitable(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string; number: string; encoding: string }>(
    `select current_setting('server_version') as version, current_setting('server_version_num') as number,
       current_setting('server_encoding') as encoding`,
  );
  const { version, number, encoding } = rows[0]!;
  if (Number(number) < OLDEST_SERVER)
    throw new ServerUnsuitable(
      `The server is PostgreSQL ${version}; ${OLDEST_SERVER / 10_000} or newer is needed.`,
    );
  if (encoding !== ENCODING)
    throw new ServerUnsuitable(
      `The encoding of the database is ${encoding}; ${ENCODING} is needed. Make another one: ` +
        `CREATE DATABASE … ENCODING '${ENCODING}' TEMPLATE template0.`,
    );
}

/**
 * A standby was promoted, or a backup was restored, since this process began. The server may lack
 * what was acknowledged last, and this process goes by what it knows of that.
 */
export class ServerReplaced extends Error {
  override readonly name = 'ServerReplaced';
  readonly code = 'server-replaced';
  readonly retryable = false;
  constructor() {
    super(
      'a standby was promoted, or a backup restored, which may lack what was acknowledged last',
    );
  }
}

/** The server's history has a number, and a promoted standby begins a new one. A standby gives none. */
const TIMELINE = `select case when pg_is_in_recovery() then null
  else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end as timeline`;

/** What the connections of a process go by: all of them lead to one history. */
export class SameServer {
  private timeline: string | undefined;

  /** The first one decides. @throws ServerReplaced; what the driver throws */
  readonly check = async (client: pg.ClientBase): Promise<void> => {
    const { rows } = await client.query<[string | null]>({ text: TIMELINE, rowMode: 'array' });
    const timeline = rows[0]?.[0] ?? undefined;
    // A standby has nothing that was not acknowledged, and takes no writes.
    if (timeline === undefined) return;
    this.timeline ??= timeline;
    if (timeline !== this.timeline) throw new ServerReplaced();
  };
}
