/** The log, opened in the place that was chosen for it. Adapters of servers are loaded where one is used. */
import type { MessagePort } from 'node:worker_threads';
import type { Clock } from '#engine';
import type { EventStore } from '#event-store';
import { openOnSharedWriter, openSqliteEventStore } from '#event-store/sqlite';
import { logFile, type Places } from './places.js';
import { takeWorkLock, type WorkLock } from './work-lock.js';

export interface LogWriterOptions {
  /** Milliseconds since the epoch. */
  readonly clock: Clock;
  /** How this process is named to another that wants to write. */
  readonly holder?: string;
  /** Called when nothing can be written any more: the process has to end. */
  readonly onFailure?: (failure: Error) => void;
}

/**
 * What lets another thread of the process write as well. It can be cloned, but for the port, which
 * is handed over.
 */
export interface SharedWriter {
  /** To what writes a log in a file. */
  readonly port?: MessagePort;
  /** What PostgreSQL takes appends to the log from. */
  readonly writer?: string;
  /** What PostgreSQL takes checkpoints from. */
  readonly holder?: number;
}

/** The log in the one process that writes. */
export interface LogForWriting {
  readonly store: EventStore;
  /** For another thread of this process, which is done before this is closed. */
  shareWriter(): SharedWriter;
  close(): Promise<void>;
}

/** @throws StoreLocked when another process writes there; other typed errors of the store */
export async function openLogForWriting(
  places: Pick<Places, 'log' | 'work'>,
  { holder = `process ${process.pid}`, ...options }: LogWriterOptions,
): Promise<LogForWriting> {
  let stop = (): void => undefined;
  const onLost = (fault: Error): void => {
    stop();
    options.onFailure?.(fault);
  };
  const lock = await takeWorkLock(places, { holder, onLost });
  try {
    const opened = await openUnderLock(places.log, { holder, ...options }, lock);
    ({ stop = stop } = opened);
    return opened;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openUnderLock(
  log: Places['log'],
  options: LogWriterOptions,
  lock: WorkLock,
): Promise<LogForWriting & { readonly stop?: () => void }> {
  const held = lock.holder === undefined ? {} : { holder: lock.holder };
  const closing = (store: EventStore) => () => store.close().then(() => lock.release());
  if (log.kind === 'postgres') {
    const { openPostgresEventStore } = await import('#event-store/postgres');
    const { addressOf } = await import('./postgres.js');
    const address = addressOf(log);
    const { ofLog } = lock;
    const store = await openPostgresEventStore({
      ...{ address, access: 'write', ...options },
      ...(ofLog && { lock: ofLog }),
    });
    const shareWriter = () => ({ ...store.shareWriter(), ...held });
    return { store, shareWriter, close: closing(store) };
  }
  if (log.kind === 'eventstoredb') {
    const { openOnEventStoreDb, stoppable } = await import('./eventstoredb.js');
    const { clock } = options;
    const opened = await openOnEventStoreDb(log, { access: 'write', clock });
    const { store, stop } = stoppable(opened, lock.pausedBy);
    return { store, stop, shareWriter: () => held, close: closing(store) };
  }
  const file = logFile(log);
  const store = await openSqliteEventStore({ file, access: 'write', ...options });
  const shareWriter = () => ({ port: store.shareWriter(), ...held });
  return { store, shareWriter, close: closing(store) };
}

/** Beside whoever writes, or without anybody. @throws StoreMissing; other typed errors of the store */
export async function openLogForReading({ log }: Pick<Places, 'log'>): Promise<EventStore> {
  const reading = { access: 'read', clock: Date.now } as const;
  if (log.kind === 'postgres') {
    const { openPostgresEventStore } = await import('#event-store/postgres');
    const { addressOf } = await import('./postgres.js');
    return openPostgresEventStore({ address: addressOf(log), ...reading });
  }
  if (log.kind === 'eventstoredb') {
    const { openOnEventStoreDb } = await import('./eventstoredb.js');
    return openOnEventStoreDb(log, reading);
  }
  return openSqliteEventStore({ file: logFile(log), ...reading });
}

export interface LogInThreadOptions {
  readonly clock: Clock;
  /** From `LogForWriting.shareWriter`. */
  readonly shared: SharedWriter;
  /** Events in one commit of a file: the fewer, the less another thread's append waits behind it. */
  readonly groupEvents: number;
}

/** For reading and writing in another thread of the process that writes. */
export async function openLogInThread(
  { log }: Pick<Places, 'log'>,
  { clock, shared: { port, writer }, groupEvents }: LogInThreadOptions,
): Promise<EventStore> {
  if (log.kind === 'postgres' && writer !== undefined) {
    const { openPostgresEventStore } = await import('#event-store/postgres');
    const { addressOf } = await import('./postgres.js');
    return openPostgresEventStore({ address: addressOf(log), access: { writer }, clock });
  }
  if (log.kind === 'eventstoredb') {
    const { openOnEventStoreDb } = await import('./eventstoredb.js');
    return openOnEventStoreDb(log, { access: 'write', clock });
  }
  if (log.kind !== 'sqlite' || port === undefined)
    throw new Error('A thread that writes needs what the log for writing shares.');
  return openOnSharedWriter({ file: logFile(log), clock, port, groupEvents });
}
