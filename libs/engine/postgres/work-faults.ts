/** What can be wrong with the work database, in the engine's terms. */
import { faultKind, serverCode, type LockLost } from '#postgres';

const READ_ONLY = '25006';

/** It cannot be used now. What was saved before stays, and the same may succeed later. */
export class WorkUnavailable extends Error {
  override readonly name = 'WorkUnavailable';
  readonly code = 'work-unavailable';
  readonly retryable = true;
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `The engine’s own database cannot be used at the moment (${reason}): check that the PostgreSQL server runs and can be reached, its log, and the rights and limits of its user. Nothing is done twice.`,
      options,
    );
  }
}

/** Another process may work in this one's place: this one has to end. */
export class WorkLockLost extends Error {
  override readonly name = 'WorkLockLost';
  readonly code = 'work-lock-lost';
  readonly retryable = false;
  constructor(cause?: LockLost) {
    const why = cause?.message ?? 'another process has taken it';
    super(
      `This process no longer holds the lock of the engine’s own database: ${why}. It stops, so that no two work side by side; whatever supervises it can start it again.`,
      { cause },
    );
  }
}

/** An error that is none of the server's, or is a fault of the program, stays. */
export function typedFault(error: unknown): unknown {
  const kind = faultKind(error);
  if (kind === undefined) return error;
  const code = serverCode(error);
  const message =
    code === READ_ONLY
      ? 'the server is a standby, which takes no writes: the address has to lead to its primary'
      : (error as Error).message;
  return new WorkUnavailable(code === undefined ? message : `${message}, SQLSTATE ${code}`, {
    cause: error,
  });
}
