/** Opening the event store on PostgreSQL: for writing, beside the one that writes, or for reading. */
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { openPool } from '#postgres';
import type { PostgresAddress } from '#postgres';
import { AppendQueue } from '../append-queue.js';
import type { FailedOutcome } from '../commit-protocol.js';
import { CopyUnfinished, EventStoreError, InvalidEvent, UnsafeStorage } from '../errors.js';
import type { StoreFailed } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import type { AppendLimits, PayloadCodec, Upcasters } from '../port.js';
import { Subscriptions } from '../subscriptions.js';
import type { Encoding } from '../validation.js';
import { readFault } from './faults.js';
import { PostgresGroupWriter, SESSION } from './group-writer.js';
import { LogReader } from './log-reader.js';
import { watchForNews } from './news.js';
import { PostgresEventStore } from './postgres-event-store.js';
import { bringUpToDate, checkFormat, COPYING, orderLock, quoted } from './tables.js';
import { AS_TEXT } from './rows.js';
import { WriterLock } from './writer-lock.js';

export interface PostgresEventStoreOptions {
  readonly address: PostgresAddress;
  /**
   * One process writes, any number may read beside it, or without it. With what `shareWriter`
   * gave, another thread of the process that writes; it is closed before the one that shares.
   */
  readonly access: 'write' | 'read' | { readonly writer: string };
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly clock: () => number;
  /** How this process describes itself to a second writer. Default: process id and command. */
  readonly holder?: string;
  /** Default: JSON text. */
  readonly codec?: PayloadCodec;
  /** Default: what every store takes. */
  readonly limits?: Partial<AppendLimits>;
  readonly upcasters?: Upcasters;
  /** Called once, after every waiting append has failed: another process writes now. */
  readonly onFailure?: (error: StoreFailed) => void;
  /** Takes a log all the same that is being copied there. */
  readonly unfinished?: boolean;
  /** How often subscriptions look for events of others where no notice comes, ms. Default 200. */
  readonly pollMs?: number;
}

/** Connections that read, for one thread; a page takes one for some milliseconds. */
const READING_CONNECTIONS = 4;
/** A page of 10,000 events from a cold disk takes less. */
const READ_MS = 30_000;
const POLL_MS = 200;
/** Longest wait for connections to be closed in order. */
const CLOSE_MS = 5_000;
/** The first version with all that the log's tables use, and still maintained. */
const OLDEST_SERVER = 150_000;

/**
 * @throws StoreLocked another process writes here
 * @throws StoreMissing opened for reading, and there is no log yet
 * @throws StoreReadOnly opened for writing, and the server takes no writes: it is a standby
 * @throws FormatTooNew, CopyUnfinished, UnsafeStorage, Unavailable
 */
export async function openPostgresEventStore(
  options: PostgresEventStoreOptions,
): Promise<PostgresEventStore> {
  const { address } = options;
  const pool = openPool(address, {
    ...{ purpose: 'log reader', connections: READING_CONNECTIONS, statementMs: READ_MS },
    ...{ settings: SESSION, types: AS_TEXT },
  });
  try {
    return await open(options, pool);
  } catch (error) {
    await pool.end();
    throw error instanceof EventStoreError ? error : readFault(error, address.text);
  }
}

async function open(
  options: PostgresEventStoreOptions,
  pool: pg.Pool,
): Promise<PostgresEventStore> {
  const { address, access } = options;
  const schema = `${address.prefix}_log`;
  const order = await prepare(pool, options, schema);
  const encoding = encodingOf(options);
  const reader = new LogReader({
    ...{ pool, schema, place: address.text, codec: encoding.codec, upcasters: options.upcasters },
  });
  const { pollMs = POLL_MS } = options;
  const head = () => reader.head();
  const subscriptions = new Subscriptions(reader, {
    watch: (wake) => watchForNews({ address, schema, pollMs, head }, wake),
  });
  const parts = { encoding, reader, subscriptions };
  if (access === 'read')
    return new PostgresEventStore({ ...parts, release: () => inTime(pool.end()) });
  const holder = options.holder ?? describeProcess();
  const lock =
    access === 'write'
      ? await WriterLock.take({ address, schema, order, holder, pool })
      : undefined;
  const number = access === 'write' ? lock!.number : access.writer;
  const writer = new PostgresGroupWriter({
    ...{ address, schema, order, writer: number },
    pausedBy: lock?.pausedBy ?? (() => undefined),
    failure: lock?.failure ?? new Promise<FailedOutcome>(() => undefined),
  });
  const queue = new AppendQueue({
    ...{ writer, clock: options.clock },
    onCommitted: (batches) => subscriptions.wake(new Set(batches.map(({ stream }) => stream))),
    onFailure: (error) => options.onFailure?.(error),
  });
  const end = async (): Promise<void> => {
    await writer.close();
    await lock?.release();
    await pool.end();
  };
  return new PostgresEventStore({ ...parts, queue, release: () => inTime(end()) }, number);
}

/** All is answered by then: a server that says nothing any more holds up nobody's end. */
async function inTime(end: Promise<void>): Promise<void> {
  await Promise.race([end, pause(CLOSE_MS, undefined, { ref: false })]);
}

/** Makes or checks the log. @returns the number of the lock that puts commits in order */
async function prepare(
  pool: pg.Pool,
  { address, access, unfinished = false }: PostgresEventStoreOptions,
  schema: string,
): Promise<string> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ version: string; order: string }>(
      `SELECT current_setting('server_version_num') AS version, ${orderLock(schema)} AS order`,
    );
    const { version, order } = rows[0]!;
    if (Number(version) < OLDEST_SERVER)
      throw new UnsafeStorage(`PostgreSQL ${OLDEST_SERVER / 10_000} or newer is needed.`);
    if (access === 'write') await bringUpToDate(client, schema, address.text);
    else await checkFormat(client, schema, address.text);
    const copying = await client.query(
      `SELECT FROM ${quoted(schema)}.about WHERE key = '${COPYING}'`,
    );
    if (copying.rowCount !== 0 && !unfinished) throw new CopyUnfinished(address.text);
    return order;
  } finally {
    client.release();
  }
}

function encodingOf({ codec = jsonCodec, limits }: PostgresEventStoreOptions): Encoding {
  return {
    codec: codec === jsonCodec ? codec : withoutZeroBytes(codec),
    uniqueKeys: true,
    limits: { ...APPEND_LIMITS, ...limits },
  };
}

/** Text of the server's has no zero byte. */
function withoutZeroBytes(codec: PayloadCodec): PayloadCodec {
  return {
    encode: (context, payload) => {
      const encoded = codec.encode(context, payload);
      if (typeof encoded === 'string' && encoded.includes('\0'))
        throw new InvalidEvent('A codec for PostgreSQL makes text without zero bytes, or bytes.');
      return encoded;
    },
    decode: (context, bytes) => codec.decode(context, bytes),
  };
}

/** Of its command only the script's name: arguments may name a patient. */
function describeProcess([, script = 'node'] = process.argv): string {
  return `process ${process.pid} (${basename(script)})`;
}
