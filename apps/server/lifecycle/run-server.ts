/**
 * A server from its start to the exit code of its process, whatever comes between: a signal
 * while it starts or runs, the loss of one of its parts, an error that nobody caught. It ends
 * in bounded time; what hangs by then is cut off.
 */
import { Logger } from '@nestjs/common';
import type { HostProcess } from '../../composition/index.js';
import { PartFailed } from './fatal-faults.js';

/** Exit code after the loss of a part: a service manager should start the server again. */
export const PART_FAILED_EXIT = 4;

/** What requests under way have left after the loss of a part, ms. */
const FAULT_GRACE_MS = 1_000;
/** For closing files and threads after the grace period; then the process ends all the same, ms. */
const CLOSING_MS = 2_000;
/** For what is still open after everything is closed, such as a connection to a receiver, ms. */
const LEFTOVERS_MS = 200;

export interface RunningServer {
  /** Resolves with the fault when the process has to end. */
  readonly failed: Promise<Error>;
  /** Requests under way have so long to finish. */
  close(graceMs: number): Promise<void>;
}

export interface RunServerOptions<S extends RunningServer> {
  readonly host: HostProcess;
  readonly graceMs: number;
  /** An abort ends the start. */
  readonly start: (signal: AbortSignal) => Promise<S>;
  readonly onServing: (server: S) => Promise<void> | void;
  readonly onStopping?: () => void;
}

/** @returns the exit code @throws what kept the server from starting */
export async function runServer<S extends RunningServer>(
  options: RunServerOptions<S>,
): Promise<number> {
  const { host, graceMs, start, onServing, onStopping } = options;
  const limit = new EndLimit(host);
  const stop = new AbortController();
  const stopped = host.stopAsked().then(() => {
    onStopping?.();
    limit.set(graceMs + CLOSING_MS, 0);
    stop.abort();
    return undefined;
  });
  const failure = host.uncaughtError().then((error) => new PartFailed('the main thread', error));
  let server: S;
  try {
    server = await Promise.race([
      start(stop.signal),
      failure.then((error) => Promise.reject(error)),
    ]);
    await onServing(server);
  } catch (error) {
    limit.set(LEFTOVERS_MS, stop.signal.aborted ? 0 : 1);
    if (stop.signal.aborted) return 0;
    throw error;
  }
  const fault = await Promise.race([server.failed, failure, stopped]);
  const code = fault === undefined ? 0 : PART_FAILED_EXIT;
  if (fault !== undefined) {
    new Logger('Server').fatal(fault);
    limit.set(FAULT_GRACE_MS + CLOSING_MS, code);
  }
  await server.close(fault === undefined ? graceMs : FAULT_GRACE_MS);
  limit.set(LEFTOVERS_MS, code);
  return code;
}

/** The time at which the process ends, if it has not by then. */
class EndLimit {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly host: HostProcess) {}

  /** In place of an earlier limit. It keeps no process alive that has nothing else to do. */
  set(ms: number, code: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.host.endNow(code), ms).unref();
  }
}
