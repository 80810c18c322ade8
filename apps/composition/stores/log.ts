/** The log, opened in the place that was chosen for it. */
import type { MessagePort } from 'node:worker_threads';
import type { Clock } from '#engine';
import type { EventStore, StoreFailed } from '#event-store';
import { openOnSharedWriter, openSqliteEventStore } from '#event-store/sqlite';
import { inFiles, logFile, type Places } from './places.js';

type Log = Pick<Places, 'log'>;

export interface LogWriterOptions {
  /** Milliseconds since the epoch. */
  readonly clock: Clock;
  /** How this process is named to another that wants to write. */
  readonly holder?: string;
  /** Called when the store has failed for good: the process has to end. */
  readonly onFailure?: (failure: StoreFailed) => void;
}

/** The log in the one process that writes. */
export interface LogForWriting extends EventStore {
  /** A way to what writes here, for another thread of this process. */
  shareWriter(): MessagePort;
}

/** @throws StoreLocked when another process writes there; other typed errors of the store */
export function openLogForWriting({ log }: Log, options: LogWriterOptions): Promise<LogForWriting> {
  return openSqliteEventStore({ file: logFile(inFiles(log)), access: 'write', ...options });
}

/** Beside whoever writes, or without anybody. @throws StoreMissing; other typed errors of the store */
export function openLogForReading({ log }: Log): Promise<EventStore> {
  return openSqliteEventStore({ file: logFile(inFiles(log)), access: 'read', clock: Date.now });
}

export interface LogInThreadOptions {
  readonly clock: Clock;
  /** From `LogForWriting.shareWriter`. */
  readonly port: MessagePort;
  /** Events in one commit: the fewer, the less another thread's append waits behind it. */
  readonly groupEvents: number;
}

/** For reading and writing in another thread of the process that writes. */
export function openLogInThread({ log }: Log, options: LogInThreadOptions): Promise<EventStore> {
  return new Promise((resolve) =>
    resolve(openOnSharedWriter({ file: logFile(inFiles(log)), ...options })),
  );
}
