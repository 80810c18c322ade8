/** The process that a command runs in: how it is asked to stop, and how it ends at once. */
import { constants } from 'node:os';

export interface HostProcess {
  /**
   * Resolves when somebody asks the command to stop (Ctrl-C, a service manager). A command
   * that never calls it is ended by the signal itself, at once. A second signal ends the
   * process whatever is under way.
   */
  stopAsked(): Promise<void>;
  /** Resolves with an error that nobody caught; without this call it ends the process. */
  uncaughtError(): Promise<Error>;
  /** Ends the process without waiting for anything, such as a thread within a long query. */
  endNow(code: number): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A terminal sends Ctrl-C to a whole group of processes, and npm and the launcher pass it on
 * besides: what comes again within this time was asked once, ms.
 */
const SAME_REQUEST_MS = 500;

export function hostProcess(): HostProcess {
  let asked: Promise<void> | undefined;
  return { stopAsked: () => (asked ??= firstSignal()), uncaughtError, endNow };
}

function firstSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let firstMs: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const nowMs = performance.now();
      firstMs ??= nowMs;
      if (nowMs - firstMs > SAME_REQUEST_MS) endNow(128 + constants.signals[signal]);
      resolve();
    });
  }
  return promise;
}

function uncaughtError(): Promise<Error> {
  return new Promise((resolve) => {
    process.on('uncaughtException', (error: unknown) =>
      resolve(
        error instanceof Error ? error : new Error('something else than an error was thrown'),
      ),
    );
  });
}

/**
 * `process.exit` waits for each thread until its native call returns, which takes as long as
 * the query that it is in; a signal to itself does not end the first process of a container.
 * So the process becomes another one that only ends.
 */
function endNow(code: number): void {
  const { execPath, platform } = process;
  if (platform !== 'win32') {
    process.execve?.(execPath, [execPath, '--eval', `process.exit(${code})`], {});
  }
  process.exit(code);
}
