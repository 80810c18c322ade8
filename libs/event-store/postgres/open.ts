/** Opening the event store on PostgreSQL: for writing, beside the one that writes, or for reading. */
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { KeptLock, LockHeld, openPool, requireSuitable, SameServer } from '#postgres';
import type { Fence, PostgresAddress } from '#postgres';
import { AppendQueue } from '../append-queue.js';
import type { FailedOutcome } from '../commit-protocol.js';
import { CopyUnfinished, InvalidEvent, StoreLocked } from '../errors.js';
import type { StoreFailed } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import type { AppendLimits, PayloadCodec, Upcasters } from '../port.js';
import { Subscriptions } from '../subscriptions.js';
import type { Encoding } from '../validation.js';
import { FENCED_REASON, readFault } from './faults.js';
import { PostgresGroupWriter, SESSION } from './group-writer.js';
import { logFence } from './log-fence.js';
import { LogReader } from './log-reader.js';
import { watchForNews } from './news.js';
import { PostgresEventStore } from './postgres-event-store.js';
import { checkFormat, COPYING, orderLock, quoted } from './tables.js';
import { AS_TEXT } from './rows.js';

export interface PostgresEventStoreOptions {
  readonly address: PostgresAddress;
  /**
   * One process writes, any number may read beside it, or without it. With what `shareWriter`
   * gave, another thread of the process that writes; it is closed before the one that shares.
   */
  readonly access: 'write' | 'read' | { readonly writer: string };
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly clock: () => number;
  /** Where the log's lock is kept together with others: with `fence`, and longer than the store is open. */
  readonly lock?: HeldLock;
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

/** A lock that somebody else took, and releases. */
export interface HeldLock {
  readonly lock: KeptLock;
  /** From `logFence`. */
  readonly fence: Fence;
}

/** Connections that read, for one thread; a page takes one for some milliseconds. */
const READING_CONNECTIONS = 4;
/** A page of 10,000 events from a cold disk takes less. */
const READ_MS = 30_000;
const POLL_MS = 200;
/** Longest wait for connections to be closed in order. */
const CLOSE_MS = 5_000;

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
  const { check } = new SameServer();
  const pool = openPool(address, {
    ...{ purpose: 'log reader', connections: READING_CONNECTIONS, statementMs: READ_MS },
    ...{ settings: SESSION, types: AS_TEXT, check },
  });
  let own: HeldLock | undefined;
  try {
    if (options.access === 'write' && options.lock === undefined) own = await takeLock(options);
    return await open(options, { pool, check, own });
  } catch (error) {
    await own?.lock.release();
    await pool.end();
    throw readFault(error, address.text);
  }
}

/** @throws StoreLocked; what the driver throws */
async function takeLock({ address, holder }: PostgresEventStoreOptions): Promise<HeldLock> {
  const fence = logFence(address);
  try {
    const taken = { holder: holder ?? describeProcess(), fences: [fence] };
    return { lock: await KeptLock.take(address, taken), fence };
  } catch (error) {
    if (error instanceof LockHeld) throw new StoreLocked(address.text, error.holder);
    throw error;
  }
}

interface Parts {
  readonly pool: pg.Pool;
  readonly check: SameServer['check'];
  /** Released with the store. */
  readonly own: HeldLock | undefined;
}

async function open(
  options: PostgresEventStoreOptions,
  { pool, check, own }: Parts,
): Promise<PostgresEventStore> {
  const { address, access, lock: held = own } = options;
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
  const number = access === 'write' ? held!.lock.numberOf(held!.fence) : access.writer;
  const writer = new PostgresGroupWriter({
    ...{ address, schema, order, writer: number, check },
    pausedBy: held?.lock.pausedBy ?? (() => undefined),
    failure: failureOf(held?.lock),
  });
  const queue = new AppendQueue({
    ...{ writer, clock: options.clock },
    onCommitted: (batches) => subscriptions.wake(new Set(batches.map(({ stream }) => stream))),
    onFailure: (error) => options.onFailure?.(error),
  });
  const end = async (): Promise<void> => {
    await writer.close();
    await own?.lock.release();
    await pool.end();
  };
  return new PostgresEventStore({ ...parts, queue, release: () => inTime(end()) }, number);
}

/** Never, in a thread beside the one that holds the lock: that one's ends the process. */
async function failureOf(lock: KeptLock | undefined): Promise<FailedOutcome> {
  if (lock === undefined) return new Promise(() => undefined);
  const { reason, message } = await lock.lost;
  return { kind: 'failed', reason: reason === 'taken' ? FENCED_REASON : message };
}

/** All is answered by then: a server that says nothing any more holds up nobody's end. */
async function inTime(end: Promise<void>): Promise<void> {
  await Promise.race([end, pause(CLOSE_MS, undefined, { ref: false })]);
}

/** Checks the log. @returns the number of the lock that puts commits in order */
async function prepare(
  pool: pg.Pool,
  { address, unfinished = false }: PostgresEventStoreOptions,
  schema: string,
): Promise<string> {
  const client = await pool.connect();
  try {
    await requireSuitable(client);
    const { rows } = await client.query<{ order: string }>(`SELECT ${orderLock(schema)} AS order`);
    await checkFormat(client, schema, address.text);
    const copying = await client.query(
      `SELECT FROM ${quoted(schema)}.about WHERE key = '${COPYING}'`,
    );
    if (copying.rowCount !== 0 && !unfinished) throw new CopyUnfinished(address.text);
    return rows[0]!.order;
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
