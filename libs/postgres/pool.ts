/**
 * Pools of connections, each with limits: a server that does not answer delays what asked it, and
 * never holds it for ever.
 */
import pg from 'pg';
import type { PostgresAddress } from './postgres-address.js';

/** Longer than a server takes to accept a connection while it is busy, shorter than a client waits. */
const CONNECT_MS = 10_000;
/** Connections that nobody has used for so long are closed. */
const IDLE_MS = 30_000;
/** A connection whose other end is gone is noticed although nobody writes to it. */
const KEEP_ALIVE_MS = 10_000;
/** How much longer the server's own limit may take to reach us before we give up on it. */
const ANSWER_MS = 5_000;

export interface PoolOptions {
  /** What the connections are for, as `pg_stat_activity` shows it. */
  readonly purpose: string;
  readonly connections: number;
  /** Longest time that one statement may take, ms. */
  readonly statementMs: number;
  /** Longest time that a transaction may wait for its next statement, ms. Default: as `statementMs`. */
  readonly pauseMs?: number;
  /** How values of the server become values here. Default: the driver's way. */
  readonly types?: pg.CustomTypesConfig;
  /** Settings of the session, such as `{ jit: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Done on each new connection before anything else. Such connections are never closed for being idle. */
  readonly first?: string;
  /** What each new connection has to pass before it is used: what this throws, who asked is told. */
  readonly check?: (client: pg.ClientBase) => Promise<void>;
}

/** How one connection is opened, pooled or not. */
export function connectionSettings(
  { host, port, database, user, password, tls }: PostgresAddress,
  {
    purpose,
    statementMs,
    pauseMs = statementMs,
    types,
    settings = {},
  }: Omit<PoolOptions, 'connections' | 'first' | 'check'>,
): pg.ClientConfig {
  const session = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return {
    ...{ host, port, database, user, ssl: tls },
    ...(password === undefined ? {} : { password }),
    ...(types === undefined ? {} : { types }),
    application_name: `stafett ${purpose}`,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs + ANSWER_MS,
    idle_in_transaction_session_timeout: pauseMs,
    ...(session.length === 0 ? {} : { options: session.join(' ') }),
  };
}

export function openPool(address: PostgresAddress, options: PoolOptions): pg.Pool {
  const { first, check } = options;
  const pool = new pg.Pool({
    ...connectionSettings(address, options),
    max: options.connections,
    idleTimeoutMillis: first === undefined ? IDLE_MS : 0,
    // The pool waits for it, whatever its type says.
    ...((first ?? check) && {
      onConnect: (client) => prepared(client, first, check) as unknown as void,
    }),
  });
  // A connection that breaks while nobody asks it anything says so by an event, which ends the
  // process where nobody listens. Whoever uses it next is told.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function prepared(
  client: pg.ClientBase,
  first: PoolOptions['first'],
  check: PoolOptions['check'],
): Promise<void> {
  if (first !== undefined) await client.query(first);
  await check?.(client);
}
