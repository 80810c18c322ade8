/**
 * The read models in a schema of a PostgreSQL database. A commit waits for the disk, whatever the
 * server's default is (`synchronous_commit=on`): the process that folds the log goes on when the server
 * dies, and what it was told is written it never folds again. Each figure has one snapshot
 * (`repeatable read, read only`).
 */
import PQueue from 'p-queue';
import type pg from 'pg';
import { faultKind } from '#postgres';
import { CommitUnknown, ReadModelsClosed, ReadModelsReadOnly } from '../port/errors.js';
import type { ReadModels, ReadOptions, ReadView, WriteTransaction } from '../port/read-models.js';
import { connectionOn, type Connection } from './connection.js';
import { pages } from './pages.js';
import { typedFault } from './postgres-faults.js';
import { transactionOn, type BulkWrites } from './write-transaction.js';

/** Figures that are read at once; more of them wait for one another. */
export const READERS_MAX = 4;

/** Begins a transaction for reading: from here on its snapshot stands. */
export type BeginRead = (raw: pg.PoolClient) => Promise<unknown>;

export interface PostgresReadModelsOptions {
  /** One connection; absent where they are opened for reading. */
  readonly writer?: pg.Pool | undefined;
  /** A connection for each figure, and one more to end them by. */
  readonly readers: pg.Pool;
  readonly beginRead: BeginRead;
  /** Begins a transaction that writes. Default: whoever has the connection may write. */
  readonly beginWrite?: (raw: pg.PoolClient) => Promise<void>;
  /** Called before the connections are closed. */
  readonly onClosing?: () => Promise<void>;
}

export class PostgresReadModels<DB> implements ReadModels<DB> {
  readonly access: 'write' | 'read';
  private readonly writing = new PQueue({ concurrency: 1 });
  private readonly reading = new PQueue({ concurrency: READERS_MAX });
  private readonly connections = new WeakMap<pg.PoolClient, Connection<DB>>();
  private readonly bulkWrites: BulkWrites = new Map();
  private closed: Promise<void> | undefined;

  constructor(private readonly options: PostgresReadModelsOptions) {
    this.access = options.writer === undefined ? 'read' : 'write';
  }

  async write<T>(work: (transaction: WriteTransaction<DB>) => Promise<T>): Promise<T> {
    const { writer, beginWrite = begin } = this.options;
    if (writer === undefined) throw new ReadModelsReadOnly();
    return this.enqueue(this.writing, () =>
      onConnection(writer, async (raw) => {
        await beginWrite(raw);
        const result = await work(transactionOn(this.connectionOf(raw), this.bulkWrites));
        await commit(raw);
        return result;
      }),
    );
  }

  async read<T>(
    work: (view: ReadView<DB>) => Promise<T>,
    { signal }: ReadOptions = {},
    begin: BeginRead = this.options.beginRead,
  ): Promise<T> {
    const { readers } = this.options;
    return this.enqueue(this.reading, async () => {
      signal?.throwIfAborted();
      return onConnection(
        readers,
        async (raw) => {
          await begin(raw);
          const { db } = this.connectionOf(raw);
          const result = await work({ db, pages: (query) => pages(raw, query, signal) });
          await raw.query('commit');
          return result;
        },
        signal,
      );
    });
  }

  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    const { writer, readers, onClosing } = this.options;
    await Promise.all([this.writing.onIdle(), this.reading.onIdle()]);
    try {
      await onClosing?.();
    } finally {
      await Promise.all([writer?.end(), readers.end()]);
    }
  }

  private connectionOf(raw: pg.PoolClient): Connection<DB> {
    let known = this.connections.get(raw);
    if (known === undefined) {
      known = connectionOn<DB>(raw);
      this.connections.set(raw, known);
    }
    return known;
  }

  private async enqueue<T>(queue: PQueue, work: () => Promise<T>): Promise<T> {
    if (this.closed !== undefined) throw new ReadModelsClosed();
    return queue.add(work);
  }
}

async function begin(raw: pg.PoolClient): Promise<void> {
  await raw.query('begin');
}

/** With a connection of the pool. What fails is undone, and named in the port's terms. */
async function onConnection<T>(
  pool: pg.Pool,
  work: (raw: pg.PoolClient) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  let raw: pg.PoolClient;
  try {
    raw = await pool.connect();
  } catch (error) {
    throw typedFault(error);
  }
  let cancelled: Promise<unknown> | undefined;
  const cancel = (): void => {
    cancelled = cancelStatement(pool, raw);
  };
  signal?.addEventListener('abort', cancel);
  let isUsable = true;
  try {
    return await work(raw);
  } catch (error) {
    // What broke, or does not answer, answers no rollback either: the server undoes it by itself.
    isUsable = faultKind(error) !== 'connection' && (await rolledBack(raw));
    throw cancelled !== undefined && faultKind(error) !== undefined
      ? signal!.reason
      : typedFault(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
    await cancelled;
    // Its cancellation could still arrive, and then end a statement of somebody else.
    raw.release(!isUsable || cancelled !== undefined);
  }
}

async function rolledBack(raw: pg.PoolClient): Promise<boolean> {
  try {
    await raw.query('rollback');
    return true;
  } catch {
    return false;
  }
}

/** What it is doing now is of no use to anybody. */
async function cancelStatement(pool: pg.Pool, raw: pg.PoolClient): Promise<void> {
  const { processID } = raw as unknown as { readonly processID: number };
  // If that fails, the statement ends by its limit of time.
  await pool.query('select pg_cancel_backend($1)', [processID]).catch(() => undefined);
}

/** @throws CommitUnknown */
async function commit(raw: pg.PoolClient): Promise<void> {
  let command: string;
  try {
    ({ command } = await raw.query('commit'));
  } catch (error) {
    if (faultKind(error) === 'connection') throw new CommitUnknown({ cause: error });
    throw error;
  }
  if (command !== 'COMMIT')
    throw new Error('A statement of the transaction had failed, so nothing of it was written.');
}
